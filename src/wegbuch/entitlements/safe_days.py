"""The day by which to act on a last day: the cautious one, as Post & Fristen names it (decisions 22 and 24)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeGuard

from lawbook import deadlines
from lawbook.deadlines import Impossible
from lawbook.deadlines.safety import days_before
from lawbook.entitlements import Rule
from lawbook.entitlements.expressions import Called, Compared, Node, children
from lawbook.entitlements.scope import PersonScope
from wegbuch.core import clock

from . import law

# Functions of the rules whose day has moved on to a working day already.
SHIFTING = frozenset({"deadline_days", "deadline_months"})
# How the deadline rules call a letter that was delivered, and the fact that tells its day.
DELIVERY, DELIVERED = "service", "served_on"


def safe_day(rule: Rule, until: date, facts: Mapping[str, Any]) -> date:
    """The day to act by, never after the last one.

    until  last day as the rule counts it
    facts  of the person, as `knowledge.Subject.facts`
    """
    start = _start(rule, facts)
    day = _nearest(rule, until)
    if start and start <= until:
        counted = _as_deadline(rule.deadline, start) if rule.deadline else None
        day = max(min(day, counted or day), start)
    return min(day, until)


def is_of_letter(rule: Rule) -> bool:
    """Whether the day follows from a letter that can be entered in Post & Fristen, which then counts it exactly."""
    return bool(rule.deadline) and deadlines.load().get(rule.deadline).start[0] == DELIVERY


@cache
def has_window(rule_id: str) -> bool:
    """Whether a condition sets a last day itself: „D <= …“."""
    return any(_is_last_day(node) for node in _nodes(law.book().rules[rule_id].condition))


def _nearest(rule: Rule, until: date) -> date:
    """Two working days before a day that has moved, the last working day up to a fixed one."""
    calendar = law.book().calendar
    return days_before(until, calendar) if _is_shifting(rule) else calendar.working_day_until(until)


def _is_shifting(rule: Rule) -> bool:
    return isinstance(rule.threshold, Called) and rule.threshold.function in SHIFTING


@lru_cache(maxsize=1024)
def _as_deadline(name: str, start: date) -> date | None:
    """The safe day of the deadline rule that counts the same days."""
    book = deadlines.load()
    event = book.get(name).start[0]
    events = {DELIVERED if event == DELIVERY else event: start}
    try:
        return deadlines.compute(book, name, deadlines.Facts(events)).safe_day
    except Impossible:
        return None


def _start(rule: Rule, facts: Mapping[str, Any]) -> date | None:
    """The day from which a rule counts up to its last day; None where that is not known or there is no such day."""
    scope = PersonScope(law.book(), facts, clock.today())
    days = (node.arguments[0].value(scope) for node in _counting(rule) if node.arguments)
    return next((day for day in days if isinstance(day, date)), None)


def _counting(rule: Rule) -> Iterator[Called]:
    windows = (node.sides[1] for node in _nodes(rule.condition) if _is_last_day(node))
    for node in (rule.threshold, *windows):
        if isinstance(node, Called):
            yield node


def _is_last_day(node: Node) -> TypeGuard[Compared]:
    """A comparison with the day on its smaller side."""
    return isinstance(node, Compared) and node.sides[0].text == "D" and node.signs[0] in ("<", "<=")


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _nodes(child)
