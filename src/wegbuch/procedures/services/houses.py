"""Houses and who keeps their post log."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from wegbuch.access.models import Membership, Team, User
from wegbuch.access.models.people import running
from wegbuch.access.roles import Role
from wegbuch.cases.models import Case, Facility, HousingPeriod, Person
from wegbuch.core import clock, tenant

from ..models import HouseKeeper


@dataclass(frozen=True)
class Resident:
    """Somebody who lives in a house today: all that the house management is told."""

    person: Person
    house: Facility
    room: str

    @property
    def called(self) -> str:
        """Mariam Habibi · B14"""
        return f"{self.person.display_name} · {self.room}" if self.room else self.person.display_name


def kept_by(user: User) -> QuerySet[Facility]:
    """The houses whose post log this user keeps."""
    return Facility.objects.filter(pk__in=HouseKeeper.objects.filter(user=user).values("facility_id"))


def residents(houses: Collection[Facility]) -> list[Resident]:
    """Who lives in these houses today, by name; nobody who hides or whose address is secret."""
    periods = HousingPeriod.objects.on(clock.today())
    secret = periods.filter(is_hidden=True).values("person_id")
    shown = periods.filter(facility__in=houses, person__is_hidden=False, person__merged_into=None)
    rows = shown.exclude(person__in=secret).select_related("person", "facility")
    found = {
        (row.person_id, row.facility_id): Resident(row.person, row.facility, row.room)
        for row in rows
        if row.facility is not None
    }
    return sorted(found.values(), key=lambda one: (one.person.surname, one.person.given_name, one.room))


def managers() -> list[User]:
    """Everybody of the house management, by name."""
    roles = Membership.objects.filter(running(clock.today()), role=Role.HOUSE_MANAGEMENT).values("user_id")
    return list(User.objects.filter(pk__in=roles, organisation=tenant.current(), is_active=True).order_by("name"))


def keepers() -> dict[UUID, set[UUID]]:
    """Who keeps which house: ids of users by id of the house."""
    found: dict[UUID, set[UUID]] = {}
    for house, user in HouseKeeper.objects.values_list("facility_id", "user_id"):
        found.setdefault(house, set()).add(user)
    return found


def set_keepers(house: Facility, users: Collection[User]) -> None:
    """Let these and nobody else keep the post log of a house."""
    wanted = {user.pk: user for user in users}
    with transaction.atomic():
        for row in HouseKeeper.objects.filter(facility=house):
            if wanted.pop(row.user_id, None) is None:
                row.delete()
        for user in wanted.values():
            HouseKeeper(facility=house, user=user).save()


def team_of(house: Facility) -> Team | None:
    """The team with the most running files in a house, else the first one: somebody sees every post."""
    people = HousingPeriod.objects.on(clock.today()).filter(facility=house).values("person_id")
    teams: Any = Case.objects.running().filter(person__in=people).order_by().values("team")
    most = teams.annotate(files=Count("pk")).order_by("-files", "team__name").first()
    return Team.objects.filter(pk=most["team"]).first() if most else Team.objects.first()
