"""The organisation's people as entries to compare: shelf by shelf, so that only one shelf is in memory."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from .. import search
from ..models import FileNumber, Nationality, Person, SearchToken, Spelling
from ..twins import Entry, LeftOut
from ..twins.blocks import LARGEST

SHELF = 500  # people on a shelf that is not a year of birth
TOKENS = 5_000
COLUMNS = (
    "pk", "given_name", "surname", "spoken_name", "native_name", "birth_date", "birth_year", "sex", "entered_on",
)  # fmt: skip
Shelf = list[Entry]


def years() -> list[int]:
    """Every year in which somebody is born."""
    tokens = SearchToken.objects.filter(kind="year").values_list("token", flat=True).distinct()
    return sorted(int(token) for token in tokens)


def born_in(year: int) -> Shelf:
    """Everybody who is known to be born in a year."""
    born = Q(birth_date__range=(f"{year:04}-01-01", f"{year:04}-12-31")) | Q(birth_date=None, birth_year=year)
    return entries_of(Person.objects.present().filter(born))


def with_one_number(left_out: LeftOut) -> Iterator[Shelf]:
    """Shelves of people who share a file number with somebody."""
    together: dict[UUID, None] = {}
    for people in _number_groups():
        if len(people) > LARGEST:
            left_out.add(list(range(len(people))))
        elif len(people) > 1:
            together.update(dict.fromkeys(people))
        if len(together) >= SHELF:
            yield entries_of(Person.objects.present().filter(pk__in=list(together)))
            together.clear()
    if together:
        yield entries_of(Person.objects.present().filter(pk__in=list(together)))


def _number_groups() -> Iterator[list[UUID]]:
    """Ids of the people who have one number, number by number, read along the index."""
    after = ""
    rows = SearchToken.objects.filter(kind="number").order_by("token", "person_id")
    while page := list(rows.filter(token__gt=after).values_list("token", "person_id")[:TOKENS]):
        is_last, last = len(page) < TOKENS, page[-1][0]
        for token, group in groupby(page, key=itemgetter(0)):
            # The last number of a page may go on behind it: it is read whole, by itself.
            whole = group if token != last or is_last else rows.filter(token=token).values_list("token", "person_id")
            yield [person for _token, person in whole]
        after = last


def without_birth() -> Iterator[Shelf]:
    """Shelves of those whose birth nobody knows, each with everybody who came on the same days."""
    unknown = Person.objects.present().filter(birth_date=None, birth_year=None).exclude(entered_on=None)
    days = list(unknown.order_by("entered_on").values_list("entered_on", flat=True).distinct())
    for start in range(0, len(days), SHELF // 10):
        yield entries_of(Person.objects.present().filter(entered_on__in=days[start : start + SHELF // 10]))


def entries_of(people: QuerySet[Person]) -> Shelf:
    """What the comparison knows of these people."""
    ids = people.order_by().values("pk")
    keys = _texts(SearchToken.objects.filter(kind="skeleton", person__in=ids).values_list("person_id", "token"))
    spellings = _texts(Spelling.objects.filter(person__in=ids).order_by().values_list("person_id", "text"))
    countries = _texts(Nationality.objects.filter(person__in=ids).order_by().values_list("person_id", "country"))
    azr, numbers = _numbers(ids)
    return [
        Entry(
            id=pk,
            given_name=given,
            surname=surname,
            names=_names(f"{given} {surname}".strip(), spoken, native, *sorted(spellings[pk])),
            keys=frozenset(keys[pk]),
            birth_date=birth_date,
            birth_year=birth_year,
            sex="" if sex == "u" else sex,
            entered_on=entered_on,
            azr=frozenset(azr[pk]),
            numbers=frozenset(numbers[pk]),
            nationalities=frozenset(countries[pk]),
        )
        for pk, given, surname, spoken, native, birth_date, birth_year, sex, entered_on in people.values_list(*COLUMNS)
    ]


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _texts(rows: Any) -> defaultdict[UUID, set[str]]:
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for person, text in rows:
        found[person].add(text)
    return found


def _numbers(ids: Any) -> tuple[defaultdict[UUID, set[str]], defaultdict[UUID, set[str]]]:
    """AZR numbers, and all others with their kind."""
    azr, others = defaultdict[UUID, set[str]](set), defaultdict[UUID, set[str]](set)
    rows = FileNumber.objects.filter(person__in=ids).order_by().values_list("person_id", "kind", "number")
    for person, kind, written in rows:
        number = search.normal_number(written)
        if number:
            (azr if kind == FileNumber.Kind.AZR else others)[person].add(f"{kind} {number}")
    return azr, others
