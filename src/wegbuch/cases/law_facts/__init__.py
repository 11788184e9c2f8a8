"""What the files tell the rules of the lawbook about people and the households they live in."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wegbuch.access.models import User

from ..fact_sources import Facts
from ..models import Person
from . import benefits, household, housing, personal, residence
from .files import File, load

__all__ = ["known"]


def known(people: Sequence[Person], user: User, day: date) -> dict[UUID, Facts]:
    """Facts of those people whose file this user may open, in seven queries however many they are."""
    files, homes = load(people, user)
    own = {pk: _own(file, day) for pk, file in files.items()}
    families = {pk: household.Family(home, files, own, day) for pk, home in homes.items()}
    return {
        person.pk: {**household.facts(files[person.pk], families.get(person.pk)), **own[person.pk]}
        for person in people
        if person.pk in files
    }


def _own(file: File, day: date) -> Facts:
    """What stands in a person's own file."""
    return {
        **personal.facts(file, day),
        **residence.facts(file, day),
        **benefits.facts(file, day),
        **housing.facts(file, day),
    }
