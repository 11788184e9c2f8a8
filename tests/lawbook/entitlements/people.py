"""Invented people for the entitlement rules."""

import random
from datetime import date, timedelta
from typing import Any

from lawbook import entitlements
from lawbook.entitlements import Between

BOOK = entitlements.load()
DAY = date(2026, 11, 22)
COUNTRIES = ("AFG", "SYR", "UKR", "GEO", "TUR", "ERI")


def some_people(count: int, *, known: float, seed: int = 2026) -> list[dict[str, Any]]:
    """People of whom this share of the facts is known; of some only the year of birth."""
    draw = random.Random(seed)
    facts = [fact for fact in BOOK.facts.values() if fact.name != "age"]
    return [{fact.name: value(draw, fact) for fact in facts if draw.random() < known} for _ in range(count)]


def value(draw: random.Random, fact: Any) -> Any:
    """A value of the type of a fact."""
    simple = {"yes_no": draw.random() < 0.4, "number": draw.randrange(40), "country": draw.choice(COUNTRIES)}
    if fact.type in simple:
        return simple[fact.type]
    if fact.type == "enum":
        return draw.choice(list(fact.values))
    if fact.type == "set":
        return frozenset(draw.sample(sorted(fact.values), draw.randrange(2)))
    if fact.name == "birth_date" and draw.random() < 0.2:
        year = draw.randrange(1950, 2026)
        return Between(date(year, 1, 1), date(year, 12, 31))
    first = date(1950, 1, 1) if fact.name == "birth_date" else date(2018, 1, 1)
    return first + timedelta(days=draw.randrange((date(2026, 11, 1) - first).days))
