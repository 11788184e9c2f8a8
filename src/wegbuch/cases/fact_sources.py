"""What the files know that the rules of the lawbook ask for. Rooms that keep such facts plug in here.

A source tells only what a paper or an entry shows; what it does not know it leaves out. It looks at nothing this user
may not open, and gives no special categories (level 3): these lie in the sealed box.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wegbuch.access.models import User

from .models import Person


@dataclass(frozen=True)
class Known:
    """One fact by name of the lawbook.

    value     as the lawbook has it: True, a date, a code, a number, a frozenset; None is known to be none
    shown_by  where it comes from, in German
    on        since when, or of which day, it is known
    url       the page where it is changed, "" where nobody can
    """

    value: Any
    shown_by: str
    on: date | None = None
    url: str = ""


Facts = Mapping[str, Known]
# People of whom facts are asked, who asks, and the day; by id of the person.
Source = Callable[[Sequence[Person], User, date], Mapping[UUID, Facts]]

sources: list[Source] = []


def plug(source: Source) -> None:
    """Let a room tell what it knows; called once, when the room starts. The first who knows a fact is believed."""
    if source not in sources:
        sources.append(source)


def known(people: Sequence[Person], user: User, day: date) -> dict[UUID, dict[str, Known]]:
    """Everything the rooms know of these people that this user may see."""
    found: dict[UUID, dict[str, Known]] = {person.pk: {} for person in people}
    for source in sources:
        for person, facts in source(people, user, day).items():
            found[person] = {**facts, **found[person]}
    return found
