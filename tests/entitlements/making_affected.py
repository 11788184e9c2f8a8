"""Files whose answers turn, and older books. Everybody is invented."""

import copy
import json
from collections.abc import Callable, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from lawbook import compiled
from wegbuch.access.models import User
from wegbuch.cases.models import Case, RelativeAbroad
from wegbuch.cases.services import people
from wegbuch.core import clock
from wegbuch.entitlements import knowledge
from wegbuch.entitlements.models import Answer, KeptBook
from wegbuch.entitlements.services import books

SUBSIDIARY, REFUGEE = "leave_25_2_subsidiary", "leave_25_2_refugee"
AFTER_SUSPENSION = "2027-07-24"


def take_in(world: SimpleNamespace, given_name: str, *, user: User | None = None, **facts: Any) -> Case:
    """A file of Jana, or of somebody else, about whom these facts are known."""
    case = people.take_in(
        user=user or world.jana,
        team=world.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 9, 1),
        given_name=given_name,
        surname="Okba",
        sex="f",
    )
    tell(case, user or world.jana, facts)
    return case


def husband(case: Case, user: User, **facts: Any) -> RelativeAbroad:
    """Her husband abroad, about whom these facts are known."""
    row = RelativeAbroad(person=case.person, name="Dawit Okba", relation="spouse", country="ETH")
    row.save()
    tell(case, user, {"relation": "spouse", "visa_pickup_invited": False, **facts}, row)
    return row


def tell(case: Case, user: User, facts: Mapping[str, Any], relative: RelativeAbroad | None = None) -> None:
    """Answers to questions of the lawbook."""
    for name, value in facts.items():
        Answer(
            person=case.person,
            relative=relative,
            fact=name,
            content=json.dumps({"value": knowledge.written(value)}),
            known_on=date(2026, 11, 20),
            entered_by=user,
            entered_at=clock.now(),
        ).save()


def keep_book(change: Callable[[dict[str, Any]], Any]) -> KeptBook:
    """A book this place worked with before: ours with something else in it."""
    content: dict[str, Any] = copy.deepcopy(dict(compiled.content()))
    change(content)
    part = books.part_of(content)
    return KeptBook.objects.create(fingerprint=part["fingerprint"], kept_at=clock.now(), content=books.packed(part))


def rules_of(content: dict[str, Any], file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = content["documents"][f"rules/entitlements/{file}"]["rules"]
    return found


def without(file: str, rule: str) -> Callable[[dict[str, Any]], Any]:
    """A book in which a rule was not yet written."""

    def change(content: dict[str, Any]) -> None:
        rows = rules_of(content, file)
        rows[:] = [raw for raw in rows if raw["id"] != rule]

    return change
