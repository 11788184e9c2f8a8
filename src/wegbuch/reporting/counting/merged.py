"""Records that were merged after a month was closed: over several months they are one person.

A closed month keeps its rows, and alone it still counts the two people it knew. Each month says which records had gone
into others when it was read; a report over several months believes all of them.
"""

from collections.abc import Mapping
from dataclasses import replace

from .ledger import Ledger, Month, TurnRow


def as_one(ledger: Ledger) -> Ledger:
    """The same months, with everything under the sign of the record that stands."""
    into = {row.person: row.into for row in ledger.rows("merges")}
    standing = {sign: _standing(sign, into) for sign in into}
    return replace(ledger, months=tuple(_named(month, standing) for month in ledger.months)) if into else ledger


def _standing(sign: str, into: Mapping[str, str]) -> str:
    while sign in into:
        sign = into[sign]
    return sign


def _named(month: Month, standing: Mapping[str, str]) -> Month:
    """What went into another comes first, so that the record that stands has the last word."""
    gone = [row for row in month.persons if row.person in standing]
    if not gone:
        return month
    renamed = [
        row._replace(person=standing[row.person], household=standing.get(row.household, row.household)) for row in gone
    ]
    stay = [row for row in month.persons if row.person not in standing]
    turns = dict.fromkeys(TurnRow(turn.contact, standing.get(turn.person, turn.person)) for turn in month.turns)
    return replace(month, persons=(*renamed, *stay), turns=tuple(turns))
