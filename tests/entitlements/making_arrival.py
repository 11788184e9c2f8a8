"""Family B. of the arrival scenario: all of them invented, assigned on 23.11.2026 to Wohnverbund 2."""

import json
from datetime import date
from types import SimpleNamespace

from wegbuch.cases.models import Facility, HousingPeriod, Office, ResidencePeriod
from wegbuch.cases.services import households, people
from wegbuch.core import clock
from wegbuch.entitlements.models import Answer

ASSIGNED = date(2026, 11, 23)


def family(world) -> SimpleNamespace:
    """Father, mother, boy of 7, girl of 3, in Jana's hands."""
    house = Facility(name="Wohnverbund 2", form="apartment_cluster", municipality="Mühlenau")
    house.save()
    found = SimpleNamespace(house=house, household=households.found_household(name="Barzani", number="WV2-07"))
    for key, name, born, sex, relation in (
        ("father", "Azad", date(1990, 4, 11), "m", "parent"),
        ("mother", "Rojin", date(1994, 6, 2), "f", "parent"),
        ("boy", "Dilan", date(2019, 3, 8), "m", "child"),
        ("girl", "Naze", date(2023, 5, 20), "f", "child"),
    ):
        setattr(found, key, member(world, found, name, relation, birth_date=born, sex=sex))
    return found


def member(world, family, given_name, relation, **fields):
    """One more person of the family, with the file that Jana keeps."""
    case = people.take_in(
        user=world.jana,
        team=world.muehlenau,
        form="housing_based_msa",
        opened_on=ASSIGNED,
        given_name=given_name,
        surname="Barzani",
        languages=["ara", "kmr"],
        **fields,
    )
    households.join(family.household, case.person, since=ASSIGNED, relation=relation)
    ResidencePeriod(person=case.person, status="S04", document="doc_gestattung", since=date(2026, 9, 1)).save()
    HousingPeriod(person=case.person, form="apartment_cluster", facility=family.house, since=ASSIGNED).save()
    return case


def answer(world, case, fact, value) -> None:
    """A question to the rules was answered."""
    content = json.dumps({"value": value})
    row = Answer(person=case.person, fact=fact, content=content, known_on=ASSIGNED, entered_by=world.jana)
    row.entered_at = clock.now()
    row.save()


def office(**fields) -> Office:
    """A place of the directory."""
    found = Office(**{"name": "Grundschule am Markt", "kind": "school_office", "municipality": "Mühlenau"} | fields)
    found.save()
    return found
