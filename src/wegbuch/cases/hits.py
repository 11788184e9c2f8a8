"""What a search answers: files that may be opened, and who is known to other teams only.

Everything about the people who may be meant comes in one question, and no model is made of a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wegbuch.access.models import User
from wegbuch.core import clock, tenant
from wegbuch.core.one_go import GivenIds, OneGo

from . import search
from .models import Case, HousingPeriod, Person, Spelling
from .models.facts import place_of
from .models.people import Called
from .models.reach import reached_by

SHOWN = 25
# Of people with other teams only the likeliest: enough to ask the right team, too few to leaf through.
STUBS_SHOWN = 5
Read = Mapping[str, Any]
OF_PERSON = (
    "id", "given_name", "surname", "spoken_name", "native_name", "native_language", "birth_date", "birth_year",
    "is_hidden",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known(Called):
    """What a hit shows of a person."""

    pk: UUID
    given_name: str
    surname: str
    spoken_name: str
    native_name: str
    native_language: str
    birth_date: date | None
    birth_year: int | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody whose file this user may open.

    case_id, closed_on  the file to open: a running one before a closed one
    place               house and room today, "" for a hidden address
    matched             the spelling that was found; score  0 to 100
    """

    person: Known
    case_id: UUID
    closed_on: date | None
    place: str
    matched: str
    score: int


@dataclass(frozen=True)
class Found:
    hits: Sequence[Hit]
    stubs: Sequence[search.Stub]


def find(text: str, user: User) -> Found:
    """Who may be meant: files this user may open, and stubs of others in the own organisation. Stubs are logged."""
    wanted = search.candidates(text)
    if len(wanted) == search.CANDIDATES:  # cut short: her own people may be among the rest
        wanted += search.candidates(text, among=Case.objects.visible_to(user))
    if not wanted:
        return Found([], [])
    return _among(wanted, text, user)


def _among(wanted: list[UUID], text: str, user: User) -> Found:
    found = _EVERYTHING.ask(
        using=Case.objects.db, people=wanted, user=user.pk, organisation=tenant.current(), now=clock.now(),
        today=clock.today(),
    )  # fmt: skip
    ranked = search.rank(text, [_known(row) for row in found["people"]], _spellings(found["spellings"]))
    files = {UUID(row["person_id"]): row for row in found["files"]}
    places = _places(found["places"])
    hits = [
        _hit(score, matched, person, file, places)
        for score, matched, person in ranked
        if (file := files.get(person.pk)) is not None
    ]
    others = [person for _, _, person in ranked if person.pk not in files and not person.is_hidden]
    return Found(hits[:SHOWN], search.stubs_of(others[:STUBS_SHOWN], user))


def _everything(people: GivenIds, user: Any, organisation: Any, now: Any, today: Any) -> dict[str, QuerySet]:
    """What is known of these people, as far as a list of hits shows it."""
    files = Case.objects.filter(person__in=people, pk__in=reached_by(user, organisation, now, today))
    homes = HousingPeriod.objects.filter(person__in=people).on(today)
    return {
        "people": Person.objects.present().filter(pk__in=people).values(*OF_PERSON),
        "spellings": Spelling.objects.filter(person__in=people).values("person_id", "text"),
        "files": search.to_open_last(files).values("id", "person_id", "closed_on"),
        "places": homes.values("person_id", "is_hidden", "facility__name", "room"),
    }


_EVERYTHING = OneGo(_everything)


def _known(row: dict[str, Any]) -> Known:
    pk, birth_date = UUID(row.pop("id")), _day(row.pop("birth_date"))
    return Known(pk=pk, birth_date=birth_date, **row | {"is_hidden": bool(row["is_hidden"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _spellings(rows: Sequence[Read]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(UUID(row["person_id"]), []).append(row["text"])
    return found


def _places(rows: Sequence[Read]) -> dict[UUID, str]:
    """House and room of each person, of the period that began last; a hidden address is left out."""
    places: dict[UUID, str] = {}
    for row in rows:
        facility = "" if row["is_hidden"] else row["facility__name"]
        places.setdefault(UUID(row["person_id"]), place_of(facility, row["room"]))
    return places


def _hit(score: int, matched: str, person: Known, file: Read, places: Mapping[UUID, str]) -> Hit:
    return Hit(person, UUID(file["id"]), _day(file["closed_on"]), places.get(person.pk, ""), matched, score)
