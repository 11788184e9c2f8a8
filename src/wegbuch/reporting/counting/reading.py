"""The rows of months read from the daily entries: a fixed number of questions, whatever the number of people.

Nobody's rights are asked here: whoever calls has passed the gate, and what comes out bears no names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from wegbuch.cases.models import (
    BenefitPeriod,
    Case,
    HouseholdKind,
    HouseholdMember,
    HousingPeriod,
    Nationality,
    Person,
    ResidencePeriod,
)
from wegbuch.cases.models.people import full_years
from wegbuch.core import clock, codes, replica
from wegbuch.counselling.models import Contact, Participation
from wegbuch.staffing.posts import Plan

from ..periods import Period, from_months
from . import sources, topics
from .held import Held
from .ledger import ContactRow, MergeRow, Month, PersonRow, TurnRow
from .pseudonyms import Pseudonyms


@replica.counting()
def read(months: Sequence[date], pseudonyms: Pseudonyms) -> list[Month]:
    """The rows of these months as they are now, in the organisation that acts.

    months  first days, in their order; today's month is counted up to today
    """
    if not months:
        return []
    facts, plans = Facts.of(_cases(Period(months[0], _last_day(months[-1])))), sources.plans()
    merges = _merges(pseudonyms)
    return [replace(_month(first, facts, plans, pseudonyms), merges=merges) for first in months]


def read_people(first: date, people: Any, pseudonyms: Pseudonyms) -> Month:
    """A month as it is now with the rows of these people alone, as far as a case of theirs ran.

    people  a question for their ids; whether they may be seen, the caller asked
    """
    period = from_months(first, first)
    counted_on = _counted_on(period)
    facts = Facts.of(_cases(period).filter(person__in=people))
    return Month(first, counted_on, persons=tuple(_persons(period, counted_on, facts, pseudonyms, set())))


def _merges(pseudonyms: Pseudonyms) -> tuple[MergeRow, ...]:
    pairs = Person.objects.exclude(merged_into=None).order_by().values_list("pk", "merged_into")
    return tuple(MergeRow(pseudonyms.of("person", pk), pseudonyms.of("person", into)) for pk, into in pairs if into)


def _counted_on(month: Period) -> date:
    return max(month.first, min(month.last, clock.today()))


def _month(first: date, facts: "Facts", plans: Mapping[str, Plan], pseudonyms: Pseudonyms) -> Month:
    period = from_months(first, first)
    counted_on = _counted_on(period)
    contacts, turns = _contacts(period, pseudonyms)
    present = {person for _contact, person in turns}
    return Month(
        first=first,
        counted_on=counted_on,
        persons=tuple(_persons(period, counted_on, facts, pseudonyms, present)),
        contacts=tuple(contacts),
        turns=tuple(TurnRow(contact, pseudonyms.of("person", person)) for contact, person in turns),
        offers=tuple(sources.offers(period, pseudonyms)),
        network=tuple(sources.network(period, pseudonyms)),
        posts=tuple(sources.posts(period, plans)),
    )


@dataclass(frozen=True)
class Facts:
    """What is known about everybody who is counted, over the whole time."""

    cases: dict[UUID, list[tuple[str, date, date | None]]]
    persons: dict[UUID, tuple[str, date | None, int | None, date | None]]
    households: Held
    residences: Held
    benefits: Held
    housings: Held
    nationalities: dict[UUID, str]

    @classmethod
    def of(cls, cases: Any) -> "Facts":
        """The people of these cases."""
        whom = Person.objects.filter(cases__in=cases.values("pk")).order_by().distinct()
        columns = ("pk", "sex", "birth_date", "birth_year", "entered_on")
        found: dict[UUID, list[tuple[str, date, date | None]]] = defaultdict(list)
        for person, *case in cases.order_by("opened_on", "number").values_list(
            "person_id", "form", "opened_on", "closed_on"
        ):
            found[person].append((case[0], case[1], case[2]))
        nationalities = Nationality.objects.filter(person__in=whom.values("pk")).order_by("-country")
        return cls(
            cases=found,
            persons={pk: tuple(rest) for pk, *rest in whom.values_list(*columns)},
            households=_held(HouseholdMember, whom, "household_id", household__kind=HouseholdKind.LIVING),
            residences=_held(ResidencePeriod, whom, "status"),
            benefits=_held(BenefitPeriod, whom, "scheme"),
            housings=_held(HousingPeriod, whom, "form", "facility__municipality", "own_municipality"),
            nationalities=dict(nationalities.values_list("person_id", "country")),
        )


def _cases(period: Period) -> Any:
    """Cases that ran in this time or whose people had a contact in it; what was opened by mistake never was."""
    ran = Q(Q(closed_on=None) | Q(closed_on__gte=period.first - timedelta(days=1)), opened_on__lte=period.last)
    met = Participation.objects.filter(held_on__gte=period.first, held_on__lte=period.last)
    return Case.objects.counted().filter(ran | Q(pk__in=met.values("case_id")))


def _held(model: Any, whom: Any, *values: str, **only: Any) -> Held:
    rows = model.objects.filter(person__in=whom.values("pk"), **only).order_by("pk")
    return Held(rows.values_list("person_id", "since", "until", *values))


def _contacts(period: Period, pseudonyms: Pseudonyms) -> tuple[list[ContactRow], list[tuple[str, UUID]]]:
    held = Contact.objects.counted(period.first, period.last)
    columns = ("pk", "held_on", "author_id", "task_area", "topic_id", "topic__label")
    more = ("form", "language", "channel", "minutes", "n")
    of = pseudonyms.of
    rows = [
        ContactRow(
            of("contact", pk),
            str(day),
            of("worker", author),
            str(task),
            topics.written(of("topic", topic), label) if topic else "",
            *rest,
        )
        for pk, day, author, task, topic, label, *rest in held.annotate(n=Count("participations")).values_list(
            *columns, *more
        )
    ]
    present = Participation.objects.filter(contact__in=held.values("pk")).order_by()
    turns = {(of("contact", contact), person) for contact, person in present.values_list("contact_id", "case__person")}
    return rows, sorted(turns)


def _persons(
    period: Period, day: date, facts: Facts, pseudonyms: Pseudonyms, present: set[UUID]
) -> Iterable[PersonRow]:
    for person, cases in facts.cases.items():
        course = _Course.of(cases, period, day)
        if course.is_supported or person in present:
            yield _person_row(person, course, facts, pseudonyms)


@dataclass(frozen=True)
class _Course:
    """What happened to the cases of one person in a month.

    shown_on  the day whose state the person shows: the last one on which a case of hers ran
    """

    form: str
    shown_on: date
    is_supported: bool
    is_new: bool
    is_running: bool
    is_closed: bool

    @classmethod
    def of(cls, cases: Sequence[tuple[str, date, date | None]], period: Period, day: date) -> "_Course":
        def ran(first: date, last: date) -> list[str]:
            return [form for form, begun, ended in cases if begun <= last and (ended is None or ended >= first)]

        eve = period.first - timedelta(days=1)
        runs = ran(day, day)
        supported = ran(period.first, day)
        ends = [end for _form, _begun, end in cases if end and period.first <= end <= day]
        goes_on = any(begun <= day and (end is None or end > day) for _form, begun, end in cases)
        begun = any(period.first <= begin <= day for _form, begin, _end in cases)
        last_form = min(runs or supported or [cases[-1][0]], key=_forms().index)
        is_new, is_closed = begun and not ran(eve, eve), bool(ends) and not goes_on
        shown_on = day if runs else max(ends, default=day)
        return cls(last_form, shown_on, bool(supported), is_new, bool(runs), is_closed)


@cache
def _forms() -> list[str]:
    """Forms of support in the order of the lawbook: who has two of them stands under the first."""
    return list(codes.book().list("case_forms").versions)


def _person_row(person: UUID, course: _Course, facts: Facts, pseudonyms: Pseudonyms) -> PersonRow:
    day, (sex, born, year, entered) = course.shown_on, facts.persons[person]
    housing, of_house, own = facts.housings.on(person, day) or ("unknown", "", "")
    (home,) = facts.households.on(person, day) or (None,)
    return PersonRow(
        person=pseudonyms.of("person", person),
        household=pseudonyms.of("household", home) if home else pseudonyms.of("person", person),
        case_form=course.form,
        is_supported=course.is_supported,
        is_new=course.is_new,
        is_running=course.is_running,
        is_closed=course.is_closed,
        sex=sex,
        age=full_years(born, year, day),
        nationality=facts.nationalities.get(person, ""),
        status=(facts.residences.on(person, day) or ("",))[0],
        scheme=(facts.benefits.on(person, day) or ("unknown",))[0],
        housing=housing,
        municipality=of_house or own,
        stay=_full_months(entered, day),
    )


def _full_months(since: date | None, day: date) -> int | None:
    if since is None:
        return None
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return max(months, 0)


def _last_day(first: date) -> date:
    return from_months(first, first).last
