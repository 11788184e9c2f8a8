"""What the lists show: this week, unconfirmed, without a next step, papers, rules nobody checked, the paper list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lawbook import compiled
from lawbook.book import CHECK_AGAIN_AFTER
from lawbook.deadlines import Rule
from wegbuch.access.models import Deputyship, User
from wegbuch.cases import next_steps
from wegbuch.cases.models import Case
from wegbuch.core import clock

from . import law
from .deadline_page import due
from .models import Confirmation, Deadline, Proceeding

ON_PAPER = timedelta(days=14)
ROWS_A_SHEET = 20
RULES = "rules/deadlines/"


def due_until(user: User, last: date) -> QuerySet[Deadline]:
    """Open deadlines of files this user may see that are over or to be acted on by this day, the first first."""
    acts_by = Coalesce(F("safe_day"), F("counts_on"), F("earliest_day"))
    rows = Deadline.objects.visible_to(user).open().annotate(acts_by=acts_by)
    return rows.filter(acts_by__lte=last).order_by("acts_by", "counts_on", "is_companion")


@dataclass(frozen=True)
class DayOfWeek:
    """One day with what is to be done on it; day None: the last day has passed."""

    day: date | None
    rows: list[Deadline]


@dataclass(frozen=True)
class Part:
    """Deadlines of this week that somebody answers for."""

    title: str
    days: list[DayOfWeek]

    @property
    def count(self) -> int:
        return sum(len(day.rows) for day in self.days)


def week_ends(day: date) -> date:
    """The Sunday of this week."""
    return day + timedelta(days=6 - day.weekday())


def week(user: User) -> list[Part]:
    """This week: own deadlines, those of colleagues stood in for, those of colleagues in files this user may see."""
    today = clock.today()
    rows = list(due_until(user, week_ends(today)).select_related("person", "responsible"))
    absent = set(Deputyship.objects.running(today).filter(deputy=user).values_list("absent_id", flat=True))
    own = [row for row in rows if row.responsible_id == user.pk]
    stood_in_for = [row for row in rows if row.responsible_id in absent]
    others = [row for row in rows if row.responsible_id not in absent | {user.pk}]
    named = ((_("Ihre Fristen"), own), (_("In Vertretung"), stood_in_for), (_("Kolleg:innen"), others))
    return [Part(title, _by_day(found, today)) for title, found in named if found]


def _by_day(rows: Iterable[Deadline], today: date) -> list[DayOfWeek]:
    """By day, then by person; what is over stands first, and a safe day that has passed means today."""

    def day_of(row: Deadline) -> date:
        return date.min if row.is_over(today) else max(due(row) or today, today)

    def order(row: Deadline) -> tuple[date, str, str]:
        return day_of(row), row.person.surname, row.person.given_name

    groups = groupby(sorted(rows, key=order), key=day_of)
    return [DayOfWeek(day if day > date.min else None, list(found)) for day, found in groups]


def unconfirmed(user: User) -> QuerySet[Deadline]:
    """Open deadlines whose day nobody has found a second time, the most urgent first."""
    rows = Deadline.objects.visible_to(user).open().exclude(confirmation=Confirmation.CONFIRMED)
    return rows.select_related("person", "responsible", "entered_by")


def lies_ahead() -> Q:
    """A deadline is open or an interview is to come: for a case."""
    person = OuterRef("person_id")
    interviews = Proceeding.objects.running().filter(person=person, interview_at__gte=clock.now())
    return Q(Exists(Deadline.objects.open().filter(person=person))) | Q(Exists(interviews))


def cases_without_step(user: User) -> QuerySet[Case]:
    """Running cases this user works on, for which nothing is planned in any room."""
    cases = next_steps.without(Case.objects.changeable_by(user).running())
    return cases.select_related("person").order_by("person__surname", "person__given_name", "number")


def proceedings_without_step(user: User) -> QuerySet[Proceeding]:
    """Running proceedings without own deadline and interview, in cases where only another proceeding has one."""
    mine = Case.objects.changeable_by(user).running()
    unplanned = next_steps.without(mine, aside_from=lies_ahead).values("person_id")
    own_deadline = Deadline.objects.open().filter(proceeding=OuterRef("pk"))
    rows = Proceeding.objects.running().filter(person__in=unplanned).filter(~Exists(own_deadline))
    rows = rows.exclude(interview_at__gte=clock.now()).exclude(person__in=next_steps.without(mine).values("person_id"))
    return rows.select_related("person").order_by("person__surname", "person__given_name", "kind")


def running_proceedings(cases: Iterable[Case]) -> dict[UUID, list[Proceeding]]:
    """The running proceedings of each person."""
    found: dict[UUID, list[Proceeding]] = {}
    for row in Proceeding.objects.running().filter(person__in=[case.person_id for case in cases]):
        found.setdefault(row.person_id, []).append(row)
    return found


def working_cases(user: User) -> list[Case]:
    """Running cases this user works on, with their people."""
    return list(Case.objects.changeable_by(user).running().select_related("person"))


def files_of(user: User, people: Iterable[UUID]) -> dict[UUID, Case]:
    """The file of each person that this user may open, a running one before one that has ended."""
    rows = Case.objects.visible_to(user).filter(person__in=list(people))
    return {case.person_id: case for case in rows.order_by(F("closed_on").asc(nulls_last=True), "opened_on")}


@dataclass(frozen=True)
class UncheckedRules:
    """Rules of one document of the lawbook that nobody compared with their sources for 90 days.

    in_use  open deadlines this user may see that rest on one of them
    """

    title: str
    checked_on: date
    rules: list[Rule]
    in_use: int


def unchecked_rules(day: date) -> list[Rule]:
    """Deadline rules that nobody checked for 90 days, the longest ago first."""
    found = [rule for rule in law.book() if rule.checked_on + CHECK_AGAIN_AFTER < day]
    return sorted(found, key=lambda rule: (rule.checked_on, rule.file))


def unchecked_by_document(user: User, day: date) -> list[UncheckedRules]:
    """The same by document, with how many deadlines hang on them."""
    documents = compiled.content()["documents"]
    used = Counter(Deadline.objects.visible_to(user).open().exclude(rule="").values_list("rule", flat=True))
    return [
        UncheckedRules(documents[f"{RULES}{file}"]["title"], checked_on, rules, sum(used[rule.id] for rule in rules))
        for (checked_on, file), group in groupby(unchecked_rules(day), key=lambda rule: (rule.checked_on, rule.file))
        if (rules := list(group))
    ]


@dataclass(frozen=True)
class Sheet:
    """One page of the paper list."""

    number: int
    rows: list["PaperRow"] = field(default_factory=list)


@dataclass(frozen=True)
class PaperRow:
    """A deadline on paper. court: code of the lawbook list, empty where none is known."""

    deadline: Deadline
    number: str
    court: str

    @property
    def day(self) -> date | None:
        return due(self.deadline)


def emergency_sheets(user: User) -> list[Sheet]:
    """Open deadlines of the next 14 days and what is over, on pages of 20 rows."""
    rows = list(
        due_until(user, clock.today() + ON_PAPER).select_related("person", "responsible", "letter", "proceeding")
    )
    files = files_of(user, {row.person_id for row in rows})
    found = [PaperRow(row, files[row.person_id].number, _court(row)) for row in rows]
    parts = [found[start : start + ROWS_A_SHEET] for start in range(0, len(found), ROWS_A_SHEET)]
    return [Sheet(number, part) for number, part in enumerate(parts, start=1)]


def _court(row: Deadline) -> str:
    return (row.letter.court if row.letter else "") or (row.proceeding.court if row.proceeding else "")


def foreign(rows: Sequence[Deadline] | Sequence[Case], user: User) -> list[Deadline | Case]:
    """Rows about people outside the user's own case teams: a look at them is noted."""
    own = set(Case.objects.of_team_member(user).values_list("person_id", flat=True))
    return [row for row in rows if row.person_id not in own]
