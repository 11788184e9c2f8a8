"""The door to the engine: one question, its answer with every other reading beside it."""

from . import readings, regimes
from .answers import Answer, Facts
from .engine import answer as answer_of
from .rules import RuleBook


def compute(book: RuleBook, rule_id: str, facts: Facts) -> Answer:
    """The deadline of one rule.

    facts   events by name of `rules/events.yaml`; the Land is that of the court or authority, not of the person
    raises  Impossible with a German sentence for an unknown rule or facts that contradict each other
    """
    rule = book.get(rule_id)
    regimes.check_order(facts.events)
    regime = regimes.of_rule(rule, facts.events, facts.regime, book)
    answer = answer_of(book, rule, facts, regime)
    answer = readings.with_wrong_instruction(book, rule, facts, answer)
    answer = readings.with_other_starts(book, rule, facts, regime, answer)
    return readings.with_new_reading(book, rule, facts, regime, answer)
