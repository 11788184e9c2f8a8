"""Doors that open, close or begin for all people of one's case teams within 90 days, each with its day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from django.utils.translation import gettext_lazy as _

from lawbook.entitlements import EntitlementBook, Period, Rule
from lawbook.entitlements import impact as lawbook_impact
from lawbook.entitlements.columns import Caseload
from lawbook.entitlements.findings import DEADLINE, WAITING
from lawbook.entitlements.perspective import periods_of
from wegbuch.cases.models import Case

from . import impact, law, wording
from .impact import Files
from .knowledge import Subject
from .wording import Badge

REACH = timedelta(days=90)
# Every so many days the whole caseload is asked; only who answers otherwise is asked for the exact day.
STEP = 7
OPENS, CLOSES, BEGINS, ENDS = "opens", "closes", "begins", "ends"
GOOD = frozenset({wording.CLAIM, wording.DISCRETION, DEADLINE})
BURDEN = frozenset({wording.DUTY, wording.NO})
WAYS = {"schliesst": frozenset({CLOSES, BEGINS}), "oeffnet": frozenset({OPENS, ENDS})}
WORDS = {
    OPENS: Badge("ok", "door", _("öffnet")),
    CLOSES: Badge("danger", "clock", _("letzter Tag")),
    BEGINS: Badge("warn", "lock", _("beginnt")),
    ENDS: Badge("ok", "door", _("entfällt")),
}


@dataclass(frozen=True)
class Turning:
    """A door that turns on a day.

    day   first day it is open, begins or no longer burdens; of what closes the last day
    kind  opens, closes, begins (a duty or a restriction), ends
    """

    day: date
    kind: str
    case: Case
    subject: Subject
    rule: Rule

    @property
    def badge(self) -> Badge:
        return WORDS[self.kind]

    @property
    def is_doubtful(self) -> bool:
        return wording.is_doubtful(self.rule)


@dataclass(frozen=True)
class Week:
    """monday: its first day, also where that has passed"""

    monday: date
    rows: Sequence[Turning]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def turnings(files: Files, today: date) -> list[Turning]:
    """Every door that turns within the reach, by day."""
    found = [
        turning
        for subjects, load, is_abroad in files.groups
        for turning in _of_group(files, subjects, load, impact.shown_rules(law.book(), is_abroad), today)
    ]
    return sorted(found, key=lambda each: (each.day, each.kind, each.rule.id, each.case.number))


def weeks(rows: Iterable[Turning]) -> list[Week]:
    """By week, as the list is read; rows are in order of their days."""
    parts = groupby(rows, key=lambda row: row.day - timedelta(days=row.day.weekday()))
    return [Week(monday, tuple(part)) for monday, part in parts]


def _of_group(
    files: Files, subjects: Sequence[Subject], load: Caseload, book: EntitlementBook, today: date
) -> Iterator[Turning]:
    last, end = today + REACH, today + REACH + impact.DAY
    days = [*(today + timedelta(days=count) for count in range(0, REACH.days + 1, STEP)), end]
    for name, place in lawbook_impact.turning(book, load, days) if subjects else ():
        rule, subject = book.rules[name], subjects[place]
        periods = periods_of(book, rule, subject.facts, today, end)
        for old, new in pairwise(periods):
            kind = kind_of(old.result, new.result)
            day = _day(kind, old, new)
            if kind and day <= last:
                yield Turning(day, kind, files.cases[subject.person.pk], subject, rule)


def kind_of(old: str, new: str) -> str:
    """What a change of the result is for the person; "" where it is neither gain nor burden."""
    if (old in GOOD) != (new in GOOD):
        return OPENS if new in GOOD else CLOSES
    if (old in BURDEN) != (new in BURDEN):
        return BEGINS if new in BURDEN else ENDS
    return ""


def _day(kind: str, old: Period, new: Period) -> date:
    if kind == CLOSES:
        return old.until
    if kind in (OPENS, BEGINS) and old.result == WAITING and old.day:
        return wording.opens_on(old.day)
    return new.since
