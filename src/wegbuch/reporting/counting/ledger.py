"""The rows of one month, as they are counted: plain values and pseudonyms, no names.

A month that is closed keeps these rows; of a month that still runs they are read anew. Every report is made of nothing
else, so that two reports never disagree and an auditor can count again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

FORMAT = 1


class PersonRow(NamedTuple):
    """Somebody in this month: as on its last day, on the day of counting at the latest; whose case ended before, as on
    its last day.

    is_supported  a case ran on a day of the month; others only took part in a contact
    is_new        began in the month, and no case ran on the day before it
    is_running    a case ran on the last day, also one that ended on it
    is_closed     a case ended in the month and none goes on
    age           full years, None where no birth date is known
    stay          full months since the entry into Germany, None where it is not known
    nationality   code of the country, "" where none is noted
    """

    person: str
    household: str
    case_form: str
    is_supported: bool
    is_new: bool
    is_running: bool
    is_closed: bool
    sex: str
    age: int | None
    nationality: str
    status: str
    scheme: str
    housing: str
    municipality: str
    stay: int | None


class ContactRow(NamedTuple):
    """A contact that counts. Several people are one contact, and its minutes count once; its topic as in `topics`."""

    contact: str
    day: str
    worker: str
    task: str
    topic: str
    form: str
    language: str
    channel: str
    minutes: int
    people: int


class TurnRow(NamedTuple):
    """A person took part in a contact."""

    contact: str
    person: str


class OfferRow(NamedTuple):
    """A group offer, with numbers instead of people."""

    offer: str
    day: str
    kind: str
    task: str
    language: str
    channel: str
    minutes: int
    women: int
    men: int
    others: int
    children: int
    volunteers: int


class NetworkRow(NamedTuple):
    """A networking entry: work with other services, beside the counselling of people."""

    entry: str
    day: str
    kind: str
    result: str
    minutes: int
    guests: int


class PostRow(NamedTuple):
    """Full-time equivalents of one form, as the average of the days of the month, in hundredths of a post."""

    form: str
    posts: int
    filled: int
    vacant: int


class MergeRow(NamedTuple):
    """A record of a person that had gone into another when the month was read."""

    person: str
    into: str


@dataclass(frozen=True)
class Month:
    """Everything that is counted of one month.

    counted_on  the day whose state the people show: the last of the month, or the day of counting
    """

    first: date
    counted_on: date
    persons: tuple[PersonRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    turns: tuple[TurnRow, ...] = ()
    offers: tuple[OfferRow, ...] = ()
    network: tuple[NetworkRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    merges: tuple[MergeRow, ...] = ()

    def packed(self) -> str:
        """The month as text; the same rows always give the same text."""
        days = {"format": FORMAT, "first": str(self.first), "counted_on": str(self.counted_on)}
        rows = {name: sorted(map(list, getattr(self, name)), key=str) for name in KINDS}
        return json.dumps(days | rows, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """raises  ValueError for a form this program does not know"""
        found = json.loads(text)
        if found.pop("format") != FORMAT:
            raise ValueError("rows of a month in an unknown form")
        days: dict[str, Any] = {name: date.fromisoformat(found.pop(name)) for name in ("first", "counted_on")}
        return cls(**days | {name: _rows(KINDS[name], rows) for name, rows in found.items()})


KINDS: dict[str, type[Any]] = {
    "persons": PersonRow,
    "contacts": ContactRow,
    "turns": TurnRow,
    "offers": OfferRow,
    "network": NetworkRow,
    "posts": PostRow,
    "merges": MergeRow,
}


def _rows(kind: type[Any], rows: Iterable[list[Any]]) -> tuple[Any, ...]:
    return tuple(kind(*row) for row in rows)


@dataclass(frozen=True)
class Ledger:
    """The months of one organisation and one period that have begun, in their order.

    open_months  months of the period that are not closed: their numbers can still change
    """

    months: tuple[Month, ...]
    open_months: frozenset[date] = field(default=frozenset())

    @property
    def counted_until(self) -> date:
        return self.months[-1].counted_on

    def rows(self, kind: str) -> Iterable[Any]:
        for month in self.months:
            yield from getattr(month, kind)
