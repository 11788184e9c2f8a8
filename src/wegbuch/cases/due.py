"""What is due for people. The room that keeps days plugs in here, so that others may point at one of them by its id."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from wegbuch.access.models import User
from wegbuch.core import dates


@dataclass(frozen=True)
class Due:
    """Something that must be done by a day.

    safe_on   the day to act by
    day       the last day; None where only advice is known
    opens_on  first possible day of what must be waited for
    url       its page
    is_open   whether it still waits to be done
    """

    pk: UUID
    person: UUID
    label: str
    safe_on: date | None
    day: date | None
    opens_on: date | None
    url: str
    is_open: bool

    @property
    def when(self) -> str:
        """sicher bis Mi 25.11.2026, letzter Tag Mi 02.12.2026; never the late day alone where a safe one is known."""
        parts = [(_("sicher bis %(day)s"), self.safe_on)] if self.safe_on != self.day else []
        parts.append((_("letzter Tag %(day)s"), self.day) if self.day else (_("frühestens ab %(day)s"), self.opens_on))
        return ", ".join(words % {"day": dates.with_weekday(day)} for words, day in parts if day)


# Ids of people, and who asks; what this user may not open is left out.
Source = Callable[[Collection[UUID], User], Sequence[Due]]

sources: list[Source] = []


def plug(source: Source) -> None:
    """Let a room tell what is due; called once, when the room starts."""
    if source not in sources:
        sources.append(source)


def of_people(people: Collection[UUID], user: User) -> list[Due]:
    """Everything due for these people that this user may see: what is open first, then by day."""
    found = [due for source in sources for due in source(people, user)]
    return sorted(found, key=lambda due: (not due.is_open, due.safe_on or due.day or due.opens_on or date.max))


def find(pk: UUID | None, *, person: UUID, user: User) -> Due | None:
    """One thing due for this person by its id; None if there is no such thing, or it is somebody else's."""
    return next((due for due in of_people([person], user) if due.pk == pk), None) if pk else None
