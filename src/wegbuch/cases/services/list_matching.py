"""Which people of a list are there already: a whole list against the organisation's people in a few questions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from wegbuch.cases import search, spelling
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import Person, SearchToken

from .people import known

BATCH = 500
SHARED_NUMBER = 80
LIKELIEST = 20
NAME_KINDS = ("word", "skeleton")
STRONG = 70  # the same name with the same birth year, or a name that is alike with the same birth date

# What is known of a birth: a day, a year alone, or that nothing is.
Birth = tuple[str, date | int | None]


@dataclass(frozen=True)
class Match:
    """Somebody who is, or may be, the person on a line.

    is_certain  the same AZR number; a name that is alike and the same BAMF number; the same name and birth date
    score       0 to 100; reasons  German, one or more
    """

    person: Person
    is_certain: bool
    score: int
    reasons: tuple[str, ...]

    @property
    def is_strong(self) -> bool:
        return self.score >= STRONG


@dataclass(frozen=True)
class _Known:
    """A person as she is compared."""

    person: Person
    record: spelling.Record
    names: frozenset[str]
    bamf: frozenset[str]
    azr: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, person: Person) -> "_Known":
        record = known(person)
        rows = person.file_numbers.all()
        return cls(
            person=person,
            record=record,
            names=frozenset(spelling.fold(name) for name in record.names),
            bamf=frozenset(search.normal_number(row.number) for row in rows if row.kind == "bamf"),
            azr=frozenset(search.normal_number(row.number) for row in rows if row.kind == "azr"),
            numbers=frozenset(search.normal_number(row.number) for row in rows),
        )


class KnownPeople:
    """People who may stand on a list, by file number, by birth, and by birth with a word of the name.

    Whoever shares a number is compared; of the others the twenty who share most words of the name.
    leaving_out  ids of people who are not compared
    """

    def __init__(self, readings: Sequence[RowReading], leaving_out: Collection[UUID] = ()) -> None:
        self._people: list[_Known] = []
        self._by_number: defaultdict[str, list[int]] = defaultdict(list)
        self._by_birth: defaultdict[Birth, list[int]] = defaultdict(list)
        self._by_word: defaultdict[tuple[Birth, spelling.Token], list[int]] = defaultdict(list)
        for person in _candidates(readings, leaving_out):
            self._add(_Known.of(person))

    def _add(self, somebody: _Known) -> None:
        place = len(self._people)
        self._people.append(somebody)
        for number in somebody.numbers:
            self._by_number[number].append(place)
        tokens = spelling.tokens(names=somebody.record.names)
        for birth in _births_of_person(somebody.person):
            self._by_birth[birth].append(place)
            for token in tokens:
                self._by_word[birth, token].append(place)

    def match(self, reading: RowReading) -> Match | None:
        """The most likely person, None where nobody is alike."""
        record = _record_of(reading)
        near = [self._people[place] for place in self._near(reading, record)]
        name = spelling.fold(_name(reading)) if near else ""
        found = [match for each in near if (match := _compare(reading, record, name, each))]
        return max(found, key=lambda match: (match.is_certain, match.score), default=None)

    def _near(self, reading: RowReading, record: spelling.Record) -> dict[int, None]:
        """Places of the people to compare with, each once."""
        shared: Counter[int] = Counter()
        births = [birth for birth in _births_of_reading(reading) if birth in self._by_birth]
        for token in spelling.tokens(names=record.names) if births else ():
            for birth in births:
                shared.update(self._by_word.get((birth, token), ()))
        if reading.birth_date and not _is_new_year(reading.birth_date):
            shared.update(self._by_birth.get(("day", reading.birth_date), ()))
        with_number = [place for number in _numbers(reading) for place in self._by_number.get(number, ())]
        return dict.fromkeys([*with_number, *(place for place, _words in shared.most_common(LIKELIEST))])


def _compare(reading: RowReading, record: spelling.Record, name: str, each: _Known) -> Match | None:
    """Members of a family may share one BAMF number, so it alone is proof only beside a name that is alike."""
    if search.normal_number(reading.file_number_azr) in each.azr:
        return Match(each.person, True, 100, ("gleiche AZR-Nummer",))
    bamf = search.normal_number(reading.file_number_bamf)
    likeness = spelling.likely_same(record, each.record)
    same_name = name in each.names
    same_birth = reading.birth_date is not None and reading.birth_date == each.record.birth_date
    if bamf in each.bamf:
        if likeness:
            return Match(each.person, True, 100, ("gleiches Aktenzeichen",))
        # 1 January stands for an unknown day and is no reason by itself.
        if same_name or (same_birth and not _is_new_year(each.record.birth_date)):
            differs = "anderes Geburtsdatum" if same_name else "anderer Name"
            return Match(each.person, False, SHARED_NUMBER, ("gleiches Aktenzeichen", differs))
        return None
    if likeness is None:
        return None
    is_other_file = bool(bamf and each.bamf)
    return Match(each.person, same_name and same_birth and not is_other_file, likeness.score, likeness.reasons)


def _record_of(reading: RowReading) -> spelling.Record:
    return spelling.Record(
        names=(_name(reading),),
        birth_date=reading.birth_date,
        birth_year=reading.birth_year,
        sex="" if reading.sex == "unknown" else reading.sex,
        file_numbers=_numbers(reading),
    )


def _candidates(readings: Sequence[RowReading], leaving_out: Collection[UUID]) -> Iterator[Person]:
    """Everybody of the organisation who shares a number, a birth date, a birth year alone or a whole name."""
    ids = _wanted_ids(readings) | _born_the_same_day(readings)
    for condition in _wanted_births(readings):
        ids |= set(Person.objects.filter(condition).values_list("pk", flat=True))
    for part in _parts(ids.difference(leaving_out)):
        yield from Person.objects.present().filter(pk__in=part).prefetch_related("spellings", "file_numbers")


def _wanted_births(readings: Sequence[RowReading]) -> Iterator[Q]:
    """Whose birth year, or no known birth, does not contradict one of the lines."""
    for part in _parts({year for reading in readings if (year := _year(reading))}):
        yield Q(birth_date=None, birth_year__in=part)
    for part in _parts({_year(reading) for reading in readings if _is_year_only(reading)}):
        yield Q(birth_date__year__in=part)


def _born_the_same_day(readings: Sequence[RowReading]) -> set[UUID]:
    """Whoever is born on a day of the lines.

    Of a day with more people than are compared only those whose name has a part in common with one of its lines: a
    Land has forty people on every day, and many more on each 1 January.
    """
    said: defaultdict[date, set[spelling.Token]] = defaultdict(set)
    nameless: set[date] = set()
    for reading in readings:
        tokens = spelling.tokens(names=(_name(reading),))
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


def _alike(days: Mapping[UUID, date], said: Mapping[date, set[spelling.Token]]) -> set[UUID]:
    """Which of these people share a part of the name with what was said of their day."""
    found = set()
    for part in _parts(days):
        keys = SearchToken.objects.filter(person__in=part, kind__in=NAME_KINDS)
        for person, kind, token in keys.values_list("person_id", "kind", "token"):
            if (kind, token) in said[days[person]]:
                found.add(person)
    return found


def _wanted_ids(readings: Sequence[RowReading]) -> set[UUID]:
    """People with one of the numbers, and with a word of the name where one side knows no birth."""
    numbers = {number for reading in readings for number in _numbers(reading)}
    words = {word for reading in readings for word in _words(_name(reading))}
    dateless = {word for reading in readings if _year(reading) is None for word in _words(_name(reading))}
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


def _births_of_person(person: Person) -> Iterator[Birth]:
    """Under what somebody stands: her day, or her year alone, or nothing; and always under year and everybody."""
    year, day = person.known_birth_year, person.birth_date
    if year is None:
        yield "unknown", None
    else:
        yield "year", year
        yield ("open", year) if day is None or _is_new_year(day) else ("day", day)
    yield "everybody", None


def _births_of_reading(reading: RowReading) -> Iterator[Birth]:
    """Where people may stand whose birth does not contradict the line; nobody stands in two of these places."""
    year, day = _year(reading), reading.birth_date
    if year is None:
        yield "everybody", None
        return
    yield "unknown", None
    if day is None or _is_new_year(day):
        yield "year", year
        return
    yield "open", year
    yield "day", day
    if day.day <= 12 and day.day != day.month:
        yield "day", date(day.year, day.day, day.month)


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


def _year(reading: RowReading) -> int | None:
    return reading.birth_date.year if reading.birth_date else reading.birth_year


def _is_year_only(reading: RowReading) -> bool:
    return bool(reading.birth_year) or (reading.birth_date is not None and _is_new_year(reading.birth_date))


def _is_new_year(day: date | None) -> bool:
    return day is not None and (day.month, day.day) == (1, 1)


def _numbers(reading: RowReading) -> tuple[str, ...]:
    both = (search.normal_number(number) for number in (reading.file_number_bamf, reading.file_number_azr))
    return tuple(number for number in both if number)


def _name(reading: RowReading) -> str:
    return f"{reading.given_name} {reading.surname}".strip()


def _words(name: str) -> frozenset[str]:
    return frozenset(spelling.fold(name).split())
