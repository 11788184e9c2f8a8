"""Whom lines of a list are compared with: read in a few questions, however many lines and people there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from wegbuch.cases import search, spelling
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import Person, SearchToken
from wegbuch.core.among import among

BATCH = 500
# A line is compared with at most so many who share no number with it.
LIKELIEST = 20
NAME_KINDS = ("word", "skeleton")
When = TypeVar("When", date, int)


def candidates(readings: Sequence[RowReading], leaving_out: Collection[UUID]) -> Iterator[Person]:
    """Everybody of the organisation who shares a number, a birth date, or a birth year alone and part of the name."""
    ids = _wanted_ids(readings) | _born_the_same_day(readings) | _of_the_same_year(readings)
    for part in _parts(ids.difference(leaving_out)):
        yield from Person.objects.present().filter(pk__in=part).prefetch_related("spellings", "file_numbers")


def _of_the_same_year(readings: Sequence[RowReading]) -> set[UUID]:
    """Where a line or a person says a year alone: whoever shares it and part of the name. Others are not compared."""
    said, said_alone = _said(readings), _said(filter(_is_year_only, readings))
    by_year, by_day = Person.objects.filter(birth_date=None), Person.objects.all()
    alone = {
        pk: year
        for part in _parts(said)
        for pk, year in by_year.filter(birth_year__in=part).values_list("pk", "birth_year")
        if year
    }
    dated = {
        pk: day.year
        for part in _parts(said_alone)
        for pk, day in by_day.filter(birth_date__year__in=part).values_list("pk", "birth_date")
        if day
    }
    return _alike(alone, said) | _alike(dated, said_alone)


def _said(readings: Iterable[RowReading]) -> dict[int, set[spelling.Token]]:
    """Parts of the names on lines with a birth year, by that year."""
    said: defaultdict[int, set[spelling.Token]] = defaultdict(set)
    for reading in readings:
        if year := year_of(reading):
            said[year] |= spelling.tokens(names=(name_of(reading),))
    return said


def _born_the_same_day(readings: Sequence[RowReading]) -> set[UUID]:
    """Whoever is born on a day of the lines.

    Of a day with more people than are compared only those whose name has a part in common with one of its lines: a
    Land has forty people on every day, and many more on each 1 January.
    """
    said: defaultdict[date, set[spelling.Token]] = defaultdict(set)
    nameless: set[date] = set()
    for reading in readings:
        tokens = spelling.tokens(names=(name_of(reading),))
        for day in _days(reading):
            said[day] |= tokens
            nameless |= set() if tokens else {day}
    born: defaultdict[date, set[UUID]] = defaultdict(set)
    for part in _parts(said):
        for pk, birth in Person.objects.filter(birth_date__in=part).values_list("pk", "birth_date"):
            if birth:
                born[birth].add(pk)
    crowded = {day for day, people in born.items() if len(people) > LIKELIEST and day not in nameless}
    ids = {pk for day, people in born.items() if day not in crowded for pk in people}
    return ids | _alike({pk: day for day in crowded for pk in born[day]}, said)


def _alike(births: Mapping[UUID, When], said: Mapping[When, set[spelling.Token]]) -> set[UUID]:
    """Which of these people share a part of the name with what was said of their day, or of their year."""
    found = set()
    for part in _parts(births):
        # The ids as one value: told one by one, SQLite would rather read every name of the organisation.
        keys = SearchToken.objects.filter(person__in=among(pk.hex for pk in part), kind__in=NAME_KINDS)
        for person, kind, token in keys.values_list("person_id", "kind", "token"):
            if (kind, token) in said[births[person]]:
                found.add(person)
    return found


def _wanted_ids(readings: Sequence[RowReading]) -> set[UUID]:
    """People with one of the numbers, and with a word of the name where one side knows no birth."""
    numbers = {number for reading in readings for number in numbers_of(reading)}
    words = {word for reading in readings for word in _words(name_of(reading))}
    dateless = {word for reading in readings if year_of(reading) is None for word in _words(name_of(reading))}
    ids: set[UUID] = set()
    for part in _parts(numbers):
        ids |= set(SearchToken.objects.filter(kind="number", token__in=part).values_list("person_id", flat=True))
    for part in _parts(dateless):
        ids |= set(SearchToken.objects.filter(kind="word", token__in=part).values_list("person_id", flat=True))
    for part in _parts(words):
        rows = SearchToken.objects.filter(kind="word", token__in=part, person__birth_date=None, person__birth_year=None)
        ids |= set(rows.values_list("person_id", flat=True))
    return ids


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(values)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def _days(reading: RowReading) -> Iterator[date]:
    """The birth date, the same with day and month changed over, and the 1 January that stands for a year alone."""
    day = reading.birth_date
    if day:
        yield day
        yield date(day.year, 1, 1)
        if day.day <= 12:
            yield date(day.year, day.day, day.month)
    elif reading.birth_year:
        yield date(reading.birth_year, 1, 1)


def year_of(reading: RowReading) -> int | None:
    return reading.birth_date.year if reading.birth_date else reading.birth_year


def _is_year_only(reading: RowReading) -> bool:
    return bool(reading.birth_year) or (reading.birth_date is not None and is_new_year(reading.birth_date))


def is_new_year(day: date | None) -> bool:
    return day is not None and (day.month, day.day) == (1, 1)


def numbers_of(reading: RowReading) -> tuple[str, ...]:
    both = (search.normal_number(number) for number in (reading.file_number_bamf, reading.file_number_azr))
    return tuple(number for number in both if number)


def name_of(reading: RowReading) -> str:
    return f"{reading.given_name} {reading.surname}".strip()


def _words(name: str) -> frozenset[str]:
    return frozenset(spelling.fold(name).split())
