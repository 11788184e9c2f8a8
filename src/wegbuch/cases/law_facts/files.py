"""The rows that tell facts, of many people at once. Nothing is read of a file this user may not open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from wegbuch.access.models import User

from ..case_page import living_with
from ..models import (
    BenefitPeriod,
    Case,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    Person,
    ResidencePeriod,
)


@dataclass(frozen=True)
class File:
    """One person's file. Periods come newest first.

    case_id  where facts of this person are changed
    """

    person: Person
    case_id: UUID
    nationalities: Sequence[Nationality] = ()
    languages: Sequence[LanguageSkill] = ()
    residence: Sequence[ResidencePeriod] = ()
    benefits: Sequence[BenefitPeriod] = ()
    housing: Sequence[HousingPeriod] = ()

    def url(self, page: str) -> str:
        """The page of this file that changes something: `residence`, `housing`, `person_edit` …"""
        return reverse(f"cases:{page}", args=[self.case_id])


@dataclass(frozen=True)
class Home:
    """The household somebody lives in, as far as this user may see it.

    roles  code of lawbook relations by person, "" where nobody said; only of files this user may open
    """

    roles: dict[UUID, str] = field(default_factory=dict)

    def others(self, person: UUID, role: str) -> list[UUID]:
        """Who else has this role here."""
        return [pk for pk, its_role in self.roles.items() if its_role == role and pk != person]


def load(people: Iterable[Person], user: User) -> tuple[dict[UUID, File], dict[UUID, Home]]:
    """Files of these people and of those who live with them, and the households of these people."""
    asked = {person.pk: person for person in people}
    homes, members = _homes(asked, user)
    everybody = {**members, **asked}
    opened = case_ids(everybody, user)
    rows = {
        "nationalities": _of(Nationality, opened),
        "languages": _of(LanguageSkill, opened),
        "residence": _of(ResidencePeriod, opened),
        "benefits": _of(BenefitPeriod, opened),
        "housing": _of(HousingPeriod, opened, "facility"),
    }
    files = {
        pk: File(everybody[pk], case_id, **{name: found.get(pk, ()) for name, found in rows.items()})
        for pk, case_id in opened.items()
    }
    return files, homes


def _homes(asked: Mapping[UUID, Person], user: User) -> tuple[dict[UUID, Home], dict[UUID, Person]]:
    """The household of each of these people, and everybody in them whose file this user may open."""
    by_household: dict[UUID, Home] = defaultdict(Home)
    members: dict[UUID, Person] = {}
    places: dict[UUID, UUID] = {}
    for row, _case_id in living_with(list(asked), user):
        by_household[row.household_id].roles[row.person_id] = row.relation
        members[row.person_id] = row.person
        places[row.person_id] = row.household_id
    return {pk: by_household[places[pk]] for pk in asked if pk in places}, members


def case_ids(people: Iterable[UUID], user: User) -> dict[UUID, UUID]:
    """The file to open of each person: one that runs, else the newest."""
    rows = Case.objects.visible_to(user).filter(person__in=list(people))
    found: dict[UUID, UUID] = {}
    for case in rows.order_by(F("closed_on").desc(nulls_first=True), "-opened_on"):
        found.setdefault(case.person_id, case.pk)
    return found


def _of(model: Any, people: Iterable[UUID], *related: str) -> dict[UUID, list[Any]]:
    """Rows by person, in the order of the model."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    rows = model.objects.filter(person__in=list(people))
    # Without a name `select_related` would join every table there is a key to.
    for row in rows.select_related(*related) if related else rows:
        found[row.person_id].append(row)
    return found
