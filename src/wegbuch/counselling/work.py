"""Group offers and networking: entered, changed, taken back."""

from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from wegbuch.access.models import Team, User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from . import months, report_notes
from .models import Contact, FollowUp, GroupOffer, NetworkEntry, WorkEntry
from .services import delete_contact, set_follow_up

Entry = TypeVar("Entry", bound=WorkEntry)


def record_offer(*, author: User, held_on: date, entry_key: UUID | None = None, **fields: Any) -> GroupOffer:
    """Enter a group offer.

    fields     columns of `GroupOffer`
    entry_key  made with the empty form: sent twice it gives the entry of the first time
    raises     NotPossible for a day to come or long ago, where nobody came, or for an author without a team
    """
    _check_day(held_on)
    if known := _entered_before(GroupOffer, author, entry_key):
        return known
    offer = GroupOffer(author=author, team=team_of(author), held_on=held_on, entry_key=entry_key, **fields)
    _check_people(offer)
    return _added(offer)


def record_networking(
    *,
    author: User,
    held_on: date,
    follow_up_on: date | None = None,
    short_entry: Contact | None = None,
    entry_key: UUID | None = None,
    **fields: Any,
) -> NetworkEntry:
    """Enter work with other services.

    fields       columns of `NetworkEntry`
    short_entry  the contact under task 8 that is written out here; it goes, so that nothing counts twice
    raises       NotPossible for a day to come or long ago, or for an author without a team
    """
    _check_day(held_on)
    if known := _entered_before(NetworkEntry, author, entry_key):
        return known
    entry = NetworkEntry(author=author, team=team_of(author), held_on=held_on, entry_key=entry_key, **fields)
    with transaction.atomic():
        if follow_up_on:
            text = f"{entry.topic}: {entry.next_step}" if entry.next_step else entry.topic
            entry.follow_up = set_follow_up(owner=author, due_on=follow_up_on, text=text[:200])
        if short_entry:
            _take_over(short_entry, entry)
        return _added(entry)


def change(entry: Entry, *, version: int, **fields: Any) -> Entry:
    """Change an entry.

    version  the version the form was filled from
    raises   SavedMeanwhile if it was saved since; NotPossible for a day to come or long ago and where nobody came
    """
    _check_day(fields["held_on"])
    entry.version = version
    for name, value in fields.items():
        setattr(entry, name, value)
    _check_people(entry)
    entry.save()
    return entry


def delete(entry: WorkEntry, *, user: User) -> None:
    """Delete an entry with its follow-up; texts for the report stay, and the log keeps that it was there.

    raises  NotPossible for another's entry
    """
    if entry.author_id != user.pk:
        raise NotPossible("Löschen kann nur, wer den Eintrag geschrieben hat.")
    with transaction.atomic():
        report_notes.let_go(entry.report_notes.all())  # type: ignore[attr-defined]
        follow_up: FollowUp | None = getattr(entry, "follow_up", None)
        entry.delete()
        if follow_up:
            follow_up.delete()


def team_of(author: User) -> Team:
    """raises  NotPossible for an account without a team"""
    if author.team is None:
        raise NotPossible("Ihr Konto gehört zu keinem Team. Bitte fragen Sie Ihre Leitung.")
    return author.team


def _added(entry: Entry) -> Entry:
    entry.entered_at = clock.now()
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        if known := _entered_before(type(entry), entry.author, entry.entry_key):
            return known
        raise
    return entry


def _entered_before(model: type[Entry], author: User, entry_key: UUID | None) -> Entry | None:
    found: Any = model.objects.filter(author=author, entry_key=entry_key).first() if entry_key else None
    return cast(Entry | None, found)


def _take_over(short: Contact, entry: NetworkEntry) -> None:
    """Let the short entry go; what was to come back comes back with the long one."""
    first = short.follow_ups.filter(done_at=None).order_by("due_on").first()
    if first and entry.follow_up is None:
        first.contact = None
        first.save()
        entry.follow_up = first
    delete_contact(short, user=entry.author)


def _check_people(entry: WorkEntry) -> None:
    if isinstance(entry, GroupOffer) and not entry.participants:
        raise NotPossible("Bitte tragen Sie ein, wie viele da waren: mindestens eine Person.")


def _check_day(held_on: date) -> None:
    months.refuse_too_early(held_on)
    if held_on > clock.today():
        raise NotPossible("Das Datum liegt in der Zukunft. Bitte tragen Sie den Tag ein, an dem es war.")
