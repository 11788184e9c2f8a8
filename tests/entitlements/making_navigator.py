"""A family of five with three statuses, and people of whom little is known. Everybody is invented."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

from wegbuch.cases.models import Case, Office, Person, RelativeAbroad
from wegbuch.cases.services import households, people
from wegbuch.core import clock
from wegbuch.entitlements.models import Answer, SealedAnswer

TOLERATED = {"status": "duldung_60a", "entry_date": "2022-05-02", "needy": True, "nationality": "AFG"}
ASYLUM = {"status": "gestattung", "entry_date": "2026-09-01", "needy": True, "nationality": "AFG"}
REFUGEE = {
    "status": "leave_25_2_refugee",
    "nationality": "AFG",
    "needy": True,
    "protection_final_on": "2026-09-30",
    "suspension_decided_on": None,
}


def take_in(world: SimpleNamespace, given_name: str, born: date | None = None, **fields: Any) -> Case:
    """A file with Jana in the team."""
    return people.take_in(
        user=world.jana,
        team=world.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 9, 1),
        given_name=given_name,
        surname=fields.pop("surname", "Rahimi"),
        birth_date=born,
        sex="f",
        **fields,
    )


def tell(person: Person, world: SimpleNamespace, relative: RelativeAbroad | None = None, /, **facts: Any) -> None:
    """Answers to questions of the lawbook."""
    for name, value in facts.items():
        Answer(
            person=person,
            relative=relative,
            fact=name,
            content=json.dumps({"value": value}),
            known_on=date(2026, 11, 20),
            entered_by=world.jana,
            entered_at=clock.now(),
        ).save()


def seal(person: Person, world: SimpleNamespace, fact: str, value: Any) -> None:
    """An answer of the sealed box."""
    content = json.dumps({"fact": fact, "value": value, "reason": "", "origin": "client", "known_on": "2026-11-20"})
    SealedAnswer(person=person, content=content, entered_by=world.jana, entered_at=clock.now()).save()


def family(world: SimpleNamespace) -> SimpleNamespace:
    """Father with a toleration, mother and small child in the asylum procedure, two children with protection."""
    home = households.found_household(name="Rahimi", number="HB-0500")
    made = SimpleNamespace(home=home, cases={})
    for name, born, relation, facts in (
        ("Karim", date(1986, 2, 1), "parent", TOLERATED),
        ("Laila", date(1989, 6, 12), "parent", ASYLUM),
        ("Nadia", date(2023, 1, 5), "child", ASYLUM),
        ("Omid", date(2008, 3, 20), "child", REFUGEE),
        ("Parwana", date(2011, 8, 9), "child", REFUGEE),
    ):
        case = take_in(world, name, born)
        households.join(home, case.person, since=date(2026, 9, 1), relation=relation)
        tell(case.person, world, birth_date=born.isoformat(), **facts)
        made.cases[name] = case
    return made


def with_husband_abroad(world: SimpleNamespace) -> SimpleNamespace:
    """Selam with protection since 30.09.2026; her husband Dawit is in Addis Abeba."""
    case = take_in(world, "Selam", date(1988, 4, 4), surname="Tekle")
    tell(case.person, world, **REFUGEE)
    dawit = RelativeAbroad(person=case.person, name="Dawit Tekle", relation="spouse", country="ETH")
    dawit.save()
    tell(case.person, world, dawit, relation="spouse", sponsor_status="leave_25_2_refugee")
    tell(case.person, world, dawit, protection_final_on="2026-09-30")
    return SimpleNamespace(case=case, dawit=dawit)


def office(kind: str, name: str, **fields: Any) -> Office:
    found = Office(name=name, kind=kind, **fields)
    found.save()
    return found
