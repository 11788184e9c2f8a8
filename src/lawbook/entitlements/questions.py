"""Ready-made questions of „Was wäre, wenn“: facts that are only supposed, from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from .. import compiled
from ..errors import RuleError
from .rules import EntitlementBook, Fact, load

SPECIAL = 3


@dataclass(frozen=True)
class Question:
    """What is supposed.

    starts      (month, day) on which it begins next; None for the day that is asked
    from_start  facts that take the day it begins
    """

    code: str
    label: str
    plain: str
    facts: Mapping[str, Any]
    starts: tuple[int, int] | None
    from_start: tuple[str, ...]

    def begins_on(self, today: date) -> date:
        """The next such day, today itself included."""
        if self.starts is None:
            return today
        this_year = date(today.year, *self.starts)
        return this_year if this_year >= today else date(today.year + 1, *self.starts)

    def change(self, today: date) -> dict[str, Any]:
        """The supposed facts by name."""
        return {**self.facts, **dict.fromkeys(self.from_start, self.begins_on(today))}


@lru_cache(maxsize=1)
def ready_questions() -> tuple[Question, ...]:
    """The questions of our own book, in their order; read once. raises RuleError"""
    return questions_of(compiled.content()["documents"]["rules/what_if"]["questions"], load())


def questions_of(rows: list[Mapping[str, Any]], book: EntitlementBook) -> tuple[Question, ...]:
    """raises RuleError where a question supposes what may not be supposed, or names what does not exist"""
    return tuple(_question(row, book) for row in rows)


def _question(row: Mapping[str, Any], book: EntitlementBook) -> Question:
    for name in (*row["facts"], *row.get("from_start", ())):
        fact = book.facts.get(name)
        if fact is None or fact.judgement or fact.level >= SPECIAL or not _fits(fact, row["facts"].get(name)):
            raise RuleError(f"what_if: {row['code']}: {name} does not exist, does not fit or may not be supposed")
    month, _dash, day = row.get("starts", "").partition("-")
    return Question(
        code=row["code"],
        label=row["label"],
        plain=row["plain"],
        facts=row["facts"],
        starts=(int(month), int(day)) if month else None,
        from_start=tuple(row.get("from_start", ())),
    )


def _fits(fact: Fact, value: Any) -> bool:
    """Whether a value of the file has the type of its fact; a date has none there, it takes the day of the start."""
    if fact.type == "yes_no":
        return isinstance(value, bool)
    if fact.type == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    return value in fact.values if fact.type == "enum" else fact.type == "date" and value is None
