"""The one search field: names in any script, birth dates, file numbers, rooms.

Names are found through their index keys only; the keys find candidates, rapidfuzz ranks them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from wegbuch.access import log
from wegbuch.access.models import User
from wegbuch.core import clock, readonly, tenant

from . import spelling
from .models import Case, Person, SearchToken

CANDIDATES = 300
SHOWN = 25
# Of people with other teams only the likeliest: enough to ask the right team, too few to leaf through.
STUBS_SHOWN = 5
GOOD_ENOUGH = 55
BATCH = 200


@dataclass(frozen=True)
class Hit:
    """Somebody whose file this user may open.

    matched  the spelling that was found; score  0 to 100
    """

    person: Person
    case: Case
    matched: str
    score: int


@dataclass(frozen=True)
class Stub:
    """Somebody of the own organisation whose file is closed to this user: only what helps to ask the right team."""

    case_id: UUID
    name: str
    birth_year: int | None
    team: str


@dataclass(frozen=True)
class Found:
    hits: Sequence[Hit]
    stubs: Sequence[Stub]


def normal_number(text: str) -> str:
    """A file number without spaces, dashes and dots, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def keys_of(person: Person) -> set[tuple[str, str]]:
    """Every (kind, token) under which this person is found."""
    keys = set(spelling.tokens(names=names_of(person)))
    if person.birth_date:
        keys.add(("birth", person.birth_date.isoformat()))
    if person.known_birth_year:
        keys.add(("year", str(person.known_birth_year)))
    numbers = [row.number for row in person.file_numbers.all()] + [case.number for case in person.cases.all()]
    keys |= {("number", normal_number(number)) for number in numbers}
    keys |= {
        ("number", normal_number(row.household.number)) for row in person.memberships.all() if row.household.number
    }
    today = clock.today()
    rooms = [row.room for row in person.housing_periods.all() if row.room and (row.until is None or row.until >= today)]
    keys |= {("room", normal_number(room)) for room in rooms}
    return {(kind, token[:80]) for kind, token in keys if token}


def names_of(person: Person) -> list[str]:
    """Every spelling of a person's name."""
    both = [person.display_name, person.spoken_name, person.native_name]
    return [name for name in both if name] + [row.text for row in person.spellings.all()]


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
        SearchToken.objects.bulk_create(
            [
                SearchToken(organisation_id=person.organisation_id, person=person, kind=kind, token=token)
                for person in people
                if person.merged_into_id is None
                for kind, token in sorted(keys_of(person))
            ],
            batch_size=500,
        )


def candidates(text: str) -> list[UUID]:
    """Ids of people who may be meant, best first. Only from the index."""
    query = spelling.parse_query(text)
    wanted = Q(pk__in=[])
    for kind, values in _exact_keys(query).items():
        wanted |= Q(kind=kind, token__in=values)
    for kind, token in spelling.query_tokens(query.words):
        exact, is_prefix, _ = kind.partition("_prefix")
        first, last = spelling.prefix_range(token)
        wanted |= Q(kind=exact, token__range=(first, last)) if is_prefix else Q(kind=exact, token=token)
    rows = SearchToken.objects.filter(wanted).values("person_id").annotate(weight=Count("pk"))
    return [row["person_id"] for row in rows.order_by("-weight", "person_id")[:CANDIDATES]]


def _exact_keys(query: spelling.Query) -> dict[str, list[str]]:
    return {
        "birth": [day.isoformat() for day in query.birth_dates],
        "year": [str(year) for year in query.birth_years],
        "number": [normal_number(number) for number in query.file_numbers],
        "room": list(query.rooms),
    }


def rank(text: str, people: Sequence[Person] | QuerySet[Person]) -> list[tuple[int, str, Person]]:
    """Score, matching spelling and person, best first; too weak ones left out."""
    query = spelling.parse_query(text)
    known = [person for person in people if _fits_birth(person, query)]
    ranked = []
    for person in known or people:
        score, matched = spelling.similarity(query.words, names_of(person)) if query.words else (100, "")
        score -= 0 if known else 30
        if score >= GOOD_ENOUGH:
            ranked.append((score, matched, person))
    return sorted(ranked, key=lambda entry: (-entry[0], entry[2].surname, entry[2].given_name))


def _fits_birth(person: Person, query: spelling.Query) -> bool:
    """Whether the birth date or year that was typed is this person's; true where none was typed."""
    if query.birth_dates and person.birth_date not in query.birth_dates:
        return False
    return not query.birth_years or person.known_birth_year in query.birth_years


def find(text: str, user: User) -> Found:
    """Who may be meant: files this user may open, and stubs of others in the own organisation. Stubs are logged."""
    people = Person.objects.present().filter(pk__in=candidates(text)).prefetch_related("spellings")
    ranked = rank(text, people)[: SHOWN * 2]
    ids = [person.pk for _, _, person in ranked]
    open_cases = {
        case.person_id: case for case in _cases(ids).filter(pk__in=Case.objects.visible_to(user).values("pk"))
    }
    hits = [
        Hit(person, open_cases[person.pk], matched, score)
        for score, matched, person in ranked
        if person.pk in open_cases
    ]
    others = [person for _, _, person in ranked if person.pk not in open_cases and not person.is_hidden]
    return Found(hits[:SHOWN], stubs_of(others[:STUBS_SHOWN], user))


def stubs_of(people: Collection[Person], user: User) -> list[Stub]:
    """What a user may see of people whose files are closed to her; every stub is logged before it is shown."""
    cases = {case.person_id: case for case in _cases([person.pk for person in people])}
    shown = [person for person in people if person.pk in cases]
    looks = [log.Look("stub", str(cases[person.pk].pk), person.pk, "person.search") for person in shown]
    with readonly.writing_down_the_look():
        log.keep_reads(user.pk, tenant.current(), looks)
    return [
        Stub(cases[person.pk].pk, person.display_name, person.known_birth_year, str(cases[person.pk].team))
        for person in shown
    ]


def _cases(people: Sequence[UUID]) -> QuerySet[Case]:
    """The cases of these people, the one to open last: running before closed, new before old."""
    return (
        Case.objects.filter(person__in=people)
        .select_related("team")
        .order_by(F("closed_on").asc(nulls_last=True), "opened_on")
    )
