"""Doors that open, close or begin for all people of one's case teams within 90 days, each with its day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from django.utils.translation import gettext_lazy as _

from lawbook.entitlements import EntitlementBook, Period, Rule
from lawbook.entitlements import impact as lawbook_impact
from lawbook.entitlements.columns import Caseload
from lawbook.entitlements.findings import DEADLINE, OPEN, WAITING
from lawbook.entitlements.perspective import periods_of
from wegbuch.cases.models import Case

from . import doors, impact, law, safe_days, wording
from .impact import Files
from .knowledge import Subject
from .wording import Badge

REACH = timedelta(days=90)
# Every so many days the whole caseload is asked; only who answers otherwise is asked for the exact day.
STEP = 7
# So long before its last day a door may stand here under its safe day.
BEFORE = timedelta(days=14)
OPENS, CLOSES, BEGINS, ENDS = "opens", "closes", "begins", "ends"
# Where it is open before or after: unclear, and what is sure from a day on but may be so already.
BLURS, OPENS_AT_LAST, BEGINS_AT_LAST = "blurs", "opens_at_last", "begins_at_last"
GOOD = frozenset({wording.CLAIM, wording.DISCRETION, DEADLINE})
WAYS = {
    "schliesst": frozenset({CLOSES, BEGINS, BLURS, BEGINS_AT_LAST}),
    "oeffnet": frozenset({OPENS, ENDS, OPENS_AT_LAST}),
}
WORDS = {
    OPENS: Badge("ok", "door", _("öffnet")),
    CLOSES: Badge("danger", "clock", _("letzter Tag")),
    BEGINS: Badge("warn", "lock", _("beginnt")),
    ENDS: Badge("ok", "door", _("entfällt")),
    BLURS: Badge("open", "ask", _("wird unklar")),
    OPENS_AT_LAST: Badge("ok", "door", _("spätestens offen")),
    BEGINS_AT_LAST: Badge("warn", "lock", _("beginnt spätestens")),
}


@dataclass(frozen=True)
class Turning:
    """A door that turns on a day.

    day       first day it is open, begins or no longer burdens; of what closes or becomes unclear the day to act by
    kind      opens, closes, begins (a duty or a restriction), ends, blurs (a claim), opens_at_last, begins_at_last
    last_day  of a deadline or a window, where the day to act by is another
    """

    day: date
    kind: str
    case: Case
    subject: Subject
    rule: Rule
    last_day: date | None = None

    @property
    def badge(self) -> Badge:
        if self.kind == CLOSES and self.last_day:
            return wording.badge(DEADLINE, self.last_day, safe_day=self.day)
        return WORDS[self.kind]

    @property
    def is_warning(self) -> bool:
        return self.kind in WAYS["schliesst"]

    @property
    def can_be_restricted(self) -> bool:
        """Whether „kann eingeschränkt sein“ stands beside it: for all people or for none."""
        return doors.can_be_restricted(self.rule.id)

    @property
    def is_doubtful(self) -> bool:
        return wording.is_doubtful(self.rule)


@dataclass(frozen=True)
class Row:
    """The same door turning on the same day for one or several people."""

    turnings: Sequence[Turning]

    @property
    def first(self) -> Turning:
        return self.turnings[0]


@dataclass(frozen=True)
class Week:
    """monday: its first day, also where that has passed"""

    monday: date
    rows: Sequence[Row]

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


def rows_of(turnings: Iterable[Turning]) -> list[Row]:
    """A family is one row; turnings are in the order in which they were found."""
    return [Row(tuple(part)) for _key, part in groupby(turnings, key=lambda each: (each.day, each.kind, each.rule.id))]


def weeks(turnings: Iterable[Turning]) -> list[Week]:
    """By week, as the list is read."""
    parts = groupby(rows_of(turnings), key=lambda row: row.first.day - timedelta(days=row.first.day.weekday()))
    return [Week(monday, tuple(part)) for monday, part in parts]


def _of_group(
    files: Files, subjects: Sequence[Subject], load: Caseload, book: EntitlementBook, today: date
) -> Iterator[Turning]:
    reach = REACH + BEFORE
    last, end = today + REACH, today + reach + impact.DAY
    days = [*(today + timedelta(days=count) for count in range(0, reach.days + 1, STEP)), end]
    for name, place in lawbook_impact.turning(book, load, days) if subjects else ():
        rule, subject = book.rules[name], subjects[place]
        if not doors.concerns(rule, subject):
            continue
        for old, new in pairwise(periods_of(book, rule, subject.facts, today, end)):
            kind = _kind(rule, old, new)
            day, last_day = _days(kind, old, new, rule, subject, today)
            if kind and day <= last:
                yield Turning(day, kind, files.cases[subject.person.pk], subject, rule, last_day)


def _kind(rule: Rule, old: Period, new: Period) -> str:
    """A window of the law closes, also where it is not known whether somebody went through it in time."""
    kind = kind_of(old.result, new.result)
    return CLOSES if kind == BLURS and safe_days.has_window(rule.id) else kind


def kind_of(old: str, new: str) -> str:
    """What a change of the result is for the person; "" where it is neither gain nor burden, or nothing is known."""
    if new == OPEN:
        return BLURS if old in GOOD else ""
    if (old in GOOD) != (new in GOOD):
        return CLOSES if old in GOOD else OPENS_AT_LAST if old == OPEN else OPENS
    if (old in wording.BURDEN) != (new in wording.BURDEN):
        return ENDS if old in wording.BURDEN else BEGINS_AT_LAST if old == OPEN else BEGINS
    return ""


def _days(kind: str, old: Period, new: Period, rule: Rule, subject: Subject, today: date) -> tuple[date, date | None]:
    """The day of a turning and, where one has to act before it, the last one."""
    if kind in (CLOSES, BLURS):
        if old.result != DEADLINE and not safe_days.has_window(rule.id):
            return old.until, None
        safe = safe_days.safe_day(rule, old.until, subject.facts)
        return max(safe, today), old.until
    if kind == OPENS and old.result == WAITING and old.day:
        return wording.opens_on(old.day), None
    return new.since, None
