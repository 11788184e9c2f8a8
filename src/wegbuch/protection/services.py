"""The sealed box: opened with a reason, added to. Every opening is noted and told to the person."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wegbuch.access import log
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Case
from wegbuch.cases.readings import Reason
from wegbuch.core import clock, tenant

from .models import ProtectedEntry, ProtectedOpening

SHORTEST_REASON = 10


def note_opening(case: Case, user: User, reason: str) -> None:
    """Note that somebody looks at what lies sealed about the case's person, before it is given.

    raises  NotPossible for a reason shorter than 10 characters
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotPossible("Bitte schreiben Sie einen ganzen Satz: mindestens 10 Zeichen.")
    with transaction.atomic():
        ProtectedOpening(person=case.person, user=user, opened_at=clock.now(), reason=reason).save()
        look = log.Look("protected", str(case.pk), case.person_id, "protected.open")
        log.keep_reads(user.pk, tenant.current(), [look])


def open_box(case: Case, *, user: User, reason: str) -> list[ProtectedEntry]:
    """What lies in the box of the case's person, newest first; noted before it is given.

    raises  NotPossible as `note_opening`
    """
    note_opening(case, user, reason)
    return list(ProtectedEntry.objects.filter(person=case.person_id).select_related("author"))


def add_entry(case: Case, *, author: User, text: str) -> ProtectedEntry:
    """Put something into the box without opening it."""
    entry = ProtectedEntry(person=case.person, author=author, written_at=clock.now(), text=text.strip())
    entry.save()
    return entry


def openings(people: Sequence[UUID], first: datetime) -> Iterator[Reason]:
    """Openings since an instant, for the list of readers."""
    for row in ProtectedOpening.objects.filter(person__in=people, opened_at__gte=first):
        yield Reason("Besonders Geschütztes geöffnet", row.user_id, row.opened_at, None, row.reason)
