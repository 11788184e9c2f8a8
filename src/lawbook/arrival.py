"""Arriving in a municipality: which steps a person has to take, by when, and what is not known to say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from . import compiled
from .entitlements import EntitlementBook, Rule, expressions, rules
from .entitlements.expressions import Node
from .entitlements.findings import open_facts
from .entitlements.logic import UNKNOWN, Between
from .entitlements.scope import Bound, PersonScope
from .errors import RuleError

DOCUMENT = "rules/arrival_steps"
ARRIVED = "arrived_on"
# Days that count as the day of arrival where nobody told them.
MOVED_IN, IN_MUNICIPALITY = "moved_in_on", "municipality_since"
OPEN_LEVEL, SEALED_LEVEL = 2, 3


@dataclass(frozen=True)
class Step:
    """Something to do on arrival.

    when      condition; by: day it should be done by, None without one
    is_law    whether that day comes from the law, or is advice
    rule      entitlement rule it rests on, "" for none
    office    code of the kind of place, "" where nobody has to go anywhere
    level     3 where it would betray a special category
    """

    code: str
    title: str
    plain: str
    when: Node
    by: Node | None
    is_law: bool
    rule: str
    office: str
    documents: tuple[str, ...]
    basis: str
    sources: tuple[str, ...]
    confidence: str
    doubt: str
    level: int


@dataclass(frozen=True)
class Kind:
    """Whose list it is: a baby's, a school child's, an adult's."""

    code: str
    title: str
    when: Node


@dataclass(frozen=True, eq=False)
class ArrivalBook:
    """All steps and kinds, in the order of the file."""

    steps: Mapping[str, Step]
    kinds: tuple[Kind, ...]
    checked_on: date


@dataclass(frozen=True)
class Due:
    """A step somebody has to take, and by when."""

    step: Step
    by: date | None


@dataclass(frozen=True)
class Plan:
    """What one person has to do on arrival.

    kind  None while the age is not known well enough
    due   in the order of the days
    open  steps of which it is not known whether they concern this person
    ask   facts that would tell, in the order of the file
    """

    kind: Kind | None
    due: tuple[Due, ...]
    open: tuple[Step, ...]
    ask: tuple[str, ...]


@lru_cache(maxsize=1)
def load() -> ArrivalBook:
    """The steps of our own book; read once per process. raises RuleError"""
    return from_content(compiled.content(), rules.load())


def from_content(content: Mapping[str, Any], book: EntitlementBook) -> ArrivalBook:
    """The steps of a compiled book. raises RuleError"""
    document = content["documents"][DOCUMENT]
    places = {entry["code"] for entry in content["documents"]["values/office_kinds"]["entries"]}
    kinds = tuple(Kind(raw["code"], raw["title"], expressions.parse(raw["when"])) for raw in document["kinds"])
    steps: dict[str, Step] = {}
    for raw in document["steps"]:
        step = _step(raw, book)
        if step.code in steps:
            raise RuleError(f"{step.code} stands twice")
        _check(step, book, places)
        steps[step.code] = step
    return ArrivalBook(steps, kinds, date.fromisoformat(document["checked_on"]))


def plan(
    book: ArrivalBook,
    rulebook: EntitlementBook,
    facts: Mapping[str, Any],
    arrived_on: date,
    day: date,
    *,
    level: int,
    is_assumed: bool = False,
) -> Plan:
    """What a person with these facts has to do.

    arrived_on  day of coming to the municipality; stands for days of moving in that are not known
    is_assumed  that day is only taken for it: no day of the law is counted from it
    level       2 for the ordinary steps, 3 for those that would betray a special category
    """
    scope = PersonScope(rulebook, facts, day)
    mine = [step for step in book.steps.values() if (step.level == SEALED_LEVEL) == (level == SEALED_LEVEL)]
    holds = {step.code: step.when.holds(scope) for step in mine}
    days = Bound(scope, _days(facts, arrived_on))
    known = Bound(scope, {}) if is_assumed else days
    due = [Due(step, _by(step, known if step.is_law else days)) for step in mine if holds[step.code] is True]
    unclear = tuple(step for step in mine if holds[step.code] is UNKNOWN)
    kinds = [kind for kind in book.kinds if kind.when.holds(scope) is True]
    whose = () if kinds else tuple(kind.when for kind in book.kinds)
    asked = [name for node in (*whose, *(step.when for step in unclear)) for name in open_facts(node, scope)]
    return Plan(
        kind=kinds[0] if kinds else None,
        due=tuple(sorted(due, key=lambda each: each.by or date.max)),
        open=unclear,
        ask=tuple(dict.fromkeys(asked)),
    )


def _days(facts: Mapping[str, Any], arrived_on: date) -> dict[str, Any]:
    """The days that steps are counted from; who has lived in the municipality before has arrived before."""
    since = facts.get(IN_MUNICIPALITY) or arrived_on
    return {ARRIVED: since, IN_MUNICIPALITY: since, MOVED_IN: facts.get(MOVED_IN) or arrived_on}


def _by(step: Step, scope: Bound) -> date | None:
    if step.by is None or (ARRIVED in step.by.names and ARRIVED not in scope.bound):
        return None
    found = step.by.value(scope)
    if isinstance(found, Between):
        found = found.low
    return found if isinstance(found, date) else None


def _step(raw: Mapping[str, Any], book: EntitlementBook) -> Step:
    """A step; what it does not say itself comes from the rule it rests on."""
    name = raw.get("rule", "")
    if name and name not in book.rules:
        raise RuleError(f"{raw['code']}: there is no rule {name}")
    rule = book.rules[name] if name else None
    by = raw.get("by") or {}
    return Step(
        code=raw["code"],
        title=raw["title"],
        plain=raw["plain"],
        when=expressions.parse(raw["when"]),
        by=_day(by["day"], rule, book) if by else None,
        is_law=by.get("is") == "law",
        rule=name,
        office=raw.get("office_kind") or (rule.authority_code if rule else ""),
        documents=tuple(raw.get("documents", rule.documents if rule else ())),
        basis=raw.get("basis") or (rule.basis if rule else ""),
        sources=tuple(raw.get("sources") or (rule.sources if rule else ())),
        confidence=raw.get("confidence") or (rule.confidence if rule else ""),
        doubt=raw.get("doubt", ""),
        level=raw.get("level") or (rule.level if rule else OPEN_LEVEL),
    )


def _day(text: str, rule: Rule | None, book: EntitlementBook) -> Node:
    """A day of its own, or the day of a rule: „rule“ is the one the step rests on."""
    named = rule if text == "rule" else book.rules.get(text)
    if named is None:
        return expressions.parse(text)
    if named.threshold is None:
        raise RuleError(f"{named.id} has no day")
    return named.threshold


def _check(step: Step, book: EntitlementBook, places: set[str]) -> None:
    """Names exist, places and sources are known, and what asks a sealed fact is sealed itself."""
    known = set(book.facts) | set(book.sets) | set(book.helpers) | {"D", "age", ARRIVED}
    for node in (step.when, *([step.by] if step.by else ())):
        unknown = (node.names - known) | (node.calls - rules.PRIMITIVES - set(book.helpers))
        if unknown:
            raise RuleError(f"{step.code}: names what does not exist: {', '.join(sorted(unknown))}")
    if step.office and step.office not in places:
        raise RuleError(f"{step.code}: no kind of place is called {step.office}")
    if not step.sources or set(step.sources) - set(book.sources):
        raise RuleError(f"{step.code}: sources are missing or unknown")
    level = max((book.facts[name].level for name in book.facts_in(step.when)), default=OPEN_LEVEL)
    if (step.level == SEALED_LEVEL) != (level == SEALED_LEVEL):
        raise RuleError(f"{step.code}: asks for facts of level {level}, but is of level {step.level}")
