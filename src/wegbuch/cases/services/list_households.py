"""Households a list names by number: those it may join, and those that belong to others."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wegbuch.access.models import User
from wegbuch.cases import search
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import Household, HouseholdMember, SearchToken

BATCH = 100
NUMBER_LENGTH = 40


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


def standing(user: User, numbers: Iterable[str]) -> Standing:
    """What stands now under these numbers, however they are written, seen by the person who brings the list."""
    open_, closed = dict[str, Household](), set[str]()
    for part in _parts(sorted({number for number in numbers if number})):
        found = _numbered(part)
        visible = set(
            Household.objects.visible_to(user).filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True)
        )
        open_ |= {search.normal_number(row.number): row for row in found if row.pk in visible}
        closed |= {search.normal_number(row.number) for row in found}
    return Standing(open_, closed - open_.keys())


def _numbered(numbers: Sequence[str]) -> list[Household]:
    """Households with one of these numbers: as it is written, or as the search index has it for a member."""
    normal = {search.normal_number(number) for number in numbers}
    indexed = SearchToken.objects.filter(kind="number", token__in=normal).values_list("person_id", flat=True)
    members = HouseholdMember.objects.filter(person__in=list(indexed))
    known = Household.objects.living().exclude(number="")
    found = {row.pk: row for row in known.filter(number__in=numbers)}
    found |= {row.pk: row for row in known.filter(pk__in=list(members.values_list("household_id", flat=True)))}
    return [row for row in found.values() if search.normal_number(row.number) in normal]


def _parts(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def numbers_of(readings: Iterable[RowReading]) -> dict[str, str]:
    """The number as written, by household key."""
    return {
        reading.household_key: reading.household_number[:NUMBER_LENGTH]
        for reading in readings
        if reading.household_number
    }


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
