"""Files as they stand in a list: only what a row shows is read, and no model is made for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.core import addresses, clock

from .models import Case
from .models.people import called, full_years, initials_of
from .places import places_of

Read = tuple[Any, ...]
PERSON = ("person_id", "person__given_name", "person__surname", "person__birth_date", "person__birth_year")
COLUMNS = ("pk", "number", *PERSON)


@dataclass(frozen=True)
class Listed:
    """One file in a list.

    place  house and room, "" for a hidden address
    """

    pk: UUID
    number: str
    display_name: str
    initials: str
    age: str
    place: str
    url: str


def read(cases: QuerySet[Case]) -> list[Read]:
    """What rows are made of, in the order of the question; the id of the file first."""
    return list(cases.values_list(*COLUMNS))


def rows_of(*lists: Sequence[Read]) -> list[list[Listed]]:
    """Each list as rows, in its order; where people live is asked once for all."""
    places, today = places_of({row[2] for files in lists for row in files}), clock.today()
    return [[_listed(row, places.get(row[2], ""), today) for row in files] for files in lists]


def _listed(row: Read, place: str, today: date) -> Listed:
    pk, number, _person, given_name, surname, birth_date, birth_year = row
    age, name = in_years(full_years(birth_date, birth_year, today)), called(given_name, surname)
    return Listed(pk, number, name, initials_of(given_name, surname), age, place, addresses.of_row("cases:case", pk))


@lru_cache
def in_years(age: int | None) -> str:
    """27 Jahre"""
    return _("Alter nicht bekannt") if age is None else ngettext("%(n)s Jahr", "%(n)s Jahre", age) % {"n": age}
