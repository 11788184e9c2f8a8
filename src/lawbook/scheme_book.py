"""The kinds of changes from one benefit to another, read from `rules/scheme_changes.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from . import compiled
from .errors import RuleError
from .periods import add_months

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """One kind of change as the book has it.

    right, application, payment, rent, health  text, basis, sources and confidence of that part
    hint                                       rules that show that the change is due, {} where none does
    """

    id: str
    old: tuple[str, ...]
    new: str
    old_payer: str
    new_payer: str
    triggers: tuple[Mapping[str, Any], ...]
    hint: Mapping[str, Any]
    right: Mapping[str, Any]
    application: Mapping[str, Any]
    payment: Mapping[str, Any]
    rent: Mapping[str, Any]
    health: Mapping[str, Any]
    also: tuple[Mapping[str, Any], ...]
    steps: tuple[Mapping[str, Any], ...]
    warnings: tuple[int, ...]

    def right_begins(self, trigger: date) -> date:
        """First day of the new right, when what triggers it happened on this day."""
        return first_of_month(add_months(trigger, 1)) if self.right["from"] == "next_month" else trigger

    def counts_from(self, application: date) -> date:
        """First day an application of this day reaches."""
        return first_of_month(application) if self.application["counts_from"] == "month" else application

    def lasts_until(self, also: Mapping[str, Any], right_since: date) -> date | None:
        """Last day of something that runs for months from the first day of the new right, that day counted."""
        return add_months(right_since, also["months"]) - DAY if "months" in also else None

    @property
    def needs_application(self) -> bool:
        return bool(self.application["counts_from"] != "none")


@dataclass(frozen=True)
class Book:
    """All changes. weeks_ahead: so long before a gap the warning is red; days: German names of the days asked for."""

    changes: tuple[Change, ...]
    weeks_ahead: int
    days: Mapping[str, str]
    sentences: Mapping[str, str]

    def find(self, old: str, new: str) -> Change | None:
        """The change between two benefits, None where the book has none."""
        return next((each for each in self.changes if old in each.old and new == each.new), None)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one change; None is not known, of `applied_on`: not filed."""

    right_since: date
    old_paid_until: date | None = None
    applied_on: date | None = None
    first_payment_on: date | None = None
    rent_paid_until: date | None = None
    rent_from: date | None = None
    insured_until: date | None = None
    insured_from: date | None = None


@lru_cache(maxsize=1)
def load() -> Book:
    """The changes of our own book; read once per process. raises RuleError"""
    return from_content(compiled.content()["documents"])


def from_content(documents: Mapping[str, Any]) -> Book:
    """The changes of a compiled book. raises RuleError where one names what does not exist"""
    document = documents["rules/scheme_changes"]
    book = Book(
        changes=tuple(_change(raw) for raw in document["changes"]),
        weeks_ahead=document["weeks_ahead"],
        days=MappingProxyType(document["days"]),
        sentences=MappingProxyType(document["sentences"]),
    )
    for change in book.changes:
        _check(change, documents)
    return book


def _change(raw: Mapping[str, Any]) -> Change:
    lists = ("old", "triggers", "also", "steps", "warnings")
    return Change(**{"hint": {}, **raw, **{name: tuple(raw.get(name) or ()) for name in lists}})


def _check(change: Change, documents: Mapping[str, Any]) -> None:
    def known(kind: str, names: Sequence[Any], there: Any) -> None:
        if unknown := {name for name in names if name} - set(there):
            raise RuleError(f"{change.id}: unknown {kind}: {', '.join(map(str, sorted(unknown)))}")

    parts = (change.right, change.application, change.payment, change.rent, change.health, *change.also)
    rules = [
        rule["id"] for name in documents if name.startswith("rules/entitlements/") for rule in documents[name]["rules"]
    ]
    named = [part.get("rule") for part in (*change.triggers, *change.also)]
    known("rules", [*named, *(rule for rules_of in change.hint.values() for rule in rules_of)], rules)
    known("sources", [source for part in parts for source in part["sources"]], documents["rules/sources"]["sources"])
    known("schemes", [*change.old, change.new], _codes(documents["values/benefit_schemes"]))
    known("offices", [step["office"] for step in change.steps], _codes(documents["values/office_kinds"]))
    known("days", [step.get("done_by") for step in change.steps], Days.__dataclass_fields__)


def _codes(value_list: Mapping[str, Any]) -> set[str]:
    return {entry["code"] for entry in value_list["entries"]}


def first_of_month(day: date) -> date:
    return day.replace(day=1)
