"""Selam and her family for tests of the perspective. All of them are made up."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

from wegbuch.cases.models import Case, Person, RelativeAbroad
from wegbuch.cases.services import people
from wegbuch.core import clock
from wegbuch.entitlements import knowledge
from wegbuch.entitlements.models import Answer, SealedAnswer

FINAL_ON = date(2026, 9, 30)


def tell(world: SimpleNamespace, person: Person, relative: RelativeAbroad | None = None, **facts: Any) -> None:
    """Answers to questions about a person, or about somebody of the family abroad."""
    for fact, value in facts.items():
        Answer(
            person=person,
            relative=relative,
            fact=fact,
            content=json.dumps({"value": knowledge.written(value)}),
            entered_by=world.jana,
            entered_at=clock.now(),
            known_on=world.today,
        ).save()


def tell_sealed(world: SimpleNamespace, person: Person, fact: str, value: Any) -> None:
    content = {"fact": fact, "value": value, "reason": "", "origin": "client", "known_on": "2026-11-26"}
    SealedAnswer(person=person, content=json.dumps(content), entered_by=world.jana, entered_at=clock.now()).save()


def selam(world: SimpleNamespace, status: str = "leave_25_2_refugee", **facts: Any) -> Case:
    """Recognised finally on 30.09.2026; the husband in Addis Abeba, the son there turns 18 on 14.02.2027."""
    case = people.take_in(
        user=world.jana,
        team=world.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 10, 1),
        given_name="Selam",
        surname="Tesfay",
        birth_date=date(1988, 3, 3),
        sex="f",
        languages=["tir"],
        nationalities=["ERI"],
    )
    tell(world, case.person, status=status, protection_final_on=FINAL_ON, birth_date=date(1988, 3, 3), **facts)
    relative(world, case, "Dawit Kidane", "spouse", born=None)
    relative(world, case, "Yonas Dawit", "child", born=date(2009, 2, 14))
    return case


def relative(world: SimpleNamespace, case: Case, name: str, relation: str, *, born: date | None) -> RelativeAbroad:
    row = RelativeAbroad(person=case.person, name=name, relation=relation, birth_date=born, country="ETH")
    row.save()
    return row
