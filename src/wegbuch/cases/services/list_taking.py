"""The people of a list become records: one kind of row after the other, each in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from wegbuch.access.models import Team, User
from wegbuch.cases import search
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import (
    Case,
    CaseAccess,
    CaseAccessKind,
    Facility,
    FileNumber,
    Household,
    HouseholdMember,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    Origin,
    Person,
    ResidencePeriod,
)
from wegbuch.core import clock
from wegbuch.core.models import TenantModel

from .cases import next_numbers
from .households import name_of
from .list_facts import Facts, facts_of, housing_form
from .list_households import NUMBER_LENGTH, Standing

BATCH = 500


@dataclass(frozen=True)
class Newcomer:
    """A line on its way to a record."""

    reading: RowReading
    facts: Facts
    person: Person

    @cached_property
    def file_numbers(self) -> list[FileNumber]:
        return _file_numbers(self)

    @classmethod
    def of(cls, reading: RowReading, run: UUID) -> "Newcomer":
        person = Person(
            id=person_id(run, reading.line),
            surname=reading.surname,
            given_name=reading.given_name,
            birth_date=reading.birth_date,
            birth_year=reading.birth_year,
            sex="u" if reading.sex == "unknown" else reading.sex,
            entered_on=reading.entered_on,
        )
        return cls(reading, facts_of(reading), person)


def person_id(run: UUID, line: int) -> UUID:
    """The id of whoever stands on a line of a list: the same every time, so that nobody can go in twice."""
    return uuid5(run, f"person {line}")


def case_id(run: UUID, line: int) -> UUID:
    """The id of the case made for a line of a list."""
    return uuid5(run, f"case {line}")


def take_over(
    readings: Sequence[RowReading],
    *,
    run: UUID,
    team: Team,
    form: str,
    workers: Sequence[User],
    numbers: Mapping[str, str],
    known: Standing,
    after: str = "",
) -> dict[int, Case]:
    """Make a record and a case for every line; the cases by line.

    run      id of the list, from which the ids of its people and cases follow
    workers  the case team of all of them; may be nobody
    numbers  the number written in the list, by household key; known  households that stand already
    after    the case number given out last
    """
    newcomers = [Newcomer.of(reading, run) for reading in readings]
    _write(Person, [newcomer.person for newcomer in newcomers])
    cases = _open_cases(newcomers, run, team, form, after)
    now = clock.now()
    _write(
        CaseAccess,
        [
            CaseAccess(case=case, user=user, kind=CaseAccessKind.TEAM, starts_at=now)
            for case in cases
            for user in workers
        ],
    )
    _write_facts(newcomers)
    households = _write_households(newcomers, run, numbers, known)
    search.index_new(
        (newcomer.person, _keys_of(newcomer, case, households.get(newcomer.person.pk)))
        for newcomer, case in zip(newcomers, cases, strict=True)
    )
    return {newcomer.reading.line: case for newcomer, case in zip(newcomers, cases, strict=True)}


def _keys_of(newcomer: Newcomer, case: Case, household: Household | None) -> set[search.Key]:
    """Under what somebody is found, as `search.keys_of` would say after reading everything back."""
    numbers = [row.number for row in newcomer.file_numbers] + [case.number] + ([household.number] if household else [])
    return search.keys_from(
        newcomer.person, names=[newcomer.person.display_name], numbers=numbers, rooms=[newcomer.facts.room]
    )


def _write(model: type[TenantModel], rows: list[Any]) -> None:
    if rows:
        model.objects.bulk_create(rows, batch_size=BATCH)


def _open_cases(newcomers: Sequence[Newcomer], run: UUID, team: Team, form: str, after: str) -> list[Case]:
    today = clock.today()
    cases = [
        Case(
            id=case_id(run, newcomer.reading.line),
            person=newcomer.person,
            number=number,
            form=form,
            team=team,
            opened_on=_opened_on(newcomer.reading, today),
        )
        for newcomer, number in zip(newcomers, next_numbers(len(newcomers), after=after), strict=True)
    ]
    _write(Case, cases)
    return cases


def _opened_on(reading: RowReading, today: date) -> date:
    """The day of assignment if the list tells it; never a day to come."""
    return min(reading.assigned_on or today, today)


def _write_facts(newcomers: Sequence[Newcomer]) -> None:
    _write(FileNumber, [row for newcomer in newcomers for row in newcomer.file_numbers])
    _write(
        Nationality,
        [
            Nationality(person=newcomer.person, country=newcomer.reading.nationality_code)
            for newcomer in newcomers
            if newcomer.reading.nationality_code
        ],
    )
    _write(
        LanguageSkill,
        [
            LanguageSkill(person=newcomer.person, language=language, rank=rank)
            for newcomer in newcomers
            for rank, language in enumerate(newcomer.facts.languages, start=1)
        ],
    )
    _write(ResidencePeriod, [_residence(newcomer) for newcomer in newcomers if newcomer.facts.status])
    _write_housing(newcomers)


def _residence(newcomer: Newcomer) -> ResidencePeriod:
    facts = newcomer.facts
    return ResidencePeriod(
        person=newcomer.person, status=facts.status, question=facts.question, origin=Origin.AUTHORITY
    )


def _file_numbers(newcomer: Newcomer) -> list[FileNumber]:
    both = (
        (FileNumber.Kind.BAMF, newcomer.reading.file_number_bamf),
        (FileNumber.Kind.AZR, newcomer.reading.file_number_azr),
    )
    return [
        FileNumber(person=newcomer.person, kind=kind, number=" ".join(number.split())[:NUMBER_LENGTH])
        for kind, number in both
        if number
    ]


def _write_housing(newcomers: Sequence[Newcomer]) -> None:
    housed = [newcomer for newcomer in newcomers if newcomer.facts.facility or newcomer.facts.room]
    houses = _facilities(newcomer.facts.facility for newcomer in housed)
    rows = []
    for newcomer in housed:
        house = houses.get(newcomer.facts.facility.casefold())
        rows.append(
            HousingPeriod(
                person=newcomer.person,
                facility=house,
                form=house.form if house else "unknown",
                room=newcomer.facts.room,
                since=newcomer.reading.assigned_on,
                origin=Origin.AUTHORITY,
            )
        )
    _write(HousingPeriod, rows)


def _facilities(names: Any) -> dict[str, Facility]:
    """Every house by its name in small letters; those not known yet are made."""
    houses = {house.name.casefold(): house for house in Facility.objects.all()}
    for name in dict.fromkeys(names):
        if name and name.casefold() not in houses:
            houses[name.casefold()] = house = Facility(name=name, form=housing_form(name))
            house.save()
    return houses


def _write_households(
    newcomers: Sequence[Newcomer], run: UUID, numbers: Mapping[str, str], known: Standing
) -> dict[UUID, Household]:
    """A household for each number and each family without one; nobody joins a household of another team.

    Its id follows from list and family, so that whoever stands further down the list joins it.
    Gives the household of everybody who has one, by the id of the person.
    """
    families: dict[str, list[Newcomer]] = {}
    for newcomer in newcomers:
        families.setdefault(newcomer.reading.household_key, []).append(newcomer)
    ids = {key: uuid5(run, f"household {key}") for key in families}
    standing = Household.objects.in_bulk(ids.values())
    made, joined = list[Household](), dict[UUID, Household]()
    for key, family in families.items():
        number = numbers.get(key, "")
        household = standing.get(ids[key]) or (known.of(number) if number else None)
        if household is None and number and known.is_closed(number):
            continue
        if household is None and (number or len(family) > 1):
            name = name_of([newcomer.person for newcomer in family])
            household = Household(id=ids[key], number=number, name=name)
            made.append(household)
        if household is not None:
            joined |= {newcomer.person.pk: household for newcomer in family}
    _write(Household, made)
    _write(HouseholdMember, [HouseholdMember(household=household, person_id=pk) for pk, household in joined.items()])
    return joined
