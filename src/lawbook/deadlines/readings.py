"""Other readings beside an answer: missing instruction, new law on old cases, periods that may start twice."""

from dataclasses import replace
from typing import Any

from . import regimes, safety
from .answers import Act, Alternative, Answer, Facts
from .engine import answer as answer_of
from .rules import Rule, RuleBook


def with_wrong_instruction(book: RuleBook, rule: Rule, facts: Facts, answer: Answer) -> Answer:
    """The longer period of a missing or wrong instruction stands beside; the target stays the short one."""
    if facts.events.get("instruction") not in ("missing", "wrong") or not rule.if_wrong_instruction:
        return answer
    longer_rule = _of_this_law(book, book.get(rule.if_wrong_instruction), answer.regime)
    longer = answer_of(book, replace(longer_rule, delivery=rule.delivery), facts, answer.regime)
    longer = with_new_reading(book, longer_rule, facts, answer.regime, longer)
    reason = "Die Belehrung fehlt oder ist falsch: die längere Frist läuft. Ziel bleibt der frühere Tag."
    beside = Alternative(reason, longer.rule, longer.last_day)
    return answer.but(alternatives=(*answer.alternatives, beside, *longer.alternatives))


def _of_this_law(book: RuleBook, rule: Rule, regime: str | None) -> Rule:
    """This rule, or the old one that is read beside it where the case falls under old law."""
    if regime is None or regime in rule.regimes:
        return rule
    return next((old for old in book if old.new_reading == rule.id and regime in old.regimes), rule)


def with_new_reading(book: RuleBook, rule: Rule, facts: Facts, regime: str | None, answer: Answer) -> Answer:
    """Old asylum law, decided under new law: both are counted and the earlier day is the safe one."""
    decided = facts.day("decided_on") or answer.start_on
    border = book.borders["lodged_on"][1]
    if regime != regimes.OLD or not rule.new_reading or decided is None or decided < border:
        return answer
    newer = answer_of(
        book, book.get(rule.new_reading), Facts(_unhinged(book, facts), None, facts.place_land), regimes.NEW
    )
    known = {act.act for act in answer.file_together}
    requests = tuple(Act(act.act, act.basis, True) for act in newer.file_together if act.act not in known)
    reason = "Nach neuem Recht gerechnet: ob es für dieses alte Verfahren gilt, ist ungeklärt."
    return answer.but(
        file_together=(*answer.file_together, *requests),
        alternatives=(*answer.alternatives, Alternative(reason, newer.rule, newer.last_day)),
        safe_day=safety.earlier(answer.safe_day, newer.safe_day),
        confidence=answer.confidence if newer.last_day in (None, answer.last_day) else "uncertain",
    )


def _unhinged(book: RuleBook, facts: Facts) -> dict[str, Any]:
    """The facts without the days that choose the law."""
    return {name: value for name, value in facts.events.items() if name not in book.borders}


def with_other_starts(book: RuleBook, rule: Rule, facts: Facts, regime: str | None, answer: Answer) -> Answer:
    """Transfer periods may start twice: every other start that is known stands beside."""
    known = [name for name in rule.start if facts.day(name)] if rule.field == "transfer" else []
    beside = []
    for name in known[1:]:
        others = {key: value for key, value in facts.events.items() if key not in known or key == name}
        other = answer_of(book, rule, Facts(others, facts.regime, facts.place_land), regime)
        reason = f"Mit anderem Beginn gerechnet: {book.events[name].label}."
        beside.append(Alternative(reason, rule.id, other.last_day))
    return answer.but(alternatives=(*answer.alternatives, *beside)) if beside else answer
