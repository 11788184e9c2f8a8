"""Arriving: each person's own list of what to do, where, with which papers and by when, and what of it is done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import F

from lawbook import arrival
from lawbook.arrival import ArrivalBook, Due, Kind, Plan, Step
from lawbook.entitlements import Fact
from lawbook.periods import add_months
from wegbuch.access.models import User
from wegbuch.cases.case_page import members_of
from wegbuch.cases.household_page import changeable_of
from wegbuch.cases.models import Case, Household, HousingPeriod, Office, Person
from wegbuch.core import clock

from . import knowledge, law, offices_page
from .knowledge import Subject
from .models import ChecklistMark

ORDINARY, SEALED = arrival.OPEN_LEVEL, arrival.SEALED_LEVEL
# So long after the arrival the page of the case shows open steps; after a year nothing is called late any more.
SHOWN_MONTHS, LATE_MONTHS = 6, 12
AGE = "birth_date"


@cache
def book() -> ArrivalBook:
    """The steps this process works with; read once."""
    return arrival.load()


@dataclass(frozen=True)
class Arrival:
    """When somebody came, and to which municipality; "" where that is not known or secret.

    is_assumed  the case began on that day, and since when she lives where she lives is not known
    """

    on: date
    municipality: str
    is_assumed: bool = False


@dataclass(frozen=True)
class Line:
    """A step of one person. mark: that it is done or not needed, None while it is open."""

    step: Step
    by: date | None
    office: Office | None
    mark: ChecklistMark | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether the page says „Mit Fachstelle klären“."""
        return self.step.confidence == "low" or bool(self.step.doubt)

    @property
    def is_from_knowledge(self) -> bool:
        return "K" in self.step.sources


@dataclass(frozen=True)
class PersonList:
    """What one person has to do.

    kind       None while the age is not known well enough; then only questions are asked
    questions  facts that would tell more
    is_long_ago  the arrival lies so far back that nothing is called late
    """

    case: Case
    person: Person
    kind: Kind | None
    arrived_on: date
    open: Sequence[Line]
    settled: Sequence[Line]
    questions: Sequence[Fact]
    is_long_ago: bool
    is_changeable: bool

    @property
    def is_complete(self) -> bool:
        return not self.open and not self.questions

    @property
    def ways(self) -> list[Line]:
        """Open steps for which she has to go somewhere: these stand on the slip she takes along."""
        return [line for line in self.open if line.step.office]

    @property
    def asks_age(self) -> bool:
        return any(fact.name == AGE for fact in self.questions)

    @property
    def other_questions(self) -> list[Fact]:
        return [fact for fact in self.questions if fact.name != AGE]

    @property
    def is_shown_on_case(self) -> bool:
        """Whether the page of the case still speaks of it."""
        return not self.is_complete and clock.today() < add_months(self.arrived_on, SHOWN_MONTHS)


def of_case(case: Case, user: User) -> PersonList:
    """The list of the person of a case that this user may open."""
    return _lists([case], user)[0]


def of_household(household: Household, user: User) -> list[PersonList]:
    """The lists of those members whose file this user may open, parents first."""
    files = [case_id for _member, case_id in members_of([household.pk], user)]
    cases = Case.objects.filter(pk__in=files).select_related("person").in_bulk()
    return _lists([cases[pk] for pk in files], user)


def home_of(case: Case, user: User) -> Household | None:
    """The household in which the person of a case lives now."""
    rows = Household.objects.visible_to(user).living()
    found: Household | None = rows.filter(members__person=case.person_id, members__until=None).first()
    return found


def arrivals(cases: Sequence[Case]) -> dict[UUID, Arrival]:
    """When each person came, by id: since when she lives where she lives, else when the case began."""
    people = [case.person_id for case in cases]
    newest_last = F("since").asc(nulls_first=True)
    rows = HousingPeriod.objects.on(clock.today()).filter(person__in=people).select_related("facility")
    homes = {row.person_id: row for row in rows.order_by(newest_last)}
    found = {}
    for case in cases:
        home = homes.get(case.person_id)
        since = home.since if home else None
        place = home.municipality if home else ""
        found[case.person_id] = Arrival(since or case.opened_on, place, is_assumed=since is None)
    return found


def _lists(cases: Sequence[Case], user: User) -> list[PersonList]:
    """One list for each case, in the order given; the number of queries is the same for any number."""
    today = clock.today()
    subjects = knowledge.of_people([case.person for case in cases], user, today)
    came = arrivals(cases)
    directory = offices_page.directory()
    marks = _marks(cases)
    changeable = changeable_of([case.pk for case in cases], user)
    return [
        _list(case, subject, came[case.person_id], directory, marks[case.person_id], case.pk in changeable)
        for case, subject in zip(cases, subjects, strict=True)
    ]


def _marks(cases: Sequence[Case]) -> Mapping[UUID, dict[str, ChecklistMark]]:
    found: dict[UUID, dict[str, ChecklistMark]] = defaultdict(dict)
    rows = ChecklistMark.objects.filter(person__in=[case.person_id for case in cases])
    for mark in rows.select_related("entered_by"):
        found[mark.person_id][mark.item] = mark
    return found


def _list(
    case: Case,
    subject: Subject,
    came: Arrival,
    directory: offices_page.Directory,
    marks: Mapping[str, ChecklistMark],
    is_changeable: bool,
) -> PersonList:
    today = clock.today()
    is_assumed = came.is_assumed
    plan = arrival.plan(book(), law.book(), subject.facts, came.on, today, level=ORDINARY, is_assumed=is_assumed)
    offices = directory.by_kind(came.municipality)
    return PersonList(
        case=case,
        person=case.person,
        kind=plan.kind,
        arrived_on=came.on,
        open=[line(due, offices) for due in plan.due if plan.kind and due.step.code not in marks],
        settled=_settled(plan, marks, offices),
        questions=[law.fact(name) for name in plan.ask if plan.kind or name == AGE],
        is_long_ago=add_months(came.on, LATE_MONTHS) < today,
        is_changeable=is_changeable,
    )


def _settled(plan: Plan, marks: Mapping[str, ChecklistMark], offices: Mapping[str, Office]) -> list[Line]:
    """What is ticked, also what would not be asked any more; newest first.

    What left the book is not shown, nor what a newer book has sealed.
    """
    days = {due.step.code: due.by for due in plan.due}
    ordinary = {code: step for code, step in book().steps.items() if step.level < law.SEALED}
    steps = {mark: ordinary[mark.item] for mark in marks.values() if mark.item in ordinary}
    lines = [Line(step, days.get(step.code), offices.get(step.office), mark) for mark, step in steps.items()]
    return sorted(lines, key=lambda each: each.mark.entered_at if each.mark else clock.now(), reverse=True)


def line(due: Due, offices: Mapping[str, Office]) -> Line:
    return Line(due.step, due.by, offices.get(due.step.office))
