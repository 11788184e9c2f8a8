"""Which people of a list are there already: a whole list against the organisation's people in a few questions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wegbuch.cases import search, spelling
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import Person

from .list_candidates import LIKELIEST, candidates, is_new_year, name_of, numbers_of, year_of
from .people import known

SHARED_NUMBER = 80
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
        for person in candidates(readings, leaving_out):
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
        name = spelling.fold(name_of(reading)) if near else ""
        found = [match for each in near if (match := _compare(reading, record, name, each))]
        return max(found, key=lambda match: (match.is_certain, match.score), default=None)

    def _near(self, reading: RowReading, record: spelling.Record) -> dict[int, None]:
        """Places of the people to compare with, each once."""
        shared: Counter[int] = Counter()
        births = [birth for birth in _births_of_reading(reading) if birth in self._by_birth]
        for token in spelling.tokens(names=record.names) if births else ():
            for birth in births:
                shared.update(self._by_word.get((birth, token), ()))
        if reading.birth_date and not is_new_year(reading.birth_date):
            shared.update(self._by_birth.get(("day", reading.birth_date), ()))
        with_number = [place for number in numbers_of(reading) for place in self._by_number.get(number, ())]
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
        if same_name or (same_birth and not is_new_year(each.record.birth_date)):
            differs = "anderes Geburtsdatum" if same_name else "anderer Name"
            return Match(each.person, False, SHARED_NUMBER, ("gleiches Aktenzeichen", differs))
        return None
    if likeness is None:
        return None
    is_other_file = bool(bamf and each.bamf)
    return Match(each.person, same_name and same_birth and not is_other_file, likeness.score, likeness.reasons)


def _record_of(reading: RowReading) -> spelling.Record:
    return spelling.Record(
        names=(name_of(reading),),
        birth_date=reading.birth_date,
        birth_year=reading.birth_year,
        sex="" if reading.sex == "unknown" else reading.sex,
        file_numbers=numbers_of(reading),
    )


def _births_of_person(person: Person) -> Iterator[Birth]:
    """Under what somebody stands: her day, or her year alone, or nothing; and always under year and everybody."""
    year, day = person.known_birth_year, person.birth_date
    if year is None:
        yield "unknown", None
    else:
        yield "year", year
        yield ("open", year) if day is None or is_new_year(day) else ("day", day)
    yield "everybody", None


def _births_of_reading(reading: RowReading) -> Iterator[Birth]:
    """Where people may stand whose birth does not contradict the line; nobody stands in two of these places."""
    year, day = year_of(reading), reading.birth_date
    if year is None:
        yield "everybody", None
        return
    yield "unknown", None
    if day is None or is_new_year(day):
        yield "year", year
        return
    yield "open", year
    yield "day", day
    if day.day <= 12 and day.day != day.month:
        yield "day", date(day.year, day.day, day.month)
