"""A whole caseload at once: for every fact the people of each value as bits, for every condition whom it holds for.

A condition is evaluated once for each different value of its facts, not once for each person; and, or, not are
operations on the bits of everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .expressions import Combined, Negated, Node
from .findings import NOT_IN_FORCE, NOT_MET, OPEN, answer
from .logic import UNKNOWN, Between
from .rules import EntitlementBook, Rule
from .scope import PersonScope

# From so many people on, a group is kept as bits of everybody; below, as a list of places.
MANY = 512
# For every byte the bits that are set in it.
BITS = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]
# A group of people: bits of everybody, or places in the caseload.
People = int | tuple[int, ...]
Group = tuple[tuple[Any, ...], People]
# What a rule says: result, day, amount.
Key = tuple[str, date | None, Any]


@dataclass(frozen=True, slots=True)
class Bits:
    """People for whom something holds, and those for whom it is unknown; everybody else: it does not hold."""

    yes: int
    unknown: int


class Caseload:
    """Many people, each with the facts that are known."""

    def __init__(self, people: Sequence[Mapping[str, Any]]) -> None:
        self.people = people
        self.everybody = (1 << len(people)) - 1
        self._places: dict[str, dict[Any, list[int]]] = {}
        self._groups: dict[tuple[str, ...], list[Group]] = {}
        self._timeless: dict[EntitlementBook, dict[str, Bits]] = {}
        for place, facts in enumerate(people):
            for name, value in facts.items():
                self._places.setdefault(name, {}).setdefault(value, []).append(place)

    def __len__(self) -> int:
        return len(self.people)

    def timeless(self, book: EntitlementBook) -> dict[str, Bits]:
        """For whom those conditions of a book hold that hang on no day: found once for all days."""
        return self._timeless.setdefault(book, {})

    def groups(self, names: tuple[str, ...]) -> list[Group]:
        """The people of every different combination of these facts."""
        if names not in self._groups:
            self._groups[names] = self._one(names[0]) if len(names) == 1 else self._several(names)
        return self._groups[names]

    def _one(self, name: str) -> list[Group]:
        """The people of each value of one fact; those of whom it is not known are the rest."""
        found = [((value,), self._packed(places)) for value, places in self._places.get(name, {}).items()]
        rest = self.everybody & ~self.union([people for _, people in found])
        return [*found, ((UNKNOWN,), rest)] if rest else found

    def _several(self, names: tuple[str, ...]) -> list[Group]:
        places: dict[tuple[Any, ...], list[int]] = {}
        for place, facts in enumerate(self.people):
            key = tuple([facts.get(name, UNKNOWN) for name in names])
            places.setdefault(key, []).append(place)
        return [(key, self._packed(found)) for key, found in places.items()]

    def _packed(self, places: list[int]) -> People:
        """Many people as bits, few as their places."""
        return tuple(places) if len(places) < MANY else bits_of(places)

    def union(self, groups: Iterable[People]) -> int:
        """Everybody who is in one of these groups, as bits."""
        bits = 0
        places: list[int] = []
        for group in groups:
            if isinstance(group, int):
                bits |= group
            else:
                places += group
        return bits | bits_of(places)


def bits_of(places: Sequence[int]) -> int:
    """Bits set at these places."""
    found = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def places_of(bits: int) -> list[int]:
    """The places at which bits are set, in order."""
    found = []
    for number, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            found += [(number << 3) + bit for bit in BITS[byte]]
    return found


class Columns:
    """The rules of a book over a caseload on one day."""

    def __init__(self, book: EntitlementBook, caseload: Caseload, day: date) -> None:
        self.book, self.caseload, self.day = book, caseload, day
        self._known: dict[str, Bits] = {}

    def answers(self, rule: Rule) -> dict[Key, int]:
        """What the rule says, and to whom."""
        everybody = self.caseload.everybody
        if not everybody:
            return {}
        if not rule.is_in_force(self.day):
            return {(NOT_IN_FORCE, None, None): everybody}
        holds = self.condition(rule.condition)
        found: dict[Key, int] = {(OPEN, None, None): holds.unknown}
        found[NOT_MET, None, None] = everybody & ~holds.yes & ~holds.unknown
        for key, people in self._where_it_holds(rule, holds.yes).items():
            found[key] = found.get(key, 0) | people
        return {key: people for key, people in found.items() if people}

    def _where_it_holds(self, rule: Rule, people: int) -> dict[Key, int]:
        """The answer by threshold and amount, once for each combination of their facts."""
        nodes = [node for node in (rule.threshold, rule.amount) if node]
        if not people:
            return {}
        if not nodes:
            return {(rule.result, None, None): people}
        names = tuple(dict.fromkeys(name for node in nodes for name in self.book.facts_in(node)))
        mask = people.to_bytes(len(self.caseload) // 8 + 1, "little")
        found: dict[Key, list[People]] = {}
        for values, group in self.caseload.groups(names):
            those = group & people if isinstance(group, int) else tuple(_set_in(mask, group))
            if those:
                found.setdefault(self._key(rule, dict(zip(names, values, strict=True))), []).append(those)
        return {key: self.caseload.union(groups) for key, groups in found.items()}

    def _key(self, rule: Rule, facts: dict[str, Any]) -> Key:
        scope = PersonScope(self.book, _told(facts), self.day)
        result, until = answer(rule, scope, condition_holds=True)
        amount = rule.amount.value(scope) if rule.amount and result == rule.result else None
        return result, until, None if amount is UNKNOWN or isinstance(amount, Between) else amount

    def condition(self, node: Node) -> Bits:
        """For whom a condition holds."""
        known = self._known if self.book.hangs_on_day(node) else self.caseload.timeless(self.book)
        if node.text not in known:
            known[node.text] = self._condition(node)
        return known[node.text]

    def _condition(self, node: Node) -> Bits:
        everybody = self.caseload.everybody
        if isinstance(node, Negated) and node.part:
            part = self.condition(node.part)
            return Bits(everybody & ~part.yes & ~part.unknown, part.unknown)
        if isinstance(node, Combined):
            return self._combined(node)
        yes: list[People] = []
        unknown: list[People] = []
        names = self.book.facts_in(node)
        for values, people in self.caseload.groups(names):
            holds = node.holds(PersonScope(self.book, _told(dict(zip(names, values, strict=True))), self.day))
            if holds is UNKNOWN:
                unknown.append(people)
            elif holds:
                yes.append(people)
        return Bits(self.caseload.union(yes), self.caseload.union(unknown))

    def _combined(self, node: Combined) -> Bits:
        everybody = self.caseload.everybody
        is_and = node.sign == "and"
        yes, no = (everybody, 0) if is_and else (0, everybody)
        for part in node.parts:
            bits = self.condition(part)
            against = everybody & ~bits.yes & ~bits.unknown
            yes, no = (yes & bits.yes, no | against) if is_and else (yes | bits.yes, no & against)
        return Bits(yes, everybody & ~yes & ~no)


def _set_in(mask: bytes, places: tuple[int, ...]) -> list[int]:
    """Those of the places whose bit is set."""
    return [place for place in places if mask[place >> 3] >> (place & 7) & 1]


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts without those that are unknown."""
    return {name: value for name, value in facts.items() if value is not UNKNOWN}
