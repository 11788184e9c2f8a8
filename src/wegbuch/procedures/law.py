"""The deadline rules as this program asks them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from lawbook import compiled, deadlines, periods
from lawbook.deadlines import Answer, LetterFacts, RuleBook
from lawbook.deadlines.as_json import as_object

from .models import Instruction, Letter

__all__ = [
    "answers_of",
    "as_object",
    "book",
    "day_by_instruction",
    "letter_groups",
    "letter_kind",
    "letter_kinds",
    "main_rules",
]


@cache
def book() -> RuleBook:
    """The rules this process works with; read once."""
    return deadlines.load()


def letter_kinds() -> Mapping[str, Mapping[str, Any]]:
    """Every kind of letter by its code, in the order of the book."""
    return book().letters


def letter_groups() -> Mapping[str, str]:
    """Headings over the kinds of letters."""
    groups: Mapping[str, str] = compiled.content()["documents"]["rules/letters"]["groups"]
    return groups


def letter_kind(code: str) -> Mapping[str, Any]:
    """One kind of letter: label, group, rules, stage, plain, can_do …"""
    return book().letters[code]


def main_rules(code: str) -> frozenset[str]:
    """The rules of the act that a kind of letter is about, one for each law."""
    return frozenset(names[0] for names in letter_kind(code)["rules"].values() if names)


def facts_of(letter: Letter) -> LetterFacts:
    """A letter of the file as the lawbook asks for it."""
    events = letter.all_events()
    if letter.instruction != Instruction.UNKNOWN:
        events["instruction"] = str(letter.instruction)
    return LetterFacts(kind=letter.kind, events=events, court=letter.court or None)


def answers_of(letter: Letter) -> tuple[Answer, ...]:
    """Every deadline that follows from a letter: the act it is about, then the others by their day.

    raises  lawbook.deadlines.Impossible with a German sentence and the fields that contradict each other
    """
    return deadlines.after_letter(book(), facts_of(letter))


def day_by_instruction(letter: Letter, main: Answer) -> date | None:
    """The last day by the letter's own words: the day it names, or the period it names counted from the same start."""
    if letter.instructed_day or not letter.instructed_period or main.start_on is None:
        return letter.instructed_day
    calendar = book().calendars[main.place_land or "BB"]
    end = periods.end_of(main.start_on, periods.read(letter.instructed_period), calendar)
    return calendar.working_day_from(end)
