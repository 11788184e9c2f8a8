"""What is counted: questions grouped in the database, without names, and one tabulation of their answers.

The querysets that come in say whose contacts are meant; nothing here looks over the wall.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, Func, QuerySet, Sum

from wegbuch.access.models import User
from wegbuch.cases.heads import running_on
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind, Person
from wegbuch.core import clock, codes
from wegbuch.counselling.models import Contact, ContactQuerySet, Participation, counselled_areas

from .crowd import FormRow, behind
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
        cases = running_on(day)
        if not self.is_own:
            return cases
        end = min(datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.BERLIN), clock.now())
        team = CaseAccess.objects.open_at(end).filter(kind=CaseAccessKind.TEAM, user=self.user)
        return cases.filter(pk__in=team.values("case_id"))


def counted(contacts: ContactQuerySet[Contact], period: Period) -> ContactQuerySet[Contact]:
    return contacts.counted(period.first, period.last)


def counselling(contacts: ContactQuerySet[Contact], period: Period) -> ContactQuerySet[Contact]:
    return contacts.counselling(period.first, period.last)


class MonthOf(Func):
    """The month of a day as text, 2026-11: asked of the database itself, where Django would call Python row by row."""

    output_field = CharField()
    template = "to_char(%(expressions)s, 'YYYY-MM')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 7)", **context)


def grouped(contacts: QuerySet[Contact], *keys: str) -> QuerySet[Contact, dict[str, Any]]:
    """Contacts and minutes by these columns; `month` is one of them. Several people are one contact."""
    rows = contacts.annotate(month=MonthOf("held_on")) if "month" in keys else contacts
    return rows.values(*keys).annotate(contacts=Count("pk"), minutes=Sum("minutes")).order_by(*keys)


def people(contacts: QuerySet[Contact]) -> QuerySet[Person]:
    """Everybody who took part, once."""
    present = Participation.objects.filter(contact__in=contacts.values("pk"))
    return Person.objects.filter(pk__in=present.values("case__person")).order_by()


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
    case_forms: tuple[FormRow, ...]
    persons: int
    households: int
    running: int
    counted_until: date

    @property
    def minutes_per_contact(self) -> int:
        """Rounded to whole minutes; 0 without a contact."""
        return round(self.minutes.total / self.contacts.total) if self.contacts.total else 0


def report(scope: Scope, period: Period) -> Report:
    """Everything one page shows, in four queries whatever the number of contacts; each contact is read twice."""
    until = min(period.last, clock.today())
    held = list(grouped(counted(scope.contacts, period), "month", "task_area", "language", "channel"))
    before = list(grouped(counted(scope.contacts, period.before), "month", "task_area"))
    about = sum(row["contacts"] for row in held)
    crowd = behind(counselling(scope.contacts, period), until, about=about)
    return Report(
        period=period,
        contacts=_by_task(held, "contacts", period),
        minutes=_by_task(held, "minutes", period),
        before=_by_task(before, "contacts", period.before),
        beside=_beside(held, period),
        languages=_languages([row for row in held if row["task_area"] in TASKS]),
        case_forms=crowd.by_form,
        persons=crowd.persons,
        households=crowd.households,
        running=scope.cases_on(until).aggregate(n=Count("person", distinct=True))["n"],
        counted_until=until,
    )


def _by_task(found: list[dict[str, Any]], value: str, period: Period) -> Table:
    table = tabulate(found, value, row="task_area", column="month", rows=TASKS, columns=period.month_keys)
    return replace(table, columns=period.months)


def _beside(found: list[dict[str, Any]], period: Period) -> tuple[tuple[int, int], ...]:
    table = tabulate(found, "contacts", row="task_area", column="month", rows=BESIDE, columns=period.month_keys)
    return tuple((area, contacts) for area, contacts in zip(table.rows, table.row_totals, strict=True) if contacts)


def _languages(found: list[dict[str, Any]]) -> Table:
    """The most frequent language first."""
    often: dict[str, int] = {}
    for row in found:
        often[row["language"]] = often.get(row["language"], 0) + row["contacts"]
    languages = sorted(often, key=lambda code: (-often[code], code))
    channels = tuple(codes.book().list("interpreter_channels").versions)
    return tabulate(found, "contacts", row="language", column="channel", rows=languages, columns=channels)
