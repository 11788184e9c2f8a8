"""The day to act by: earlier than the last day, and never a gamble on how a free day is read."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .. import periods
from ..calendars import Calendar
from .answers import Facts
from .rules import Rule

if TYPE_CHECKING:
    from .engine import Count

AHEAD = 2
WITH_SAFE_DAY = ("client_deadline", "departure_period", "duration_limit", "no_period")


def safe_day(rule: Rule, count: "Count", last: date | None, facts: Facts) -> date | None:
    """Two working days before a movable end, the last working day up to a fixed one, at once where only a week is."""
    if rule.kind not in WITH_SAFE_DAY or count.start is None:
        return None
    if rule.at_once or last is None:
        return count.start.earliest if rule.at_once else None
    found = _before(count, last)
    if rule.safe_days_earlier:
        found = min(found, count.calendar.working_day_until(last - timedelta(days=rule.safe_days_earlier)))
    start = facts.day(rule.safe_start) if rule.safe_start else None
    if start and count.version.duration:
        end = periods.end_of(start, count.version.duration, count.calendar)
        found = min(found, count.calendar.working_day_until(end - timedelta(days=rule.safe_days_earlier)))
    if count.start.earliest < count.start.day and count.version.duration:
        end = periods.end_of(count.start.earliest, count.version.duration, count.calendar)
        found = min(found, count.calendar.working_day_until(end))
    has_length = count.version.duration is not None and count.version.duration.value > 0
    return max(found, count.start.day) if has_length else found


def _before(count: "Count", last: date) -> date:
    is_movable = count.version.calc == "C1"
    return days_before(last, count.calendar) if is_movable else count.calendar.working_day_until(last)


def days_before(last: date, calendar: Calendar) -> date:
    """Two working days before a day that may be moved by how a free day is read."""
    return calendar.working_days_after(last, -AHEAD)


def expired_from(rule: Rule, count: "Count") -> date | None:
    """The day from which an authority's period has run out in any reading: the one after the next working day."""
    if rule.kind != "authority_deadline" or count.last is None:
        return None
    return count.calendar.working_day_from(count.last) + timedelta(days=1)


def earlier(*days: date | None) -> date | None:
    """The earliest of the known days; None where none is known."""
    return min((day for day in days if day), default=None)
