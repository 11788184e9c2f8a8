"""Months as lists are leafed through, and the first day that stands in one."""

from datetime import date, timedelta

from wegbuch.access.services import NotPossible
from wegbuch.core import clock
from wegbuch.core.dates import in_figures, month_after
from wegbuch.core.fields import TOO_EARLY

EARLIEST = date(2000, 1, 1)


def this() -> date:
    """The first day of this month."""
    return clock.today().replace(day=1)


def read(text: str | None) -> date:
    """The month of „2026-11“; this one for nothing.

    raises  ValueError for what is no month, for one to come, and for one before any list begins
    """
    if not text:
        return this()
    month = date.fromisoformat(f"{text}-01")
    if not EARLIEST <= month <= this():
        raise ValueError(f"no list of {month}")
    return month


def refuse_too_early(day: date) -> None:
    """raises  NotPossible for a day that no list would show"""
    if day < EARLIEST:
        raise NotPossible(TOO_EARLY % {"year": day.year, "day": in_figures(EARLIEST)})


def before(month: date) -> date | None:
    return month_after(month, -1) if month > EARLIEST else None


def after(month: date) -> date:
    return month_after(month)


def last_day(month: date) -> date:
    return after(month) - timedelta(days=1)


def last(count: int) -> list[date]:
    """This month and those before it, newest first."""
    found = [this()]
    while len(found) < count:
        found.append(month_after(found[-1], -1))
    return found
