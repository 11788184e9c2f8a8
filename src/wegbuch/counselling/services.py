"""Contacts entered, changed and taken back; follow-ups set and done."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wegbuch.access.models import Team, User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Case
from wegbuch.core import audit, clock

from . import months, report_notes
from .models import Contact, FollowUp, Participation, Topic

UNDO_FOR = timedelta(minutes=10)


def record_contact(
    *,
    author: User,
    team: Team,
    cases: Sequence[Case],
    held_on: date,
    task_area: int,
    form: str,
    minutes: int,
    language: str,
    channel: str,
    topic: Topic | None = None,
    note: str = "",
    follow_up_on: date | None = None,
    follow_up_text: str = "",
    entry_key: UUID | None = None,
) -> Contact:
    """Add one entry to the counselling log.

    cases      of one person, of several of a household, or none: then it is anonymous
    minutes    counselling time, 1 to 600; counts once however many took part
    entry_key  made with the empty form: sent twice it gives the contact of the first time
    raises     NotPossible for a day to come, or after a case was closed
    """
    _check_day(held_on, cases)
    try:
        return _add_contact(
            cases,
            follow_up_on,
            follow_up_text,
            author=author,
            team=team,
            held_on=held_on,
            entered_at=clock.now(),
            task_area=task_area,
            topic=topic,
            form=form,
            minutes=minutes,
            language=language,
            channel=channel,
            note=note,
            entry_key=entry_key,
        )
    except IntegrityError:
        if known := _entered_before(author, entry_key):
            return known
        raise


def _entered_before(author: User, entry_key: UUID | None) -> Contact | None:
    return Contact.objects.filter(author=author, entry_key=entry_key).first() if entry_key else None


def _add_contact(cases: Sequence[Case], follow_up_on: date | None, follow_up_text: str, **fields: Any) -> Contact:
    with transaction.atomic(), audit.together():
        contact = Contact(**fields)
        contact.save()
        for case in cases:
            Participation(contact=contact, case=case, held_on=contact.held_on).save()
        if follow_up_on:
            first = cases[0] if cases else None
            set_follow_up(owner=contact.author, due_on=follow_up_on, text=follow_up_text, case=first, contact=contact)
    return contact


def change_contact(contact: Contact, *, version: int, **fields: Any) -> Contact:
    """Change an entry.

    version  the version the form was filled from
    raises   SavedMeanwhile if a colleague saved since; NotPossible as `record_contact`
    """
    cases = [row.case for row in contact.participations.select_related("case")]
    _check_day(fields.get("held_on", contact.held_on), cases)
    with transaction.atomic():
        contact.version = version
        for name, value in fields.items():
            setattr(contact, name, value)
        contact.save()
        for row in contact.participations.all():
            row.held_on = contact.held_on
            row.save()
    return contact


def may_undo(contact: Contact, user: User) -> bool:
    """Whether this user may still take the entry back: her own, for ten minutes."""
    return contact.author_id == user.pk and clock.now() - contact.entered_at <= UNDO_FOR


def undo_contact(contact: Contact, *, user: User) -> None:
    """Take an entry back with what hangs on it; the log keeps that it was there.

    raises  NotPossible after ten minutes, or for another's entry
    """
    if not may_undo(contact, user):
        raise NotPossible("Zurücknehmen geht nur zehn Minuten lang. Danach können Sie den Eintrag ändern oder löschen.")
    delete_contact(contact, user=user)


def delete_contact(contact: Contact, *, user: User) -> None:
    """Delete an entry with what hangs on it; the log keeps that it was there.

    raises  NotPossible for another's entry
    """
    if contact.author_id != user.pk:
        raise NotPossible("Löschen kann nur, wer den Eintrag geschrieben hat.")
    with transaction.atomic():
        report_notes.let_go(contact.report_notes.all())
        for row in [*contact.follow_ups.all(), *contact.participations.all()]:
            row.delete()
        contact.delete()


def set_follow_up(
    *, owner: User, due_on: date, text: str = "", case: Case | None = None, contact: Contact | None = None
) -> FollowUp:
    """Let something come back on a day.

    raises  NotPossible for a day that has passed
    """
    if due_on < clock.today():
        raise NotPossible("Dieser Tag ist schon vorbei. Bitte wählen Sie heute oder später.")
    follow_up = FollowUp(owner=owner, due_on=due_on, text=text, case=case, contact=contact)
    follow_up.save()
    return follow_up


def finish(follow_up: FollowUp) -> None:
    """Note that a follow-up is done."""
    follow_up.done_at = clock.now()
    follow_up.save()


def reopen(follow_up: FollowUp) -> None:
    follow_up.done_at = None
    follow_up.save()


def move(follow_up: FollowUp, *, due_on: date) -> None:
    """Let a follow-up come back on another day."""
    if due_on < clock.today():
        raise NotPossible("Dieser Tag ist schon vorbei. Bitte wählen Sie heute oder später.")
    follow_up.due_on = due_on
    follow_up.save()


def add_topic(*, task_area: int, label: str) -> Topic:
    """Put a word into the organisation's catalogue; one that was switched off comes back.

    raises  NotPossible for a word that is offered there already
    """
    label = " ".join(label.split())
    topic = _topic_called(task_area, label) or Topic(task_area=task_area, label=label, is_active=False)
    if topic.is_active:
        raise NotPossible("Dieses Thema gibt es unter dieser Aufgabe schon.")
    topic.is_active = True
    topic.save()
    return topic


def rename_topic(topic: Topic, *, label: str) -> None:
    """Call a topic otherwise, also where it was used before.

    raises  NotPossible for the word of another topic of the same task
    """
    label = " ".join(label.split())
    known = _topic_called(topic.task_area, label)
    if known is not None and known.pk != topic.pk:
        raise NotPossible("Dieses Thema gibt es unter dieser Aufgabe schon.")
    topic.label = label
    topic.save()


def offer_topic(topic: Topic, *, is_active: bool) -> None:
    """Offer a topic in forms, or no longer; entries that used it keep it."""
    topic.is_active = is_active
    topic.save()


def _topic_called(task_area: int, label: str) -> Topic | None:
    topics = Topic.objects.filter(task_area=task_area)
    return next((topic for topic in topics if topic.label.casefold() == label.casefold()), None)


def _check_day(held_on: date, cases: Iterable[Case]) -> None:
    months.refuse_too_early(held_on)
    if held_on > clock.today():
        raise NotPossible("Das Datum liegt in der Zukunft. Bitte tragen Sie den Tag des Gesprächs ein.")
    for case in cases:
        if case.closed_on and held_on > case.closed_on:
            raise NotPossible("Diese Akte war an dem Tag schon beendet. Bitte prüfen Sie den Tag.")
