"""Who read a person's file and why: told to the person, so in words and whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from wegbuch.access import words
from wegbuch.access.log import chain_name
from wegbuch.access.models import ReadEvent, User
from wegbuch.core import clock

from .models import CaseAccess, CaseAccessKind, Person

SHOWN_DAYS = 90


@dataclass(frozen=True)
class Reason:
    """Why somebody opened what is closed to her otherwise.

    what   in German, such as „Akte mit Grund geöffnet“
    until  when it closed again, None for a single look
    """

    what: str
    user: UUID
    at: datetime
    until: datetime | None
    text: str


@dataclass(frozen=True)
class Reading:
    """All looks of one colleague on one day."""

    day: date
    name: str
    first: datetime
    last: datetime
    purposes: tuple[str, ...]


# Rooms that open something of their own with a reason tell it here.
reasons: list[Callable[[Sequence[UUID], datetime], Iterable[Reason]]] = []


def ids_of(person: Person) -> list[UUID]:
    """A person's id, and those of the records that were merged into hers."""
    found, waiting = [person.pk], [person.pk]
    while waiting:
        waiting = list(Person.objects.filter(merged_into__in=waiting).values_list("pk", flat=True))
        found += waiting
    return found


def since() -> datetime:
    return clock.now() - timedelta(days=SHOWN_DAYS)


def readings_of(person: Person) -> list[Reading]:
    """Looks of the last 90 days, newest day first, one line for each colleague and day."""
    chain = chain_name(ReadEvent, person.organisation_id)
    events = ReadEvent.objects.filter(chain=chain, subject__in=ids_of(person), at__gte=since()).order_by("at")
    names = names_of({event.user for event in events if event.user})
    keyed = sorted(events, key=lambda event: (_day(event), _name(event, names), event.at))
    lines = [
        _reading(list(group), names) for _key, group in groupby(keyed, key=lambda event: (_day(event), event.user))
    ]
    return sorted(lines, key=lambda line: line.last, reverse=True)


def reasons_of(person: Person) -> list[Reason]:
    """Every opening with a reason in the last 90 days, newest first."""
    found = [reason for plugged in reasons for reason in plugged(ids_of(person), since())]
    return sorted(found, key=lambda reason: reason.at, reverse=True)


def glasses(people: Sequence[UUID], first: datetime) -> Iterator[Reason]:
    """Openings of whole files by people outside the case team."""
    rows = CaseAccess.objects.filter(case__person__in=people, kind=CaseAccessKind.BREAK_GLASS, starts_at__gte=first)
    for row in rows:
        yield Reason("Akte mit Grund geöffnet", row.user_id, row.starts_at, row.ends_at, row.reason)


def names_of(users: Iterable[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(pk__in=set(users)).values_list("pk", "name"))


def _day(event: ReadEvent) -> date:
    return event.at.astimezone(clock.BERLIN).date()


def _name(event: ReadEvent, names: dict[UUID, str]) -> str:
    return names.get(event.user, "") if event.user else ""


def _reading(events: list[ReadEvent], names: dict[UUID, str]) -> Reading:
    purposes = dict.fromkeys(words.look(event.what, event.purpose) for event in events)
    first = events[0]
    return Reading(_day(first), _name(first, names), first.at, events[-1].at, tuple(purposes))
