"""Invented people of a whole Land as plain rows, the same ones at every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

SEED = 2026
TODAY = date(2026, 11, 26)
CONTACTS, DEADLINES, YEARS = 5, 2, 5
# One file as full as the floor's page shows it, and a surname that only the measured worker's people have.
FULL_CONTACTS, FULL_DEADLINES = 50, 10
OWN, SAME_NAME, RARE = 80, 25, "Zarinkhelzada"
# People of so many workers have texts that open; nobody looks at those of the others.
OPENED = 10 * OWN
ONSETS = ("Ba", "Da", "Fa", "Gu", "Ha", "Ka", "Lo", "Ma", "Na", "Qa", "Ra", "Sa", "Shu", "Ta", "Wa", "Ya")
MIDDLES = ("bi", "dor", "ha", "ji", "kra", "la", "me", "nu", "ri", "sso", "ti", "za")
ENDS = ("ad", "an", "bek", "di", "el", "far", "im", "o", "oud", "zai")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Codes:
    """What the columns may hold."""

    statuses: list[str]
    schemes: list[str]
    housing: list[str]
    languages: list[str]
    countries: list[str]
    forms: list[str]
    channels: list[str]
    topics: list[tuple[int, str]]


@dataclass
class Draw:
    """Draws one person after the other.

    teams, workers  ids; worker `n` has people 80 n to 80 n + 79
    sealed          gives a sealed text for a column of a row
    """

    codes: Codes
    teams: list[str]
    workers: list[str]
    houses: list[str]
    seal: Any
    rows: dict[str, list[Row]] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))

    def __post_init__(self) -> None:
        self.given = _names(ONSETS, ENDS, self.dice)
        self.surnames = _names([a + b for a, b in product(ONSETS, MIDDLES)], ENDS, self.dice)

    def id(self) -> str:
        return self.dice.randbytes(16).hex()

    def people(self, first: int, last: int) -> Iterator[tuple[int, str, str, str, str]]:
        """Draw people `first` to `last`: number, id, given name, surname, birth date; their rows lie in `rows`."""
        for number in range(first, last):
            pk, given, surname = self.id(), self._often(self.given), self._often(self.surnames)
            if number < SAME_NAME:
                surname = RARE
            born = (date(1950, 1, 1) + timedelta(days=self.dice.randrange(26_000))).isoformat()
            sex, entered = self.dice.choice("fm"), self._day(2_500)
            self._add("person", pk, surname, given, born, sex, entered)
            self._facts(number, pk)
            self._work(number, pk)
            yield number, pk, given, surname, born

    def taken(self) -> dict[str, list[Row]]:
        rows, self.rows = self.rows, {}
        return rows

    def _add(self, kind: str, *values: Any) -> None:
        self.rows.setdefault(kind, []).append(values)

    def _often(self, names: list[str]) -> str:
        """The first names of the list are the frequent ones."""
        return names[int(len(names) * self.dice.random() ** 2)]

    def _day(self, back: int) -> str:
        return (TODAY - timedelta(days=self.dice.randrange(1, back))).isoformat()

    def _facts(self, number: int, pk: str) -> None:
        draw, codes = self.dice.choice, self.codes
        self._add("residence", self.id(), pk, draw(codes.statuses), self._day(900), _later(self.dice, 500))
        self._add("benefit", self.id(), pk, draw(codes.schemes), self._day(900))
        self._add("housing", self.id(), pk, draw(codes.housing), draw(self.houses), f"B {number % 400}")
        self._add("language", self.id(), pk, draw(codes.languages))
        self._add("nationality", self.id(), pk, draw(codes.countries))
        self._add("file_number", self.id(), pk, "bamf", f"{7_000_000 + number}-423")
        if number % 3 == 0:
            self._household = self.id()
            self._add("household", self._household, f"BG {number // 3:07d}")
        self._add("member", self.id(), self._household, pk)

    def _work(self, number: int, pk: str) -> None:
        worker = self.workers[min(number // OWN, len(self.workers) - 1)]
        case, team = self.id(), self.teams[(number // OWN) % len(self.teams)]
        self._add("case", case, pk, number_of(number), "housing_based_msa", team, self._day(1_500))
        self._add("access", self.id(), case, worker, "team", "2022-01-01 08:00:00")
        for _ in range(FULL_CONTACTS if number == 0 else CONTACTS):
            self._contact(case, team, worker, number)
        for _ in range(FULL_DEADLINES if number == 0 else DEADLINES):
            self._deadline(pk, worker, number)

    def _contact(self, case: str, team: str, worker: str, number: int) -> None:
        pk, day, codes, draw = self.id(), self._day(365 * YEARS), self.codes, self.dice.choice
        area, topic = draw(codes.topics)
        note = self.seal("counselling.contact", "note", pk, number)
        self._add(
            "contact", pk, team, worker, day, f"{day} 09:00:00", area, topic, draw(codes.forms),
            draw((10, 20, 30, 45)), draw(codes.languages), draw(codes.channels), note,
        )  # fmt: skip
        self._add("participation", self.id(), pk, case, day)

    def _deadline(self, person: str, worker: str, number: int) -> None:
        pk, day = self.id(), _later(self.dice, 400)
        act = self.seal("procedures.deadline", "act", pk, number)
        self._add("deadline", pk, person, act, day, day, day, worker, worker, "2026-11-01 08:00:00")


def number_of(number: int) -> str:
    """Case number of a person."""
    return f"LA-{number:07d}"


def _later(dice: random.Random, days: int) -> str:
    return (TODAY + timedelta(days=dice.randrange(1, days))).isoformat()


def _names(starts: Any, ends: Any, dice: random.Random) -> list[str]:
    names = [start + end for start, end in product(starts, ends)]
    dice.shuffle(names)
    return names
