"""What the pages about a change of benefit show: the months around it, what to say first, what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lawbook import scheme_book, scheme_changes, scheme_sentences
from lawbook.periods import add_months
from lawbook.scheme_book import Change, Days
from lawbook.scheme_changes import (
    AMBER,
    COVERED,
    GAP,
    HEALTH,
    LATE,
    MONEY,
    RED,
    RENT,
    SEVERITIES,
    THREATENED,
    UNKNOWN,
    Guard,
    Row,
    Span,
)
from lawbook.scheme_sentences import Sentence
from wegbuch.access.models import User
from wegbuch.cases.models import Case, Office
from wegbuch.core import clock, codes

from . import law
from .models import SchemeChange
from .services.schemes import DAYS
from .wording import Badge

PARTS = {MONEY: _("Geld"), RENT: _("Miete"), HEALTH: _("Krankenbehandlung")}
# The worst first: a month shows the worst of its days.
STATES = {
    GAP: Badge("danger", "flag", _("Lücke")),
    THREATENED: Badge("danger", "clock", _("Lücke droht")),
    LATE: Badge("warn", "clock", _("kommt später")),
    UNKNOWN: Badge("open", "ask", _("unbekannt")),
    COVERED: Badge("ok", "second", _("gedeckt")),
}
WORST = tuple(STATES)
URGENCY = {
    RED: Badge("danger", "flag", _("Lücke")),
    AMBER: Badge("warn", "clock", _("kommt später")),
    UNKNOWN: Badge("open", "ask", _("noch unklar")),
    scheme_changes.FINE: Badge("ok", "second", _("keine Lücke")),
}
TIME_LEFT = Badge("warn", "clock", _("noch Zeit"))
NOTES = {RED: "danger", AMBER: "warn"}
# So many months fit beside each other, on paper too.
MONTHS_SHOWN = 6


@dataclass(frozen=True)
class Cell:
    """A month of one part. days: which of them are meant, "" for the whole month."""

    badge: Badge
    days: str


@dataclass(frozen=True)
class Line:
    label: Any
    cells: Sequence[tuple[date, Cell]]


@dataclass(frozen=True)
class Step:
    """A point of the checklist. done_on: the day that settles it; days alone are no tick where nothing is asked."""

    text: str
    documents: Sequence[str]
    office: str
    places: Sequence[Office]
    done_on: date | None


@dataclass(frozen=True)
class Watched:
    """A change with what the guard says about it today. case: a file of the person that this user may open."""

    change: SchemeChange
    kind: Change
    guard: Guard
    case: Case

    @property
    def sentences(self) -> Sequence[Sentence]:
        book = scheme_book.load()
        return scheme_sentences.sentences(book, self.kind, days_of(self.change), self.guard, clock.today())

    @property
    def first_sentence(self) -> Sentence:
        return self.sentences[0]

    @property
    def badge(self) -> Badge:
        states = {span.state for row in self.guard.rows for span in row.spans}
        if THREATENED in states and GAP not in states:
            return STATES[THREATENED] if self.guard.severity == RED else TIME_LEFT
        return URGENCY[self.guard.severity]

    @property
    def notes(self) -> list[tuple[str, Sentence]]:
        """The sentences that need attention, each with the kind of its frame."""
        return [(NOTES[each.severity], each) for each in self.sentences if each.severity in NOTES]

    @property
    def others(self) -> list[Sentence]:
        return [each for each in self.sentences if each.severity not in NOTES]


@dataclass(frozen=True)
class ChangePage:
    watched: Watched
    months: Sequence[date]
    lines: Sequence[Line]
    steps: Sequence[Step]
    also: Sequence[tuple[Any, date | None]]

    @property
    def warnings(self) -> list[str]:
        return [law.book().warnings[number]["text"] for number in self.watched.kind.warnings]

    @property
    def state_of_law(self) -> date:
        return codes.state_of_law()


def days_of(change: SchemeChange) -> Days:
    return Days(**{name: getattr(change, name) for name in DAYS})


def watch(changes: Iterable[SchemeChange], user: User) -> list[Watched]:
    """The changes as the guard sees them today, the most urgent first; only those whose file is open to the user."""
    rows, book, today = list(changes), scheme_book.load(), clock.today()
    cases = files_of(user, {row.person_id for row in rows})
    found = []
    for row in rows:
        kind = book.find(row.old_scheme, row.new_scheme)
        if kind and row.person_id in cases:
            guard = scheme_changes.guard(kind, days_of(row), today, weeks_ahead=book.weeks_ahead)
            found.append(Watched(row, kind, guard, cases[row.person_id]))
    return sorted(found, key=_urgency)


def _urgency(watched: Watched) -> tuple[int, date]:
    guard = watched.guard
    return SEVERITIES.index(guard.severity), guard.begins_on or watched.change.right_since


def files_of(user: User, people: Iterable[UUID]) -> dict[UUID, Case]:
    """The file of each person that this user may open, a running one before one that has ended."""
    rows = Case.objects.visible_to(user).filter(person__in=list(people)).select_related("person")
    return {case.person_id: case for case in rows.order_by(F("closed_on").asc(nulls_last=True), "opened_on")}


def of_my_people(user: User) -> list[Watched]:
    """Every running change of people this user works with, those of colleagues stood in for too."""
    mine = Case.objects.changeable_by(user).running().values("person_id")
    return watch(SchemeChange.objects.running().filter(person__in=mine).select_related("person"), user)


def soon(watched: Iterable[Watched]) -> list[Watched]:
    """Those that are red or amber, now or within the weeks the book looks ahead."""
    last = clock.today() + timedelta(weeks=scheme_book.load().weeks_ahead)
    return [each for each in watched if each.guard.severity in NOTES and (each.guard.begins_on or date.max) <= last]


def lies_ahead() -> Q:
    """A change of benefit runs: for a case."""
    return Q(Exists(SchemeChange.objects.running().filter(person=OuterRef("person_id"))))


def change_page(watched: Watched) -> ChangePage:
    months = months_around(watched)
    kind, since = watched.kind, watched.change.right_since
    return ChangePage(
        watched=watched,
        months=months,
        lines=[Line(PARTS[row.part], [(month, cell(row, month)) for month in months]) for row in watched.guard.rows],
        steps=_steps(watched),
        also=[(point, kind.lasts_until(point, since)) for point in kind.also],
    )


def months_around(watched: Watched) -> list[date]:
    """First days of the months from the one before the change to the one after everything that is known of it."""
    begun = [span.first for row in watched.guard.rows for span in row.spans if span.first]
    known = [day for name in DAYS if (day := getattr(watched.change, name))]
    start = add_months(min([watched.change.right_since, *begun]).replace(day=1), -1)
    end = add_months(max([*known, *begun]).replace(day=1), 1)
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return [add_months(start, number) for number in range(min(count, MONTHS_SHOWN))]


def cell(row: Row, month: date) -> Cell:
    """The worst state of a month, and its days where it is not the whole of it."""
    last = add_months(month, 1) - timedelta(days=1)
    spans = [span for span in row.spans if (span.first or month) <= last and (span.last or last) >= month]
    worst = min(spans, key=lambda span: WORST.index(span.state))
    return Cell(STATES[worst.state], _part_of(worst, month, last) if _states(spans) > 1 else "")


def _states(spans: Sequence[Span]) -> int:
    return len({span.state for span in spans})


def _part_of(span: Span, month: date, last: date) -> str:
    first_day, last_day = max(span.first or month, month), min(span.last or last, last)
    if first_day == last_day:
        return f"{first_day:%d.%m.}"
    return f"{first_day:%d.}–{last_day:%d.%m.}"


def _steps(watched: Watched) -> list[Step]:
    steps = watched.kind.steps
    places: dict[str, list[Office]] = {}
    for office in Office.objects.filter(kind__in={step["office"] for step in steps}):
        places.setdefault(office.kind, []).append(office)
    return [
        Step(
            text=step["text"],
            documents=step["documents"],
            office=step["office"],
            places=places.get(step["office"], []),
            done_on=getattr(watched.change, step["done_by"]) if step.get("done_by") else None,
        )
        for step in steps
    ]
