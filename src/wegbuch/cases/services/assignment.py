"""Which cases run, who answers for them, and for which of them nobody does: without a word of their content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from wegbuch.access.models import Membership, User
from wegbuch.access.models.people import running
from wegbuch.access.roles import Role
from wegbuch.core import clock

from ..models import Case, CaseAccess, CaseAccessKind, HousingPeriod


@dataclass(frozen=True)
class Line:
    """One case as a lead sees it; of hidden people only the number of the file."""

    pk: UUID
    number: str
    initials: str
    house: str
    team: tuple[str, ...]
    opened_on: date


def running_cases(*, worker: User | None = None, is_unassigned: bool = False) -> QuerySet[Case]:
    """Running cases: of one worker, without anybody, or all; the oldest first."""
    cases = Case.objects.running().order_by("opened_on", "number").select_related("person")
    in_team = _in_team().filter(case=OuterRef("pk"))
    if worker is not None:
        return cases.filter(Exists(in_team.filter(user=worker)))
    return cases.filter(~Exists(in_team)) if is_unassigned else cases


def lines(cases: Iterable[Case]) -> list[Line]:
    """What may be said about these cases without opening them."""
    found = list(cases)
    teams: dict[UUID, list[str]] = {}
    for case, name in _in_team().filter(case__in=found).order_by("user__name").values_list("case_id", "user__name"):
        teams.setdefault(case, []).append(name)
    periods = HousingPeriod.objects.on(clock.today()).filter(
        person__in=[case.person_id for case in found if not case.person.is_hidden], is_hidden=False
    )
    houses = {
        period.person_id: str(period.facility or "") for period in periods.select_related("facility").order_by("since")
    }
    return [
        Line(
            case.pk,
            case.number,
            "" if case.person.is_hidden else case.person.initials,
            houses.get(case.person_id, ""),
            tuple(teams.get(case.pk, ())),
            case.opened_on,
        )
        for case in found
    ]


def team_of(case: Case) -> list[User]:
    """Who is in the case team today and still counsels."""
    return sorted((row.user for row in _in_team().filter(case=case).select_related("user")), key=lambda user: user.name)


def _in_team() -> QuerySet[CaseAccess]:
    """Places in case teams of people who counsel today; somebody who has left answers for nothing."""
    roles = Membership.objects.filter(running(clock.today()), role=Role.WORKER, user=OuterRef("user_id"))
    places = CaseAccess.objects.open_at(clock.now()).filter(kind=CaseAccessKind.TEAM, user__is_active=True)
    return places.filter(Exists(roles))
