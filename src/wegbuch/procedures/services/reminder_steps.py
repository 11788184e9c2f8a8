"""When a deadline calls: its steps before and after the day to act by, as local dates of Brandenburg."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wegbuch.core import clock

from .. import law
from ..models import Confirmation

DAY = timedelta(days=1)
DAYS_BEFORE = (14, 7, 3, 1, 0)
HORIZON = timedelta(days=max(DAYS_BEFORE))
CHECKED_BEFORE, TOUCHED_BEFORE = timedelta(days=3), timedelta(days=1)
CHECKED_WITHIN = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What the reminders know of an open deadline: days and people, never what it is about."""

    id: UUID
    person_id: UUID
    responsible_id: UUID
    counts_on: date | None
    safe_day: date | None
    earliest_day: date | None
    confirmation: str
    entered_at: datetime
    touched_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One call.

    for_day  the safe or last day it leads up to
    due_on   the day from which it is to be told
    """

    name: str
    for_day: date
    due_on: date


def ladder(facts: Facts) -> list[Step]:
    """The steps for whoever answers for the deadline, oldest first. A waiting time calls once: when it has run out."""
    if facts.safe_day is None and facts.earliest_day is not None:
        return [Step("0", facts.earliest_day, facts.earliest_day)]
    found = []
    if act_by := facts.safe_day or facts.counts_on:
        found += [Step(str(days), act_by, act_by - days * DAY) for days in DAYS_BEFORE]
    if last := facts.counts_on:
        found += [Step("last_day", last, last), Step("over", last, last + DAY)]
    return sorted(found, key=lambda step: step.due_on)


def warnings(facts: Facts) -> Iterator[Step]:
    """What the lead is told: nobody counted it again in time, nobody has begun."""
    act_by = facts.safe_day or facts.counts_on
    if facts.confirmation != Confirmation.CONFIRMED:
        at_latest = _working_days_after(facts.entered_at, CHECKED_WITHIN)
        due_on = min(at_latest, act_by - CHECKED_BEFORE) if act_by else at_latest
        yield Step("unconfirmed", act_by or facts.earliest_day or at_latest, due_on)
    if act_by and facts.touched_at is None:
        yield Step("untouched", act_by, act_by - TOUCHED_BEFORE)


def _working_days_after(at: datetime, count: int) -> date:
    return law.book().calendars["BB"].working_days_after(at.astimezone(clock.BERLIN).date(), count)
