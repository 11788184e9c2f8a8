"""Selam and her family for tests of the perspective. All of them are made up."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

from wegbuch.cases.models import Case, Household, Person, RelativeAbroad
from wegbuch.cases.services import households, people
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


REDUCED = "asylblg_reduction_work_opportunity_refused"


def on_benefits(world: SimpleNamespace) -> Case:
    """In the asylum procedure and on benefits that are reduced; whether other rules reduce them is not known."""
    yes = dict.fromkeys(("needy", "capable_of_work", "work_opportunity_refused"), True)
    no = ("reduced_1a", "excluded_1_4", "lives_with_parent", "stay_abuse", "analog_before_2024_02_27", "employed")
    return selam(world, "gestattung", entry_date=date(2026, 2, 1), school_age=False, **yes, **dict.fromkeys(no, False))


def child_at_home(world: SimpleNamespace, case: Case, given_name: str, born: date, user: Any = None) -> Case:
    """A child with a file of its own in the household of this person."""
    child = people.take_in(
        user=user or world.jana,
        team=world.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 10, 1),
        given_name=given_name,
        surname="Tesfay",
        birth_date=born,
    )
    households.join(_home(case), child.person, since=date(2026, 10, 1), relation="child")
    return child


def _home(case: Case) -> Household:
    known = Household.objects.filter(members__person=case.person).first()
    home = known or households.found_household(name="Tesfay", number="HB-0999")
    if known is None:
        households.join(home, case.person, since=date(2026, 10, 1), relation="parent")
    return home


def relative(world: SimpleNamespace, case: Case, name: str, relation: str, *, born: date | None) -> RelativeAbroad:
    row = RelativeAbroad(person=case.person, name=name, relation=relation, birth_date=born, country="ETH")
    row.save()
    return row
