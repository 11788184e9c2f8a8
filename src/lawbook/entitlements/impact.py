"""Whose answers change, and how: when the book changes, or when time passes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .columns import Caseload, Columns, Key, places_of
from .rules import EntitlementBook


@dataclass(frozen=True, slots=True)
class Change:
    """One rule says something else about these people.

    old, new  result, day and amount; None where a book does not have the rule
    people    their places in the caseload
    """

    rule: str
    old: Key | None
    new: Key | None
    people: tuple[int, ...]


def of_books(old: EntitlementBook, new: EntitlementBook, caseload: Caseload, day: date) -> list[Change]:
    """What a new book changes on one day."""
    return list(_changes(Columns(old, caseload, day), Columns(new, caseload, day)))


def of_days(book: EntitlementBook, caseload: Caseload, first: date, second: date) -> list[Change]:
    """What changes between two days."""
    return list(_changes(Columns(book, caseload, first), Columns(book, caseload, second)))


def turning(book: EntitlementBook, caseload: Caseload, days: Sequence[date]) -> Iterator[tuple[str, int]]:
    """Rules, each with the places of those to whom it does not say the same on all these days."""
    columns = [Columns(book, caseload, day) for day in days]
    for rule in book:
        turned = 0
        for old, new in pairwise(column.answers(rule) for column in columns):
            turned |= caseload.everybody & ~_same(old, new)
        yield from ((rule.id, place) for place in places_of(turned))


def _changes(before: Columns, after: Columns) -> Iterator[Change]:
    names = dict.fromkeys((*before.book.rules, *after.book.rules))
    for name in names:
        old = before.answers(before.book.rules[name]) if name in before.book.rules else {}
        new = after.answers(after.book.rules[name]) if name in after.book.rules else {}
        yield from _of_rule(name, old, new, before.caseload.everybody)


def _of_rule(name: str, old: dict[Key, int], new: dict[Key, int], everybody: int) -> Iterator[Change]:
    moved = everybody & ~_same(old, new)
    if not moved or not (old or new):
        return
    after = _by_place(new, moved)
    pairs: dict[tuple[Key | None, Key | None], list[int]] = {}
    before = _by_place(old, moved)
    for place in places_of(moved):
        pairs.setdefault((before.get(place), after.get(place)), []).append(place)
    for (was, now), places in pairs.items():
        yield Change(name, was, now, tuple(places))


def _same(old: dict[Key, int], new: dict[Key, int]) -> int:
    """Those who are told the same twice."""
    same = 0
    for key, people in old.items():
        same |= people & new.get(key, 0)
    return same


def _by_place(answers: dict[Key, int], wanted: int) -> dict[int, Key]:
    return {place: key for key, people in answers.items() for place in places_of(people & wanted)}
