"""What speaks for and against one person, as codes, and the word that follows. Points are never shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from uuid import UUID

from rapidfuzz.distance import OSA

from ..spelling import fold, weakest_word
from .entries import Entry

SAME, ALIKE = 0.98, 0.84

POINTS = {
    "same_azr": 8,
    "same_number": 2,
    "same_birth": 4,
    "swapped_birth": 3,
    "same_year": 1,
    "both_open": 0,
    "same_name": 3,
    "same_sound": 3,
    "swapped_name": 3,
    "alike_name": 2,
    "one_letter": 1,
    "given_name": 0,
    "rare_name": 1,
    "same_entry": 2,
    "same_nationality": 1,
    "other_name": -2,
    "other_birth": -2,
    "other_sex": -3,
    "other_nationality": -2,
    "other_azr": -4,
}
WHOLE_NAME = frozenset({"same_name", "same_sound", "swapped_name"})


class Strength(IntEnum):
    """How likely two records are one person: the points from which each word holds."""

    POSSIBLE = 6
    LIKELY = 7
    STRONG = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person; `first` is the smaller id, `reasons` keys of `POINTS`."""

    first: UUID
    second: UUID
    strength: Strength
    reasons: tuple[str, ...]


def weigh(a: Entry, b: Entry, *, is_rare: bool) -> Pair | None:
    """The pair with its reasons, None where too little speaks for it.

    is_rare  hardly anybody else of this year of birth has this name
    """
    birth, name = _birth(a, b), _name(a, b)
    reasons = [*_numbers(a, b), *([birth] if birth else []), name]
    if is_rare and birth == "same_year" and name in WHOLE_NAME:
        reasons.append("rare_name")
    reasons += _surroundings(a, b)
    points = sum(POINTS[reason] for reason in reasons)
    # Whoever has another name is another person, unless the one number says so that is given to one person only.
    if points < Strength.POSSIBLE or (name == "other_name" and "same_azr" not in reasons):
        return None
    first, second = sorted((a.id, b.id))
    return Pair(first, second, Strength(min(points, Strength.STRONG)), tuple(reasons))


def _numbers(a: Entry, b: Entry) -> Iterator[str]:
    if a.azr & b.azr:
        yield "same_azr"
    elif a.azr and b.azr:
        yield "other_azr"
    if a.numbers & b.numbers:
        yield "same_number"


def _birth(a: Entry, b: Entry) -> str:
    """What the births say; "" where one of them is not known."""
    if a.year is None or b.year is None:
        return ""
    if a.year != b.year:
        return "other_birth"
    if a.is_day_open or b.is_day_open:
        return "both_open" if a.is_day_open and b.is_day_open else "same_year"
    if a.birth_date == b.birth_date:
        return "same_birth"
    return "swapped_birth" if a.birth_date and _swapped(a.birth_date) == b.birth_date else "other_birth"


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def _name(a: Entry, b: Entry) -> str:
    is_swapped = _alike(a.given_name, b.surname) >= ALIKE and _alike(a.surname, b.given_name) >= ALIKE
    if is_swapped and _alike(a.given_name, b.given_name) < ALIKE:
        return "swapped_name"
    if {fold(name) for name in a.names} & {fold(name) for name in b.names}:
        return "same_name"
    likeness = max((_alike(x, y) for x in a.names for y in b.names), default=0.0)
    if likeness >= ALIKE:
        return "same_sound" if likeness >= SAME else "alike_name"
    if _is_mistyped(f"{a.given_name} {a.surname}", f"{b.given_name} {b.surname}"):
        return "one_letter"
    return "given_name" if _alike(a.given_name, b.given_name) >= ALIKE else "other_name"


def _is_mistyped(left: str, right: str) -> bool:
    """One letter too many, too few, another, or two changed over."""
    return OSA.distance(fold(left), fold(right), score_cutoff=1) <= 1


@lru_cache(maxsize=200_000)
def _alike(left: str, right: str) -> float:
    return weakest_word(left, right) if left and right else 0.0


def _surroundings(a: Entry, b: Entry) -> Iterator[str]:
    if a.entered_on and a.entered_on == b.entered_on:
        yield "same_entry"
    if a.nationalities and b.nationalities:
        yield "same_nationality" if a.nationalities & b.nationalities else "other_nationality"
    if a.sex and b.sex and a.sex != b.sex:
        yield "other_sex"
