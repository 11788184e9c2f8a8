"""What the pages of deadlines show: which run, which wait, what happened to one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wegbuch.access.models import Deputyship, User
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind
from wegbuch.core import clock

from . import check_page
from .models import Confirmation, CrossCheck, Deadline, Letter

SOON, SHOWN_TODAY = timedelta(days=14), timedelta(days=7)
# What a line is ordered, grouped and sorted into the parts of the board by.
ORDERING = ("organisation", "person", "letter", "rule", "responsible", "counts_on", "safe_day", "earliest_day", "state",
            "confirmation", "is_companion")  # fmt: skip
FOR_ME, STOOD_IN_FOR, CASE_TEAM = "", "vertretung", "fallteam"


@dataclass(frozen=True)
class Task:
    """One line of a list: an act, and what must be filed together with it."""

    deadline: Deadline
    also: tuple[Deadline, ...] = ()

    @property
    def acts(self) -> str:
        return _(" und ").join(row.act for row in (self.deadline, *self.also))


@dataclass(frozen=True)
class Board:
    """Open deadlines in the order in which they need somebody; each stands in one part only."""

    now: list[Task] = field(default_factory=list)
    unconfirmed: list[Task] = field(default_factory=list)
    soon: list[Task] = field(default_factory=list)
    later: list[Task] = field(default_factory=list)

    @property
    def next_day(self) -> date | None:
        """The day of the next deadline that is not yet due."""
        days = (due(task.deadline) for task in (*self.unconfirmed, *self.soon, *self.later))
        return min((day for day in days if day), default=None)


def tasks(rows: Iterable[Deadline]) -> list[Task]:
    """Lines for deadlines, in their order; acts of one rule with one day and one state share a line."""
    groups: dict[Any, list[Deadline]] = {}
    for row in rows:
        days = (row.counts_on, row.safe_day, row.state, row.confirmation)
        key = (row.person_id, row.letter_id, row.rule, row.responsible_id, *days) if row.rule else row.pk
        groups.setdefault(key, []).append(row)
    return [Task(group[0], tuple(group[1:])) for group in groups.values()]


def due(row: Deadline) -> date | None:
    """The day to act by."""
    return row.safe_day or row.counts_on or row.earliest_day


def urgency(row: Deadline) -> tuple[Any, ...]:
    """What is over first, then by the day to act by."""
    return not row.is_over(clock.today()), due(row) or date.max, row.counts_on or date.max, row.is_companion


def newest_first(rows: Iterable[Deadline]) -> list[Deadline]:
    """Closed ones, the last one first."""
    return sorted(rows, key=lambda row: row.closed_at or row.entered_at, reverse=True)


def is_stand_in(user: User) -> bool:
    return Deputyship.objects.running(clock.today()).filter(deputy=user).exists()


def rows_for(user: User, whose: str = FOR_ME) -> list[Deadline]:
    """Open deadlines, the most urgent first, with nothing read but what orders them.

    whose  FOR_ME: own and stood in for; STOOD_IN_FOR: of absent colleagues; CASE_TEAM: of every file she works on
    """
    rows = Deadline.objects.for_the_day_of(user)
    if whose == STOOD_IN_FOR:
        rows = rows.exclude(responsible=user)
    elif whose == CASE_TEAM:
        rows = Deadline.objects.changeable_by(user).open()
    return sorted(rows.order_by().only(*ORDERING), key=urgency)


def opened(found: Sequence[Task]) -> list[Task]:
    """The same lines with everything that is shown of them; who answers for many is read once."""
    ids = [row.pk for task in found for row in (task.deadline, *task.also)]
    rows = Deadline.objects.filter(pk__in=ids).select_related("person").defer("answer", "reason")
    whole = {row.pk: row for row in rows.prefetch_related("responsible")}
    return [Task(whole[task.deadline.pk], tuple(whole[row.pk] for row in task.also)) for task in found]


def board(found: Iterable[Task]) -> Board:
    day, parts = clock.today(), Board()
    for task in found:
        row, acts_by = task.deadline, due(task.deadline)
        if row.is_over(day) or (acts_by and acts_by <= day):
            parts.now.append(task)
        elif not row.is_confirmed:
            parts.unconfirmed.append(task)
        elif acts_by and acts_by <= day + SOON:
            parts.soon.append(task)
        else:
            parts.later.append(task)
    return parts


@dataclass(frozen=True)
class Rest:
    """Lines behind those of a page.

    now        due today or over; soon: within 14 days from tomorrow
    first_day  of the next one, where none of them is due today
    """

    count: int
    now: int
    soon: int
    unconfirmed: int
    first_day: date | None


def rest(found: Sequence[Task]) -> Rest:
    today, parts = clock.today(), board(found)
    days = [due(task.deadline) or date.max for task in found]
    return Rest(
        count=len(found),
        now=len(parts.now),
        soon=sum(today < day <= today + SOON for day in days),
        unconfirmed=sum(not task.deadline.is_confirmed for task in found),
        first_day=None if parts.now else parts.next_day,
    )


def of_this_week(rows: Iterable[Deadline]) -> list[Deadline]:
    """What is over or must be done within seven days."""
    last = clock.today() + SHOWN_TODAY
    return [row for row in rows if row.is_over(clock.today()) or (due(row) or date.max) <= last]


def open_checks(user: User) -> QuerySet[CrossCheck]:
    """What this user is asked to find again; the oldest question first."""
    rows = CrossCheck.objects.visible_to(user)
    return rows.select_related("letter__item", "letter__person", "asked_by", "asked")


def waiting_count(user: User) -> int:
    """Open checks for this user, and own deadlines that nobody has confirmed; an act with its companion is one."""
    rows = Deadline.objects.for_the_day_of(user).filter(is_companion=False)
    unconfirmed = rows.exclude(confirmation=Confirmation.CONFIRMED)
    return CrossCheck.objects.visible_to(user).count() + unconfirmed.count()


def case_of(person_id: UUID, user: User) -> Case | None:
    """The file of a person that this user may open; the running one before one that has ended."""
    rows = Case.objects.visible_to(user).filter(person=person_id).select_related("person")
    return next(iter(sorted(rows, key=lambda case: case.closed_on is not None)), None)


def case_team(person_id: UUID) -> QuerySet[User]:
    """Everybody in the case team of a person, of running files where there are any: who may answer for a deadline."""
    access = CaseAccess.objects.open_at(clock.now()).filter(kind=CaseAccessKind.TEAM, case__person=person_id)
    if access.filter(case__closed_on=None).exists():
        access = access.filter(case__closed_on=None)
    return User.objects.filter(pk__in=access.values("user_id"), is_active=True).order_by("name")


@dataclass(frozen=True)
class Line:
    """One thing that happened to a deadline."""

    at: datetime
    text: str


def history(deadline: Deadline, asked: Sequence[CrossCheck]) -> list[Line]:
    """What happened to a deadline, the oldest first."""
    lines = [Line(deadline.entered_at, _("eingetragen von %(name)s") % {"name": deadline.entered_by.name})]
    for check in asked:
        lines += _lines_of(check)
    if deadline.confirmed_by and deadline.confirmed_at and not asked:
        lines.append(Line(deadline.confirmed_at, _("bestätigt von %(name)s") % {"name": deadline.confirmed_by.name}))
    if deadline.touched_at:
        lines.append(Line(deadline.touched_at, _("in Arbeit genommen")))
    if deadline.closed_at and deadline.closed_by:
        words = {"state": deadline.get_state_display(), "name": deadline.closed_by.name}
        lines.append(Line(deadline.closed_at, _("%(state)s, abgeschlossen von %(name)s") % words))
    return sorted(lines, key=lambda line: line.at)


def _lines_of(check: CrossCheck) -> list[Line]:
    other = check.asked.name if check.asked else _("das Fallteam")
    lines = [Line(check.asked_at, _("%(by)s bittet %(other)s") % {"by": check.asked_by.name, "other": other})]
    if check.answered_at and check.answered_by:
        result = _("gleiches Ergebnis") if check.is_equal else _("anderes Ergebnis")
        words = {"name": check.answered_by.name, "way": check.get_way_display(), "result": result}
        lines.append(Line(check.answered_at, _("gegengerechnet von %(name)s, %(way)s: %(result)s") % words))
    return lines


def checks_of(letter: Letter | None) -> list[CrossCheck]:
    """Every question about a letter, the oldest first."""
    if letter is None:
        return []
    return list(CrossCheck.objects.filter(letter=letter).select_related("asked", "asked_by", "answered_by", "letter"))


def confirmation(deadline: Deadline) -> str:
    """Bestätigt: Jana Roth 08:09, Thomas Ihde 08:14, gleiches Ergebnis"""
    if not (deadline.is_confirmed and deadline.confirmed_by and deadline.confirmed_at):
        return ""
    first = deadline.letter or deadline
    return check_page.confirmed_words(first.entered_by, first.entered_at, deadline.confirmed_by, deadline.confirmed_at)
