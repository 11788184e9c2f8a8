"""Who came: found by name in any spelling, with the household and what was chosen the last times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from wegbuch.access.models import User
from wegbuch.cases import finding
from wegbuch.cases.models import (
    Case,
    CaseAccess,
    CaseAccessKind,
    HouseholdKind,
    HouseholdMember,
    HousingPeriod,
    LanguageSkill,
    Person,
)
from wegbuch.core import clock
from wegbuch.core.one_go import OneGo

from .models import Contact

LAST_TIMES = 3
ANONYMOUS = "anonym"


@dataclass(frozen=True)
class LastTime:
    """What was chosen in an earlier contact."""

    form: str
    minutes: int
    language: str
    channel: str


@dataclass(frozen=True)
class Visitor:
    """A person whose file is open to the user, with everything her form offers.

    housemates  running files of the household that are open to the user too
    readers     who may read a note about all of them
    last        newest contacts first, hers and those the user entered with anybody
    """

    case: Case
    age: int | None
    room: str
    housemates: Sequence[Case] = ()
    readers: Sequence[str] = ()
    languages: Sequence[str] = ()
    last: Sequence[LastTime] = ()
    last_of_user: Sequence[LastTime] = ()


def found(text: str, user: User) -> list[Case]:
    """Running files open to this user whose person may be meant, best first."""
    return finding.found(text, user)[: finding.SHOWN]


def named_surely(text: str, user: User) -> Visitor | None:
    """The one person who is meant; None where it may be nobody or somebody else."""
    cases = finding.found(text, user, is_sure=True)
    return visitor(cases[0], user) if len(cases) == 1 else None


def visitor(case: Case, user: User) -> Visitor:
    """The person behind a file that is open to the user."""
    today = clock.today()
    found = _USUAL.ask(using=Case.objects.db, person=case.person_id, case=case.pk, user=user.pk)
    case.person = found["person"][0]
    housemates = _housemates(found["members"], user)
    return Visitor(
        case=case,
        age=case.person.age_on(today),
        room=next((home.room for home in found["homes"] if home.holds_on(today)), ""),
        housemates=housemates,
        readers=_teams([case, *housemates]) if housemates else (),
        languages=[skill.language for skill in found["languages"]],
        last=[LastTime(**row) for row in found["last"]],
        last_of_user=[LastTime(**row) for row in found["last_of_user"]],
    )


def _usual(person: Any, case: Any, user: Any) -> dict[str, QuerySet]:
    """What the form of a contact offers first. members: who lives with her, also those whose file is closed."""
    hers = HouseholdMember.objects.filter(person=person, until=None, household__kind=HouseholdKind.LIVING)
    living = HouseholdMember.objects.filter(household__in=hers.values("household"), until=None)
    return {
        "person": Person.objects.filter(pk=person),
        "homes": HousingPeriod.objects.filter(person=person),
        "languages": LanguageSkill.objects.filter(person=person),
        "members": living.exclude(person=person),
        "last": _last(Contact.objects.filter(participations__case=case)),
        "last_of_user": _last(Contact.objects.filter(author=user)),
    }


_USUAL = OneGo(_usual)


def _last(contacts: QuerySet[Contact]) -> Any:
    newest = contacts.order_by("-held_on", "-entered_at")[:LAST_TIMES]
    rows = Contact.objects.filter(pk__in=newest.values("pk")).order_by("-held_on", "-entered_at")
    return rows.values(*LastTime.__annotations__)


def visitor_named(user: User, case_id: UUID | str | None) -> Visitor | None:
    """The same by the id of the file; None where it is not open to the user, closed or no file at all."""
    case = finding.named(case_id, user)
    return visitor(case, user) if case else None


def last_of(user: User) -> list[LastTime]:
    """What this user entered last."""
    return [LastTime(**row) for row in _last(Contact.objects.filter(author=user))]


def rooms(cases: Sequence[Case]) -> dict[UUID, str]:
    """The room of each person today; none of a hidden address."""
    periods = HousingPeriod.objects.on(clock.today()).filter(person__in=[case.person_id for case in cases])
    return dict(periods.order_by(F("since").asc(nulls_first=True)).values_list("person_id", "room"))


def _housemates(others: Sequence[HouseholdMember], user: User) -> list[Case]:
    if not others:
        return []
    cases = finding.open_cases(user).filter(person__in={row.person_id for row in others})
    return list({each.person_id: each for each in cases.order_by("person__birth_date", "opened_on")}.values())


def _teams(cases: Sequence[Case]) -> list[str]:
    team = CaseAccess.objects.open_at(clock.now()).filter(case__in=cases, kind=CaseAccessKind.TEAM)
    return sorted(set(team.values_list("user__name", flat=True)))
