"""A piece of post read as a letter: photos, days, deadlines and the question to a second person in one go."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from lawbook.deadlines import Answer
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person
from wegbuch.core import clock

from .. import law, post_days
from ..models import Letter, PostItem
from . import checks, letters, post, proceedings


@dataclass(frozen=True)
class Reading:
    """What was read.

    item     way and days as `enter_post` takes them
    letter   kind, facts and instruction as `enter_letter` takes them
    envelope, pages  ids of waiting photos of the reader
    """

    item: Mapping[str, Any]
    letter: Mapping[str, Any]
    envelope: Iterable[UUID] = ()
    pages: Iterable[UUID] = ()


@dataclass(frozen=True)
class Wishes:
    """What is to happen with what was read.

    responsible   who answers for the deadlines
    asks_nobody   the question to a second person comes later
    asked         whom to ask; None for everybody in the case team
    notes_status  write the status that follows into the history
    """

    responsible: User
    asked: User | None = None
    asks_nobody: bool = False
    notes_status: bool = field(default=False, kw_only=True)


def computed(reading: Reading, *, person: Person, item: PostItem | None = None) -> tuple[Letter, tuple[Answer, ...]]:
    """The letter as it would be, and what follows from it; nothing is saved.

    raises  Contradiction where days contradict each other
    """
    read = copy.copy(item) if item else PostItem(person=person)
    _write(read, reading)
    _check_days(read)
    letter = Letter(person=person, item=read, **reading.letter)
    return letter, letters.computed(letter)


def enter(
    reading: Reading,
    wishes: Wishes,
    *,
    user: User,
    person: Person,
    item: PostItem | None = None,
    entry_key: UUID | None = None,
) -> Letter:
    """Enter what was read; without an item the post is entered too. Sent twice it gives the letter of the first time.

    raises  Contradiction where days contradict each other; NotPossible for photos and people that do not fit
    """
    with transaction.atomic():
        item = _held(item) if item else _entered(reading, user=user, person=person, entry_key=entry_key)
        if standing := letter_of(item):
            return standing
        _write(item, reading)
        _check_days(item)
        item.save()
        post.add_photos(item, user=user, envelope=reading.envelope, letter=reading.pages)
        letter = letters.enter_letter(
            user=user, person=person, item=item, responsible=wishes.responsible, **reading.letter
        )
        if wishes.notes_status:
            _note_status(letter)
        if not wishes.asks_nobody:
            checks.ask(letter, by=user, asked=wishes.asked)
    return letter


def change(letter: Letter, reading: Reading, *, user: User) -> Letter:
    """Correct what was read; the deadlines are counted anew, and whoever looked again is asked once more.

    raises  Contradiction where days contradict each other; NotPossible for photos that do not fit
    """
    with transaction.atomic():
        item = letter.item
        _write(item, reading)
        _check_days(item)
        item.save()
        post.add_photos(item, user=user, envelope=reading.envelope, letter=reading.pages)
        letters.change_letter(letter, user=user, **reading.letter)
        checks.ask_again(letter, by=user)
    return letter


def letter_of(item: PostItem) -> Letter | None:
    """The letter that was read from a piece of post."""
    return Letter.objects.filter(item=item).first() if item.pk else None


def _held(item: PostItem) -> PostItem:
    """The item as it lies there, held until the transaction ends: two people may read it at once."""
    return PostItem.objects.select_for_update().get(pk=item.pk)


def _write(item: PostItem, reading: Reading) -> None:
    item.channel = reading.item["channel"]
    for name, day in reading.item["days"].items():
        setattr(item, name, day)


def _check_days(item: PostItem) -> None:
    """raises Contradiction for days of the chosen way that cannot all be right; other days were noted by others"""
    post.check_days({name: getattr(item, name) for name in post_days.OF_CHANNEL[item.channel]})


def _entered(reading: Reading, *, user: User, person: Person, entry_key: UUID | None) -> PostItem:
    return post.enter_post(
        user=user,
        person=person,
        sender=law.letter_kind(reading.letter["kind"])["sender"],
        entry_key=entry_key,
        **reading.item,
    )


def _note_status(letter: Letter) -> None:
    """The status begins on the day the letter was delivered.

    raises  NotPossible for a letter from which no status follows
    """
    start = next((answer.start_on for answer in letters.computed(letter) if answer.start_on), None)
    if proceedings.note_status(letter, since=start or clock.today()) is None:
        raise NotPossible("Aus diesem Brief folgt kein neuer Aufenthaltsstatus.")
