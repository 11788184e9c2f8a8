"""Selam T. of the proof scenarios, and answers, for tests."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from wegbuch.cases.models import Case, Person, RelativeAbroad, ResidencePeriod
from wegbuch.cases.services import people
from wegbuch.entitlements.models import Answer
from wegbuch.entitlements.services import answers
from wegbuch.procedures.services import proceedings

TODAY = date(2026, 11, 26)


def admit(world: SimpleNamespace, name: str, **fields: Any) -> Case:
    """Somebody with a file of Jana."""
    place = {"team": world.muehlenau, "form": "housing_based_msa", "opened_on": date(2025, 6, 3)}
    return people.take_in(user=world.jana, given_name=name, surname="T.", **place, **fields)


def selam(world: SimpleNamespace) -> Case:
    """A refugee whose recognition was final on 30.09.2026; husband and son are abroad, he turns 18 on 14.02.2027."""
    case = admit(world, "Selam", birth_date=date(1987, 4, 11), nationalities=["ERI"])
    ResidencePeriod(person=case.person, status="S11", since=date(2026, 10, 12)).save()
    row = proceedings.open_proceeding(user=world.jana, person=case.person, kind="first", lodged_on=date(2025, 2, 10))
    for stage, since in (("decision_refugee", date(2026, 9, 14)), ("final_positive", date(2026, 9, 30))):
        proceedings.add_step(row, stage=stage, since=since, user=world.jana, shown_by="Mitteilung")
    RelativeAbroad(person=case.person, name="Dawit", relation="spouse", country="ETH").save()
    RelativeAbroad(person=case.person, name="Yonas", relation="child", birth_date=date(2009, 2, 14)).save()
    return case


def say(world: SimpleNamespace, person: Person, fact: str, value: Any, **fields: Any) -> Answer:
    """An answer of the person herself, given today, entered by Jana."""
    given = {"user": world.jana, "origin": "client", "known_on": TODAY} | fields
    return answers.answer(person=person, fact=fact, value=value, **given)
