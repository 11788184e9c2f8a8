"""Who came: found by name in any spelling, with the household and what was chosen the last times."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F

from wegbuch.access.models import User
from wegbuch.cases import finding
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind, HouseholdKind, HouseholdMember, HousingPeriod
from wegbuch.core import clock

from .models import Contact

LAST_TIMES = 3
ANONYMOUS = "anonym"


@dataclass(frozen=True)
class Visitor:
    """A person whose file is open to the user, with everything her form offers.

    housemates  running files of the household that are open to the user too
    readers     who may read a note about all of them
    last        newest contacts first
    """

    case: Case
    age: int | None
    room: str
    housemates: Sequence[Case] = ()
    readers: Sequence[str] = ()
    languages: Sequence[str] = ()
    last: Sequence[Contact] = field(default=())


def found(text: str, user: User) -> list[Case]:
    """Running files open to this user whose person may be meant, best first."""
    return finding.found(text, user)[: finding.SHOWN]


def named_surely(text: str, user: User) -> Visitor | None:
    """The one person who is meant; None where it may be nobody or somebody else."""
    cases = finding.found(text, user, is_sure=True)
    return visitor(cases[0], user) if len(cases) == 1 else None


def visitor(case: Case, user: User) -> Visitor:
    """The person behind a file that is open to the user."""
    housemates = _housemates(case, user)
    return Visitor(
        case=case,
        age=case.person.age_on(clock.today()),
        room=rooms([case]).get(case.person_id, ""),
        housemates=housemates,
        readers=_teams([case, *housemates]) if housemates else (),
        languages=list(case.person.languages.values_list("language", flat=True)),
        last=list(Contact.objects.filter(participations__case=case).order_by("-held_on", "-entered_at")[:LAST_TIMES]),
    )


def visitor_named(user: User, case_id: UUID | str | None) -> Visitor | None:
    """The same by the id of the file; None where it is not open to the user, closed or no file at all."""
    case = finding.named(case_id, user)
    return visitor(case, user) if case else None


def last_of(user: User) -> list[Contact]:
    """What this user entered last."""
    return list(Contact.objects.filter(author=user).order_by("-held_on", "-entered_at")[:LAST_TIMES])


def rooms(cases: Sequence[Case]) -> dict[UUID, str]:
    """The room of each person today; none of a hidden address."""
    periods = HousingPeriod.objects.on(clock.today()).filter(person__in=[case.person_id for case in cases])
    return dict(periods.order_by(F("since").asc(nulls_first=True)).values_list("person_id", "room"))


def _housemates(case: Case, user: User) -> list[Case]:
    own = HouseholdMember.objects.filter(person=case.person_id, until=None, household__kind=HouseholdKind.LIVING)
    others = HouseholdMember.objects.filter(household__in=own.values("household"), until=None).exclude(
        person=case.person_id
    )
    cases = finding.open_cases(user).filter(person__in=others.values("person"))
    return list({each.person_id: each for each in cases.order_by("person__birth_date", "opened_on")}.values())


def _teams(cases: Sequence[Case]) -> list[str]:
    team = CaseAccess.objects.open_at(clock.now()).filter(case__in=cases, kind=CaseAccessKind.TEAM)
    return sorted(set(team.values_list("user__name", flat=True)))
