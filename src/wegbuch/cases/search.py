"""The one search field: names in any script, birth dates, file numbers, rooms.

Names are found through their index keys only; the keys find candidates, rapidfuzz ranks them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Count, F, QuerySet
from django.db.models.expressions import RawSQL

from wegbuch.access import log
from wegbuch.access.models import User
from wegbuch.core import clock, readonly, tenant
from wegbuch.core.inserting import insert_values

from . import spelling
from .models import Case, Person, SearchToken, Spelling
from .models.people import Called

CANDIDATES = 300
Key = tuple[str, str]
Whoever = TypeVar("Whoever", bound=Called)
GOOD_ENOUGH = 55
BATCH = 200
EXACT, RANGE = "(kind = %s AND token = %s)", "(kind = %s AND token BETWEEN %s AND %s)"


@dataclass(frozen=True)
class Stub:
    """Somebody of the own organisation whose file is closed to this user: only what helps to ask the right team."""

    case_id: UUID
    name: str
    birth_year: int | None
    team: str


def normal_number(text: str) -> str:
    """A file number without spaces, dashes and dots, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def keys_of(person: Person) -> set[Key]:
    """Every (kind, token) under which this person is found."""
    numbers = [row.number for row in person.file_numbers.all()] + [case.number for case in person.cases.all()]
    numbers += [row.household.number for row in person.memberships.all()]
    today = clock.today()
    rooms = [row.room for row in person.housing_periods.all() if row.until is None or row.until >= today]
    return keys_from(person, names=names_of(person), numbers=numbers, rooms=rooms)


def keys_from(person: Person, *, names: Iterable[str], numbers: Iterable[str], rooms: Iterable[str]) -> set[Key]:
    """The keys of somebody with these names, with the numbers and rooms as they are written."""
    keys = set(spelling.tokens(names=names))
    if person.birth_date:
        keys.add(("birth", person.birth_date.isoformat()))
    if person.known_birth_year:
        keys.add(("year", str(person.known_birth_year)))
    keys |= {("number", normal_number(number)) for number in numbers}
    keys |= {("room", normal_number(room)) for room in rooms}
    return {(kind, token[:80]) for kind, token in keys if token}


def names_of(person: Person) -> list[str]:
    """Every spelling of a person's name."""
    return _own_names(person) + [row.text for row in person.spellings.all()]


def _own_names(person: Called) -> list[str]:
    return [name for name in (person.display_name, person.spoken_name, person.native_name) if name]


def index(people: Iterable[Person]) -> None:
    """Make the index keys of these people anew."""
    ids = [person.pk for person in people]
    for start in range(0, len(ids), BATCH):
        rows = Person.objects.filter(pk__in=ids[start : start + BATCH]).prefetch_related(
            "spellings", "file_numbers", "cases", "memberships__household", "housing_periods"
        )
        _write(list(rows))


def _write(people: list[Person]) -> None:
    with transaction.atomic():
        SearchToken.objects.filter(person__in=people).delete()
        index_new((person, keys_of(person)) for person in people if person.merged_into_id is None)


def index_new(people: Iterable[tuple[Person, Collection[Key]]]) -> None:
    """Write the index keys of people who have none yet."""
    names = ("organisation_id", "person_id", "kind", "token")
    rows = ((person.organisation_id, person.pk, *key) for person, keys in people for key in sorted(keys))
    insert_values(SearchToken, names, rows)


def candidates(text: str, *, among: QuerySet[Case] | None = None) -> list[UUID]:
    """Ids of people who may be meant, best first. Only from the index.

    among  only people of these files; of a common name the whole organisation has more than are looked at
    """
    wanted = _wanted(spelling.parse_query(text))
    if wanted is None:
        return []
    keys = SearchToken.objects.filter(wanted)
    if among is not None:
        keys = keys.filter(person__in=among.values("person_id"))
    rows = keys.values("person_id").annotate(weight=Count("pk"))
    return [row["person_id"] for row in rows.order_by("-weight", "person_id")[:CANDIDATES]]


def _wanted(query: spelling.Query) -> RawSQL | None:
    """One of the keys that were typed, None where nothing was. Constant texts, every value is a parameter."""
    exact, ranges = _exact_keys(query), []
    for kind, token in spelling.query_tokens(query.words):
        name, is_prefix, _ = kind.partition("_prefix")
        if is_prefix:
            ranges.append((name, *spelling.prefix_range(token)))
        else:
            exact.append((name, token))
    ways = [EXACT] * len(exact) + [RANGE] * len(ranges)
    values = [value for key in (*exact, *ranges) for value in key]
    return RawSQL(" OR ".join(ways), values, BooleanField()) if ways else None  # noqa: S611


def _exact_keys(query: spelling.Query) -> list[Key]:
    return [
        *(("birth", day.isoformat()) for day in query.birth_dates),
        *(("year", str(year)) for year in query.birth_years),
        *(("number", normal_number(number)) for number in query.file_numbers),
        *(("room", room) for room in query.rooms),
    ]


def rank(
    text: str, people: Iterable[Whoever], others: Mapping[UUID, Sequence[str]] | None = None
) -> list[tuple[int, str, Whoever]]:
    """Score, matching spelling and person, best first; too weak ones left out.

    others  other spellings of each person's name; None if they are still to be asked
    """
    query, everybody = spelling.parse_query(text), list(people)
    known = [person for person in everybody if _fits_birth(person, query)]
    if others is None:
        others = _other_spellings(known or everybody)
    ranked = []
    for person in known or everybody:
        names = [*_own_names(person), *others.get(person.pk, ())]
        score, matched = spelling.similarity(query.words, names) if query.words else (100, "")
        score -= 0 if known else 30
        if score >= GOOD_ENOUGH:
            ranked.append((score, matched, person))
    return sorted(ranked, key=lambda entry: (-entry[0], entry[2].surname, entry[2].given_name))


def _other_spellings(people: Iterable[Called]) -> dict[UUID, list[str]]:
    """The other spellings of each person's name, asked once."""
    found: dict[UUID, list[str]] = {}
    for person, text in Spelling.objects.filter(person__in=[person.pk for person in people]).values_list(
        "person_id", "text"
    ):
        found.setdefault(person, []).append(text)
    return found


def _fits_birth(person: Called, query: spelling.Query) -> bool:
    """Whether the birth date or year that was typed is this person's; true where none was typed."""
    if query.birth_dates and person.birth_date not in query.birth_dates:
        return False
    return not query.birth_years or person.known_birth_year in query.birth_years


def stubs_of(people: Collection[Called], user: User) -> list[Stub]:
    """What a user may see of people whose files are closed to her; every stub is logged before it is shown."""
    if not people:
        return []
    files = Case.objects.select_related("team").filter(person__in=[person.pk for person in people])
    cases = {case.person_id: case for case in to_open_last(files)}
    shown = [person for person in people if person.pk in cases]
    looks = [log.Look("stub", str(cases[person.pk].pk), person.pk, "person.search") for person in shown]
    with readonly.writing_down_the_look():
        log.keep_reads(user.pk, tenant.current(), looks)
    return [
        Stub(cases[person.pk].pk, person.display_name, person.known_birth_year, str(cases[person.pk].team))
        for person in shown
    ]


def to_open_last(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The one to open last at the end: running before closed, new before old."""
    return cases.order_by(F("closed_on").asc(nulls_last=True), "opened_on")
