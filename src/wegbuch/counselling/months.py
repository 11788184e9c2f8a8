"""Months as lists are leafed through."""

from datetime import date, timedelta

from wegbuch.core import clock
from wegbuch.core.dates import month_after

EARLIEST = date(2000, 1, 1)


def this() -> date:
    """The first day of this month."""
    return clock.today().replace(day=1)


def read(text: str | None) -> date:
    """The month of „2026-11“, within the years that can be; this one for everything else and for one to come."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this()
    return max(EARLIEST, min(month, this()))


def before(month: date) -> date:
    return month_after(month, -1)


def after(month: date) -> date:
    return month_after(month)


def last_day(month: date) -> date:
    return after(month) - timedelta(days=1)


def last(count: int) -> list[date]:
    """This month and those before it, newest first."""
    found = [this()]
    while len(found) < count:
        found.append(before(found[-1]))
    return found
