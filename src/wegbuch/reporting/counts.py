"""What is counted: questions grouped in the database, without names, and one tabulation of their answers.

The querysets that come in say whose contacts are meant; nothing here looks over the wall.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, UUIDField
from django.db.models.functions import Coalesce, TruncMonth

from wegbuch.access.models import User
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind, HouseholdKind, HouseholdMember, Person
from wegbuch.core import clock, codes
from wegbuch.counselling.models import Contact, ContactQuerySet, Participation, counselled_areas

from .periods import Period

# Counselling of people. Other work, such as networking, stands beside the sum.
TASKS = counselled_areas()
BESIDE = tuple(area for area in map(int, codes.book().list("task_areas").versions) if area not in TASKS)


@dataclass(frozen=True)
class Table:
    """Whole numbers in rows and columns, and their sums."""

    rows: tuple[Any, ...]
    columns: tuple[Any, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def row_totals(self) -> tuple[int, ...]:
        return tuple(sum(row) for row in self.cells)

    @property
    def column_totals(self) -> tuple[int, ...]:
        return tuple(sum(row[place] for row in self.cells) for place in range(len(self.columns)))

    @property
    def total(self) -> int:
        return sum(self.row_totals)


def tabulate(
    found: Iterable[Mapping[str, Any]],
    value: str,
    *,
    row: str,
    column: str,
    rows: Sequence[Hashable],
    columns: Sequence[Hashable],
) -> Table:
    """The answers of a grouped question as a table; what belongs to no given row or column is left out."""
    sums: dict[tuple[Hashable, Hashable], int] = {}
    for each in found:
        place = (each[row], each[column])
        sums[place] = sums.get(place, 0) + (each[value] or 0)
    cells = tuple(tuple(sums.get((line, head), 0) for head in columns) for line in rows)
    return Table(tuple(rows), tuple(columns), cells)


@dataclass(frozen=True)
class Scope:
    """Whose numbers: one's own, or those of the organisation."""

    user: User
    is_own: bool

    @property
    def contacts(self) -> ContactQuerySet[Contact]:
        return Contact.objects.filter(author=self.user) if self.is_own else Contact.objects.all()

    def cases_on(self, day: date) -> QuerySet[Case]:
        """Cases that run on this day: of the case team, or all of the organisation."""
        cases = Case.objects.counted().filter(Q(closed_on=None) | Q(closed_on__gte=day), opened_on__lte=day)
        if not self.is_own:
            return cases
        end = min(datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.BERLIN), clock.now())
        team = CaseAccess.objects.open_at(end).filter(kind=CaseAccessKind.TEAM, user=self.user)
        return cases.filter(pk__in=team.values("case_id"))


def counted(contacts: ContactQuerySet[Contact], period: Period) -> ContactQuerySet[Contact]:
    return contacts.counted(period.first, period.last)


def counselling(contacts: ContactQuerySet[Contact], period: Period) -> ContactQuerySet[Contact]:
    return contacts.counselling(period.first, period.last)


def grouped(contacts: QuerySet[Contact], *keys: str) -> QuerySet[Contact, dict[str, Any]]:
    """Contacts and minutes by these columns; `month` is one of them. Several people are one contact."""
    rows = contacts.annotate(month=TruncMonth("held_on")) if "month" in keys else contacts
    return rows.values(*keys).annotate(contacts=Count("pk"), minutes=Sum("minutes")).order_by(*keys)


def people_behind(contacts: QuerySet[Contact], *keys: str) -> QuerySet[Contact, dict[str, Any]]:
    """How many different people stand behind the contacts of these columns; who is not named is nobody."""
    rows = contacts.values(*keys).annotate(people=Count("participations__case__person", distinct=True))
    return rows.order_by(*keys)


def people(contacts: QuerySet[Contact]) -> QuerySet[Person]:
    """Everybody who took part, once."""
    present = Participation.objects.filter(contact__in=contacts.values("pk"))
    return Person.objects.filter(pk__in=present.values("case__person")).order_by()


def with_household(persons: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People with `home`: the household they live in on this day; who lives in none is one alone."""
    lives = HouseholdMember.objects.filter(
        Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day), household__kind=HouseholdKind.LIVING
    )
    home = lives.filter(person=OuterRef("pk")).order_by("household_id").values("household_id")[:1]
    return persons.annotate(home=Coalesce(Subquery(home), F("pk"), output_field=UUIDField()))


def by_case_form(contacts: QuerySet[Contact]) -> QuerySet[Participation, Any]:
    """People and contacts by form of the case; who has two forms stands in both."""
    rows = Participation.objects.filter(contact__in=contacts.values("pk")).values("case__form")
    return rows.annotate(
        people=Count("case__person", distinct=True), contacts=Count("contact", distinct=True)
    ).order_by("case__form")


@dataclass(frozen=True)
class Report:
    """One scope in one period.

    contacts, minutes  task × month of the period
    before             task × month of the period before
    beside             areas that are no counselling and their contacts, where there are any
    languages          language × channel of interpreting, contacts
    running            people with a running case at the end of the period, today at the latest
    counted_until      that day
    """

    period: Period
    contacts: Table
    minutes: Table
    before: Table
    beside: tuple[tuple[int, int], ...]
    languages: Table
    case_forms: list[dict[str, Any]]
    persons: int
    households: int
    running: int
    counted_until: date

    @property
    def minutes_per_contact(self) -> int:
        """Rounded to whole minutes; 0 without a contact."""
        return round(self.minutes.total / self.contacts.total) if self.contacts.total else 0


def report(scope: Scope, period: Period) -> Report:
    """Everything one page shows, in five queries whatever the number of contacts."""
    held = counselling(scope.contacts, period)
    until = min(period.last, clock.today())
    tasks = list(grouped(counted(scope.contacts, Period(period.before.first, period.last)), "month", "task_area"))
    crowd = with_household(people(held), until).aggregate(persons=Count("pk"), households=Count("home", distinct=True))
    return Report(
        period=period,
        contacts=_by_task(tasks, "contacts", period),
        minutes=_by_task(tasks, "minutes", period),
        before=_by_task(tasks, "contacts", period.before),
        beside=_beside(tasks, period),
        languages=_languages(list(grouped(held, "language", "channel"))),
        case_forms=list(by_case_form(held)),
        running=scope.cases_on(until).aggregate(n=Count("person", distinct=True))["n"],
        counted_until=until,
        **crowd,
    )


def _by_task(found: list[dict[str, Any]], value: str, period: Period) -> Table:
    return tabulate(found, value, row="task_area", column="month", rows=TASKS, columns=period.months)


def _beside(found: list[dict[str, Any]], period: Period) -> tuple[tuple[int, int], ...]:
    table = tabulate(found, "contacts", row="task_area", column="month", rows=BESIDE, columns=period.months)
    return tuple((area, contacts) for area, contacts in zip(table.rows, table.row_totals, strict=True) if contacts)


def _languages(found: list[dict[str, Any]]) -> Table:
    """The most frequent language first."""
    often: dict[str, int] = {}
    for row in found:
        often[row["language"]] = often.get(row["language"], 0) + row["contacts"]
    languages = sorted(often, key=lambda code: (-often[code], code))
    channels = tuple(codes.book().list("interpreter_channels").versions)
    return tabulate(found, "contacts", row="language", column="channel", rows=languages, columns=channels)
