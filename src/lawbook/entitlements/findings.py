"""One person, one day: what each rule says, since when or until when, and what to ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import logic
from .expressions import Called, Combined, Name, Node, children
from .logic import UNKNOWN, Between
from .rules import Contradiction, EntitlementBook, Rule
from .scope import Bound, PersonScope

OPEN, WAITING, DEADLINE, PASSED = "open", "waiting", "deadline", "deadline_passed"
NOT_IN_FORCE, NOT_MET, MISSING = "not_in_force", "condition_not_met", "fact_missing"
DEFINITE = frozenset({"entitled", "not_entitled", "discretionary", "duty"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a condition with its value: True, False, or None where it is not known."""

    text: str
    holds: bool | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one person on one day.

    result  entitled, not_entitled, discretionary, duty, waiting, deadline, deadline_passed, not_in_force,
            condition_not_met, open; fact_missing where unlisted facts count as no
    until   day on which waiting ends, or last day of a deadline
    ask     names of facts that would decide, the most decisive first
    """

    rule: Rule
    result: str
    until: date | None = None
    amount: Any = None
    ask: tuple[str, ...] = ()
    because: tuple[Part, ...] = ()


def findings(
    book: EntitlementBook,
    facts: Mapping[str, Any],
    day: date,
    *,
    rules: Iterable[str] | None = None,
    unlisted_is_no: bool = False,
) -> tuple[Finding, ...]:
    """What every rule, or those named, says.

    facts  by name; a fact that is not in it is unknown, None is known to be none
    """
    scope = PersonScope(book, facts, day, unlisted_is_no=unlisted_is_no)
    chosen = [book.rules[name] for name in rules] if rules is not None else list(book)
    return tuple(finding(book, rule, scope) for rule in chosen)


def contradictions(book: EntitlementBook, facts: Mapping[str, Any], day: date) -> tuple[Contradiction, ...]:
    """Facts of a person that cannot all be right; where something is unknown nothing is said."""
    scope = PersonScope(book, facts, day)
    return tuple(each for each in book.contradictions if each.when.holds(scope) is True)


@dataclass(frozen=True, slots=True)
class Compared:
    """What one rule says before and after a change of facts."""

    before: Finding
    after: Finding

    @property
    def is_changed(self) -> bool:
        one, other = self.before, self.after
        return (one.result, one.until, one.amount) != (other.result, other.until, other.amount)


def what_if(
    book: EntitlementBook, facts: Mapping[str, Any], change: Mapping[str, Any], day: date
) -> tuple[Compared, ...]:
    """Both answers of every rule side by side."""
    before, after = findings(book, facts, day), findings(book, {**facts, **change}, day)
    return tuple(Compared(one, other) for one, other in zip(before, after, strict=True))


def finding(book: EntitlementBook, rule: Rule, scope: PersonScope) -> Finding:
    """What one rule says."""
    result, until = answer(rule, scope)
    amount = _amount(rule, scope) if result == rule.result else None
    ask = asked(book, rule, scope) if result in (OPEN, MISSING) or amount is UNKNOWN else ()
    return Finding(rule, result, until, None if amount is UNKNOWN else amount, ask, _because(book, rule, scope))


def answer(rule: Rule, scope: PersonScope, *, condition_holds: bool = False) -> tuple[str, date | None]:
    """Result and day. condition_holds: somebody else has found that already."""
    if not rule.is_in_force(scope.day):
        return NOT_IN_FORCE, None
    holds = condition_holds or rule.condition.holds(scope)
    if holds is not True:
        return (NOT_MET if holds is False else OPEN), None
    if rule.threshold is None:
        return rule.result, None
    return _by_threshold(rule, rule.threshold.value(scope), scope)


def _by_threshold(rule: Rule, day: Any, scope: PersonScope) -> tuple[str, date | None]:
    if day is None and scope.unlisted_is_no:
        return MISSING, None
    if day is None or day is UNKNOWN:
        return OPEN, None
    reached = logic.compare(">=", scope.day, day) if rule.threshold_mode == WAITING else None
    if rule.threshold_mode == WAITING:
        if reached is UNKNOWN:
            return OPEN, None
        return (rule.result, None) if reached else (WAITING, _last(day))
    in_time = logic.compare("<=", scope.day, day)
    if in_time is UNKNOWN:
        return OPEN, None
    return (DEADLINE if in_time else PASSED), _last(day, is_late=False)


def _last(day: Any, *, is_late: bool = True) -> date:
    if isinstance(day, Between):
        day = day.high if is_late else day.low
    found: date = day
    return found


def _amount(rule: Rule, scope: PersonScope) -> Any:
    if rule.amount is None:
        return None
    amount = rule.amount.value(scope)
    return UNKNOWN if isinstance(amount, Between) else amount


def parts_of(rule: Rule) -> Sequence[Node]:
    """The parts of a condition that all must hold."""
    condition = rule.condition
    return condition.parts if isinstance(condition, Combined) and condition.sign == "and" else (condition,)


def _because(book: EntitlementBook, rule: Rule, scope: PersonScope) -> tuple[Part, ...]:
    """The parts of the condition that all must hold, each with its value."""
    found = []
    for part in parts_of(rule):
        holds = part.holds(scope)
        found.append(Part(part.text, None if holds is UNKNOWN else holds, book.facts_in(part)))
    return tuple(found)


def asked(book: EntitlementBook, rule: Rule, scope: PersonScope) -> tuple[str, ...]:
    """Facts that may still matter for a rule, the most decisive first: how many of their values settle the answer."""
    matter = dict.fromkeys(name for node in rule.expressions for name in open_facts(node, scope))
    weight = {name: _decides(book, rule, scope, name) for name in matter}
    order = {name: place for place, name in enumerate(matter)}
    return tuple(sorted(matter, key=lambda name: (-weight[name], order[name])))


def open_facts(node: Node, scope: PersonScope) -> list[str]:
    """Facts that are not known in the parts of an expression that are not settled."""
    value = node.value(scope)
    if value is not UNKNOWN and not isinstance(value, Between):
        return []
    if isinstance(node, Called) and node.function in scope.book.helpers:
        return _open_in_helper(node, scope)
    if isinstance(node, Name):
        return _open_name(node.name, scope)
    return [name for child in children(node) for name in open_facts(child, scope)]


def _open_in_helper(node: Called, scope: PersonScope) -> list[str]:
    """Open facts behind a helper word: its own, and those of the arguments that matter."""
    helper = scope.book.helpers[node.function]
    given = dict(zip(helper.given, node.arguments, strict=True))
    inside = Bound(scope, {name: argument.value(scope) for name, argument in given.items()})
    found: list[str] = []
    for name in open_facts(helper.body, inside):
        found += open_facts(given[name], scope) if name in given else [name]
    return found


def _open_name(name: str, scope: PersonScope) -> list[str]:
    if name == "age":
        return ["birth_date"]
    if name in scope.book.helpers:
        return open_facts(scope.book.helpers[name].body, scope)
    return [name]


def _decides(book: EntitlementBook, rule: Rule, scope: PersonScope, name: str) -> float:
    """Share of the possible values of a fact with which the answer would no longer be open."""
    candidates = _candidates(book, name, scope.day)
    settled = 0
    for candidate in candidates:
        told = PersonScope(book, {**scope.facts, name: candidate}, scope.day, unlisted_is_no=scope.unlisted_is_no)
        settled += answer(rule, told)[0] not in (OPEN, MISSING)
    return settled / len(candidates)


def _candidates(book: EntitlementBook, name: str, day: date) -> list[Any]:
    fact = book.facts[name]
    if fact.type == "yes_no":
        return [True, False]
    if fact.type == "enum":
        return list(fact.values) or ["none"]
    if fact.type == "set":
        return [frozenset(), *(frozenset({code}) for code in fact.values)]
    if fact.type == "number":
        return [0, 1_000]
    if fact.type == "country":
        return sorted(frozenset().union(*book.sets.values()) & _countries(book)) or ["AFG"]
    return [date(day.year - 30, 1, 1), day, None]


def _countries(book: EntitlementBook) -> frozenset[str]:
    return frozenset(code for codes in book.sets.values() for code in codes if len(code) == 3 and code.isupper())
