"""How many deadlines a core counts in a second: mixed rules, places and days from a fixed seed."""

import random
import time
from datetime import date, timedelta

from .deadlines import Facts, Impossible, Rule, RuleBook, compute

SEED = 2026
FIRST_DAY, DAYS = date(2015, 1, 1), 20 * 365
PLACES = ("BB", "BE", None)


def mixed_questions(book: RuleBook, count: int) -> list[tuple[str, Facts]]:
    """Questions over every rule that counts from a day, the same ones at every run."""
    draw = random.Random(SEED)  # noqa: S311 -- invented days, no secret
    rules = [rule for rule in book if any(version.duration for version in rule.versions)]
    found: list[tuple[str, Facts]] = []
    while len(found) < count:
        rule = draw.choice(rules)
        facts = _facts(rule, FIRST_DAY + timedelta(days=draw.randrange(DAYS)), draw.choice(PLACES))
        try:
            compute(book, rule.id, facts)
        except Impossible:
            continue
        found.append((rule.id, facts))
    return found


def _facts(rule: Rule, day: date, place: str | None) -> Facts:
    """One day for the start of the rule, delivered as often by post as by envelope."""
    name = rule.start[-1]
    if name == "service":
        name = "posted_on" if day.toordinal() % 2 else "served_on"
    return Facts({name: day}, None if len(rule.regimes) > 1 else rule.regimes[0], place)


def deadlines_per_second(book: RuleBook, count: int) -> float:
    """Deadlines counted in a second of processor time, with all reasons in words."""
    questions = mixed_questions(book, count)
    begun = time.process_time()
    for rule, facts in questions:
        compute(book, rule, facts)
    return count / (time.process_time() - begun)
