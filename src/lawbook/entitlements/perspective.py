"""Doors over time: from which day to which day a rule says what, found from the days in the law and in the facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .expressions import Called, Node, children
from .findings import DEADLINE, DEFINITE, PASSED, WAITING, answer
from .logic import UNKNOWN, Between
from .rules import EntitlementBook, Rule
from .scope import Bound, PersonScope, completed_years

DAY = timedelta(days=1)
OPENING, CLOSING, CLOSED, UNSURE = "opening", "closing", "closed", "unsure"
IS_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included, a rule says the same.

    door  open, opening (waiting for a day), closing (a last day is ahead), closed, unsure (facts are missing)
    """

    since: date
    until: date
    result: str
    day: date | None
    amount: Any
    door: str


def perspective(
    book: EntitlementBook, facts: Mapping[str, Any], first: date, last: date, *, rules: Sequence[str] | None = None
) -> dict[str, tuple[Period, ...]]:
    """For each rule its periods between two days, both included, without a gap."""
    chosen = [book.rules[name] for name in rules] if rules is not None else list(book)
    return {rule.id: periods_of(book, rule, facts, first, last) for rule in chosen}


def periods_of(
    book: EntitlementBook, rule: Rule, facts: Mapping[str, Any], first: date, last: date
) -> tuple[Period, ...]:
    """The periods of one rule. Between two turning days nothing can change, so only these are asked."""
    turns = [day for day in turning_days(book, rule, facts, first, last) if first < day <= last]
    found: list[tuple[date, tuple[str, date | None, Any]]] = []
    for day in [first, *turns]:
        says = _says(book, rule, facts, day)
        if not found or found[-1][1] != says:
            found.append((day, says))
    ends = [day - DAY for day, _ in found[1:]] + [last]
    return tuple(
        Period(since, until, *says, door=_door(rule, says[0], until, last))
        for (since, says), until in zip(found, ends, strict=True)
    )


def _says(book: EntitlementBook, rule: Rule, facts: Mapping[str, Any], day: date) -> tuple[str, date | None, Any]:
    scope = PersonScope(book, facts, day)
    result, until = answer(rule, scope)
    amount = rule.amount.value(scope) if rule.amount and result == rule.result else None
    return result, until, None if amount is UNKNOWN or isinstance(amount, Between) else amount


def _door(rule: Rule, result: str, until: date, last: date) -> str:
    if result == WAITING:
        return OPENING
    if result == DEADLINE or (result in DEFINITE and until < last):
        return CLOSING
    if result in DEFINITE:
        return IS_OPEN
    return CLOSED if result in (PASSED, "not_in_force", "condition_not_met") else UNSURE


def turning_days(book: EntitlementBook, rule: Rule, facts: Mapping[str, Any], first: date, last: date) -> list[date]:
    """Every day on which the answer of a rule may turn, in order; more than needed, never fewer."""
    days = {rule.since, *((rule.until + DAY,) if rule.until and rule.until < date.max else ())}
    scope = PersonScope(book, facts, first)
    for node in rule.expressions:
        for value in _days_in(node, scope):
            days |= {value, value + DAY}
    if "birth_date" in book.facts_of[rule.id]:
        days |= set(_birthdays(facts.get("birth_date", UNKNOWN), first, last))
    if rule.amount:
        days |= {date(year, 1, 1) for year in range(first.year, last.year + 2)}
        days |= {key for table in book.amounts.values() for key in table if isinstance(key, date)}
    return sorted(days)


def _days_in(node: Node, scope: PersonScope) -> Iterator[date]:
    """Days that any part of an expression yields, in every branch and behind every helper word."""
    value = node.value(scope)
    if isinstance(value, Between):
        yield from (end for end in (value.low, value.high) if isinstance(end, date))
    elif isinstance(value, date) and value != scope.day:
        yield value
    for child in children(node):
        yield from _days_in(child, scope)
    if isinstance(node, Called) and node.function in scope.book.helpers:
        helper = scope.book.helpers[node.function]
        given = {name: part.value(scope) for name, part in zip(helper.given, node.arguments, strict=True)}
        yield from _days_in(helper.body, Bound(scope, given))
    for name in node.names & set(scope.book.helpers):
        if not scope.book.helpers[name].given and node.text == name:
            yield from _days_in(scope.book.helpers[name].body, scope)


def _birthdays(born: Any, first: date, last: date) -> Iterator[date]:
    """Every day on which somebody gets a year older; of both ends where only bounds are known."""
    ends = (born.low, born.high) if isinstance(born, Between) else (born,)
    for end in ends:
        if isinstance(end, date):
            for year in range(first.year, last.year + 1):
                yield birthday(end, year)


def birthday(born: date, year: int) -> date:
    """The day in a year on which another year is completed: 1 March for those born on 29 February."""
    day = date(year, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=year)
    if (born.month, born.day) == (2, 29) and completed_years(born, day - DAY) == completed_years(born, day):
        return date(year, 2, 29)
    return day
