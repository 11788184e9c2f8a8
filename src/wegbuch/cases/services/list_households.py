"""Households a list names by number: those it may join, and those that belong to others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wegbuch.access.models import User
from wegbuch.cases import search
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import Household


@dataclass(frozen=True)
class Standing:
    """Households with a number that are there already, by that number.

    open    those this user may see; closed  numbers that only other teams know
    """

    open: Mapping[str, Household]
    closed: Collection[str]

    def of(self, number: str) -> Household | None:
        return self.open.get(search.normal_number(number))

    def is_closed(self, number: str) -> bool:
        return search.normal_number(number) in self.closed


def standing(user: User) -> Standing:
    """What stands now, seen by the person who brings the list."""
    numbered = Household.objects.living().exclude(number="")
    visible = set(Household.objects.visible_to(user).values_list("pk", flat=True))
    known = {search.normal_number(row.number): row for row in numbered if row.pk in visible}
    every = {search.normal_number(row.number) for row in numbered}
    return Standing(known, every - known.keys())


def questions(readings: Sequence[RowReading], numbers: Mapping[str, str], known: Standing) -> dict[int, str]:
    """What to ask, by line, where a line names a household of another team.

    numbers  the number as written, by household key
    """
    written = {reading.line: numbers.get(reading.household_key, "") for reading in readings}
    return {
        line: f"Zeile {line}: Den Haushalt {number} gibt es schon bei einem anderen Team. Bitte Leitung fragen."
        for line, number in written.items()
        if number and known.is_closed(number)
    }
