"""Who is told, as things stand at this moment: the responsible person, a deputy, a lead."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wegbuch.access.models import Deputyship, Membership
from wegbuch.access.models.people import running
from wegbuch.access.roles import Role
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind
from wegbuch.core import tenant


@dataclass(frozen=True)
class Staff:
    """The people of one organisation on one day.

    workers   ids of those who hold the role today in an account that is open
    leads     ids of leads by the team they lead
    deputies  ids of those who stand in, by whom they stand in for
    """

    workers: Collection[UUID]
    leads: Mapping[UUID | None, Collection[UUID]]
    deputies: Mapping[UUID, Collection[UUID]]

    @property
    def everybody(self) -> set[UUID]:
        return {*self.workers, *(lead for leads in self.leads.values() for lead in leads)}

    def present(self, people: Iterable[UUID]) -> list[UUID]:
        """Those of them for whom nobody stands in today."""
        return [one for one in people if one not in self.deputies]


@dataclass(frozen=True)
class Files:
    """Of some people: who is in their case team, and which teams their running cases belong to."""

    members: Collection[tuple[UUID, UUID]]
    teams: Mapping[UUID, Collection[UUID]]


def staff_on(day: date) -> Staff:
    """Two queries, however many people."""
    held = Membership.objects.filter(running(day), user__organisation=tenant.current(), user__is_active=True)
    workers: set[UUID] = set()
    leads: defaultdict[UUID | None, set[UUID]] = defaultdict(set)
    deputies: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for user, role, team in held.values_list("user_id", "role", "team_id"):
        if role == Role.WORKER:
            workers.add(user)
        elif role == Role.LEAD:
            leads[team].add(user)
    for absent, deputy in Deputyship.objects.running(day).values_list("absent_id", "deputy_id"):
        deputies[absent].add(deputy)
    return Staff(workers, leads, deputies)


def files_of(people: Collection[UUID], *, at: datetime) -> Files:
    """Two queries, however many people."""
    stays = Q(ends_at=None) | Q(ends_at__gt=at)
    access = CaseAccess.objects.filter(stays, kind=CaseAccessKind.TEAM, case__person__in=people)
    teams = defaultdict(set)
    for person, team in Case.objects.running().filter(person__in=people).values_list("person_id", "team_id"):
        teams[person].add(team)
    return Files(set(access.values_list("case__person_id", "user_id")), teams)


def answering(responsible: UUID, person: UUID, *, staff: Staff, files: Files) -> list[UUID]:
    """The responsible person; the deputies of one who is away; the lead for one who has left or lost the file."""
    if responsible not in staff.workers or (person, responsible) not in files.members:
        return leads_of(person, staff=staff, files=files)
    if responsible not in staff.deputies:
        return [responsible]
    standing_in = staff.present(one for one in staff.deputies[responsible] if one in staff.workers)
    return sorted(standing_in) or [responsible, *leads_of(person, staff=staff, files=files)]


def leads_of(person: UUID, *, staff: Staff, files: Files) -> list[UUID]:
    """The leads of the teams of this person's cases, else of the organisation; who is away only if nobody is there."""
    near = {lead for team in files.teams.get(person, ()) for lead in staff.leads.get(team, ())}
    everywhere = {lead for leads in staff.leads.values() for lead in leads}
    return sorted(staff.present(near) or staff.present(everywhere) or near or everywhere)
