"""Months as first days, and how many people of a number come in each."""

from collections.abc import Sequence
from datetime import date

from lawbook.rates import ArrivalPattern
from wegbuch.core.dates import month_after

MONTHS_AHEAD = 12


def from_month(first: date, count: int = MONTHS_AHEAD) -> tuple[date, ...]:
    """So many months, the one of this day first."""
    return tuple(month_after(first, number) for number in range(count))


def months_of(when: str) -> tuple[date, ...]:
    """„2026-11“ is one month, „2026-Q4“ three, „2027“ twelve. raises ValueError"""
    year, _, part = when.partition("-")
    if not part:
        return from_month(date(int(year), 1, 1))
    if part.startswith("Q"):
        return from_month(date(int(year), int(part[1:]) * 3 - 2, 1), 3)
    return (date(int(year), int(part), 1),)


def spread(number: int, months: Sequence[date], pattern: ArrivalPattern | None = None) -> dict[date, int]:
    """Whole people in each month: evenly, or as they came in the quarters of a known year; none is lost."""
    weights = [pattern.quarters[(month.month - 1) // 3] if pattern else 1 for month in months]
    total, done, arrived = sum(weights), 0, 0
    found = {}
    for month, weight in zip(months, weights, strict=True):
        done += weight
        until_now = (2 * number * done + total) // (2 * total)
        found[month], arrived = until_now - arrived, until_now
    return found
