"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

BERLIN = ZoneInfo("Europe/Berlin")
_shift = timedelta(0)


def real_now() -> datetime:
    """This instant outside, whatever day it is in the program: for what others date, such as a session's end."""
    return datetime.now(UTC)


def now() -> datetime:
    """This instant in UTC; on a demo day the real time of day on that day."""
    real = real_now()
    instant = real + _shift
    if settings.WEGBUCH_TODAY is None:
        return instant
    local = instant.astimezone(BERLIN)
    day = settings.WEGBUCH_TODAY + (local.date() - real.astimezone(BERLIN).date())
    return datetime.combine(day, local.timetz()).astimezone(UTC)


def today() -> date:
    """The day in Brandenburg."""
    return now().astimezone(BERLIN).date()


@contextmanager
def travelled(by: timedelta) -> Iterator[None]:
    """Shift the clock for a test; the shifts of nested calls add up."""
    global _shift
    _shift += by
    try:
        yield
    finally:
        _shift -= by
