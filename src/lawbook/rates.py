"""Rates of the Land and staffing keys, each from a day on: read from `rules/rates.yaml`, money never as a float."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from . import compiled
from .errors import RuleError


class UnknownRate(LookupError):
    """The book has no such rate, or none that was valid on the day."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One amount with where it was read.

    complete_until      up to this day every notice was read
    is_outdated_guess   asked for a later day: there may be a newer rate that is not in the book
    """

    name: str
    title: str
    unit: str
    amount: Decimal
    valid_from: date
    complete_until: date
    basis: str
    source: str
    address: str
    confidence: str
    note: str
    checked_on: date
    is_outdated_guess: bool = False


@dataclass(frozen=True, slots=True)
class HeadRule:
    """Whose heads a key counts.

    schemes  benefits of the day; empty where the benefit does not matter
    key      name of the rate that says how many heads fill a post
    """

    name: str
    case_forms: tuple[str, ...]
    schemes: tuple[str, ...]
    key: str
    basis: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class ArrivalPattern:
    """How the arrivals of a year fell on its quarters."""

    name: str
    title: str
    quarters: tuple[int, ...]
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Book:
    """rates: the versions of each, oldest first."""

    rates: Mapping[str, tuple[Rate, ...]]
    heads: Mapping[str, HeadRule]
    arrivals: Mapping[str, ArrivalPattern]


def rate_on(name: str, day: date) -> Rate:
    """The newest rate known for this day. raises UnknownRate"""
    versions = load().rates.get(name)
    if versions is None:
        raise UnknownRate(f"the book has no rate {name!r}")
    begun = [rate for rate in versions if rate.valid_from <= day]
    if not begun:
        raise UnknownRate(f"no {name} is known for {day}")
    rate = begun[-1]
    return replace(rate, is_outdated_guess=day > rate.complete_until)


def heads(name: str) -> HeadRule:
    """Whose heads count for this kind of support. raises UnknownRate"""
    if name not in load().heads:
        raise UnknownRate(f"the book counts no heads of {name!r}")
    return load().heads[name]


@lru_cache(maxsize=1)
def load() -> Book:
    """The rates of our own book; read once per process. raises RuleError"""
    return from_content(compiled.content()["documents"])


def from_content(documents: Mapping[str, Any]) -> Book:
    """The rates of a compiled book. raises RuleError where it contradicts itself"""
    document = documents["rules/rates"]
    checked_on = date.fromisoformat(document["checked_on"])
    book = Book(
        rates=MappingProxyType({raw["name"]: _versions(raw, checked_on) for raw in document["rates"]}),
        heads=MappingProxyType({raw["name"]: _head_rule(raw) for raw in document["heads"]}),
        arrivals=MappingProxyType(
            {raw["name"]: ArrivalPattern(**{**raw, "quarters": tuple(raw["quarters"])}) for raw in document["arrivals"]}
        ),
    )
    _check(book, documents)
    return book


def _versions(raw: Mapping[str, Any], checked_on: date) -> tuple[Rate, ...]:
    versions = tuple(_rate(raw, value, checked_on) for value in raw["values"])
    if any(earlier.valid_from >= later.valid_from for earlier, later in pairwise(versions)):
        raise RuleError(f"{raw['name']}: values are out of order")
    return versions


def _rate(raw: Mapping[str, Any], value: Mapping[str, Any], checked_on: date) -> Rate:
    if isinstance(value["amount"], float):
        raise RuleError(f"{raw['name']}: an amount with a fraction must be text")
    return Rate(
        name=raw["name"],
        title=raw["title"],
        unit=raw["unit"],
        amount=Decimal(value["amount"]),
        valid_from=date.fromisoformat(value["valid_from"]),
        complete_until=date.fromisoformat(raw["complete_until"]),
        basis=raw["basis"],
        source=value["source"],
        address=value["address"],
        confidence=raw["confidence"],
        note=raw.get("note", ""),
        checked_on=checked_on,
    )


def _head_rule(raw: Mapping[str, Any]) -> HeadRule:
    return HeadRule(**{**raw, "case_forms": tuple(raw["case_forms"]), "schemes": tuple(raw["schemes"])})


def _check(book: Book, documents: Mapping[str, Any]) -> None:
    """Names that stand somewhere else exist there."""
    forms, schemes = (_codes(documents[f"values/{name}"]) for name in ("case_forms", "benefit_schemes"))
    for rule in book.heads.values():
        unknown = (set(rule.case_forms) - forms) | (set(rule.schemes) - schemes) | ({rule.key} - set(book.rates))
        if unknown:
            raise RuleError(f"{rule.name}: unknown names: {', '.join(sorted(unknown))}")


def _codes(value_list: Mapping[str, Any]) -> set[str]:
    return {entry["code"] for entry in value_list["entries"]}
