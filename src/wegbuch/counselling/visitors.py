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
from wegbuch.cases.models.reach import reached_by
from wegbuch.core import clock, tenant
from wegbuch.core.one_go import OneGo

from .models import Contact, Topic

LAST_TIMES = 3
ANONYMOUS = "anonym"
OfferedTopic = tuple[str, int, str]


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
    topics      the organisation's catalogue as it is offered: id, task area, label
    """

    case: Case
    age: int | None
    room: str
    housemates: Sequence[Case] = ()
    readers: Sequence[str] = ()
    languages: Sequence[str] = ()
    last: Sequence[LastTime] = ()
    last_of_user: Sequence[LastTime] = ()
    topics: Sequence[OfferedTopic] = ()


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
    found = _USUAL.ask(
        using=Case.objects.db, person=case.person_id, case=case.pk, user=user.pk, organisation=tenant.current(),
        now=clock.now(), today=today,
    )  # fmt: skip
    case.person = found["person"][0]
    housemates = _housemates(found)
    return Visitor(
        case=case,
        age=case.person.age_on(today),
        room=next((home.room for home in found["homes"] if home.holds_on(today)), ""),
        housemates=housemates,
        readers=_readers(found, housemates) if housemates else (),
        languages=[skill.language for skill in found["languages"]],
        last=[LastTime(**row) for row in found["last"]],
        last_of_user=[LastTime(**row) for row in found["last_of_user"]],
        topics=[(str(UUID(row["id"])), row["task_area"], row["label"]) for row in found["topics"]],
    )


def _usual(person: Any, case: Any, user: Any, organisation: Any, now: Any, today: Any) -> dict[str, QuerySet]:
    """What the form of a contact offers first. housemates: running files open to the user of who lives with her."""
    hers = HouseholdMember.objects.filter(person=person, until=None, household__kind=HouseholdKind.LIVING)
    living = HouseholdMember.objects.filter(household__in=hers.values("household"), until=None).exclude(person=person)
    opened = Case.objects.running().filter(pk__in=reached_by(user, organisation, now, today))
    theirs = opened.filter(person__in=living.values("person"))
    team = CaseAccess.objects.open_at(now).filter(kind=CaseAccessKind.TEAM)
    return {
        "person": Person.objects.filter(pk=person),
        "homes": HousingPeriod.objects.filter(person=person),
        "languages": LanguageSkill.objects.filter(person=person),
        "housemates": theirs.order_by("person__birth_date", "opened_on"),
        "their_people": Person.objects.filter(pk__in=theirs.values("person")),
        # Two questions: with an „or“ between them PostgreSQL reads the teams of the whole organisation.
        "team": team.filter(case=case).values("user__name"),
        "their_teams": team.filter(case__in=theirs.values("pk")).values("case_id", "user__name"),
        "last": _last(Contact.objects.filter(participations__case=case)),
        "last_of_user": _last(Contact.objects.filter(author=user)),
        "topics": Topic.objects.offered().values("id", "task_area", "label"),
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


def topics() -> list[OfferedTopic]:
    """What `Visitor.topics` holds, for a form without a visitor."""
    offered = Topic.objects.offered().values_list("pk", "task_area", "label")
    return [(str(pk), area, label) for pk, area, label in offered]


def rooms(cases: Sequence[Case]) -> dict[UUID, str]:
    """The room of each person today; none of a hidden address."""
    periods = HousingPeriod.objects.on(clock.today()).filter(person__in=[case.person_id for case in cases])
    return dict(periods.order_by(F("since").asc(nulls_first=True)).values_list("person_id", "room"))


def _readers(found: dict[str, list[Any]], housemates: Sequence[Case]) -> list[str]:
    """The teams of the files a note would lie in: of each person only the file that is offered."""
    offered = {case.pk for case in housemates}
    theirs = [row for row in found["their_teams"] if UUID(row["case_id"]) in offered]
    return sorted({row["user__name"] for row in (*found["team"], *theirs)})


def _housemates(found: dict[str, list[Any]]) -> list[Case]:
    """One file of each person, the newest, the eldest person first."""
    people = {person.pk: person for person in found["their_people"]}
    for case in found["housemates"]:
        case.person = people[case.person_id]
    return list({case.person_id: case for case in found["housemates"]}.values())
