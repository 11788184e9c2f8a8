"""Households: who moves together, who leaves."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from wegbuch.access.models import User
from wegbuch.core import clock

from ..models import Household, HouseholdKind, HouseholdMember, Person


def household_of(person: Person, kind: str = HouseholdKind.LIVING) -> Household | None:
    """The household this person belongs to now."""
    member = (
        HouseholdMember.objects.filter(person=person, until=None, household__kind=kind)
        .select_related("household")
        .first()
    )
    return member.household if member else None


def found_household(*, name: str = "", number: str = "", kind: str = HouseholdKind.LIVING) -> Household:
    household = Household(name=name, number=number, kind=kind)
    household.save()
    return household


def join(household: Household, person: Person, *, since: date | None = None, relation: str = "") -> HouseholdMember:
    """Let a person belong to a household from a day on; her former household of that kind ends for her."""
    with transaction.atomic():
        for member in HouseholdMember.objects.filter(person=person, until=None, household__kind=household.kind):
            if member.household_id == household.pk:
                return member
            leave(member, on=since)
        member = HouseholdMember(household=household, person=person, since=since, relation=relation)
        member.save()
    return member


def leave(member: HouseholdMember, *, on: date | None = None) -> None:
    """End a membership on a day, today if none is given."""
    member.until = on or clock.today()
    member.save()


def names_seen_by(user: User, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What this user may call these households: surnames of members whose file is open to her, else the number."""
    wanted = set(ids)
    known = Person.objects.visible_to(user)
    rows = HouseholdMember.objects.filter(household__in=wanted, until=None, person__in=known).select_related("person")
    people: dict[UUID, list[Person]] = {}
    for row in rows.order_by(F("person__birth_date").asc(nulls_last=True), "person__given_name"):
        people.setdefault(row.household_id, []).append(row.person)
    numbers = Household.objects.filter(pk__in=wanted).values_list("pk", "number")
    return {pk: name_of(people.get(pk, [])) or number for pk, number in numbers}


def name_of(people: list[Person]) -> str:
    """What a household is called: the surnames of its members, each once, in order."""
    surnames = [person.surname or person.given_name for person in people]
    return " / ".join(dict.fromkeys(name for name in surnames if name))[:200]
