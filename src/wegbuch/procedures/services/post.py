"""Post entered, corrected, handed out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from wegbuch.access.models import Organisation, Team, User
from wegbuch.access.services import NotPossible
from wegbuch.cases import files
from wegbuch.cases.models import Case, Facility, Person
from wegbuch.core import clock, dates, tenant

from ..models import Confirmation, Deadline, PostFile, PostFileKind, PostItem
from ..post_days import DAYS, IN_ORDER
from . import checks, houses, letters
from .letters import Contradiction

Days = Mapping[str, date | None]


def enter_post(
    *,
    user: User,
    sender: str,
    channel: str,
    days: Days,
    person: Person | None = None,
    recipient: str = "",
    facility: Facility | None = None,
    handed_to: str = "",
    envelope: Iterable[UUID] = (),
    letter: Iterable[UUID] = (),
    entry_key: UUID | None = None,
) -> PostItem:
    """Enter a piece of post under the next number of the year; the case team of the person sees it.

    days       by name of the column, see `post_days.DAYS`
    recipient  name on the envelope, where nobody knows whose post it is
    envelope, letter  ids of waiting photos of this user
    entry_key  made with the empty form: sent twice it gives the item of the first time
    raises     Contradiction for days that cannot be; NotPossible where nobody would see it, and for photos of nobody
    """
    check_days(days)
    if known := entered_before(user, entry_key):
        return known
    item = PostItem(
        person=person,
        recipient=recipient,
        facility=facility,
        team=_team_for(user, person, facility),
        sender=sender,
        channel=channel,
        handed_to=handed_to,
        entered_by=user,
        entered_at=clock.now(),
        entry_key=entry_key,
        **days,
    )
    try:
        with transaction.atomic():
            item.number = _next_number()
            item.save()
            add_photos(item, user=user, envelope=envelope, letter=letter)
    except IntegrityError:
        if known := entered_before(user, entry_key):
            return known
        raise
    return item


def entered_before(user: User, entry_key: UUID | None) -> PostItem | None:
    """What this user entered with the same sheet."""
    return PostItem.objects.filter(entered_by=user, entry_key=entry_key).first() if entry_key else None


def change_post(item: PostItem, *, user: User, version: int, days: Days, **fields: Any) -> PostItem:
    """Correct a piece of post; the deadlines of its letter follow.

    user     who corrects: whoever moved a day cannot be the one who confirms it
    version  the version the form was filled from
    raises   Contradiction for days that cannot be; NotPossible for another person once the letter was read;
             SavedMeanwhile if a colleague saved since
    """
    check_days(days)
    person = fields.get("person", item.person)
    has_moved = (person.pk if person else None) != item.person_id
    if has_moved:
        _may_move(item, person)
    before = item.events()
    item.version = version
    for name, value in {**fields, **days}.items():
        setattr(item, name, value)
    if has_moved:
        item.team = (_team_of(person) if person else None) or item.team
    with transaction.atomic():
        item.save()
        if has_moved:
            _move_photos(item)
        _recount(item, before, reader=user)
    return item


def hand_out(item: PostItem, *, handed_on: date, handed_to: str = "", reader: User | None = None) -> PostItem:
    """Note that somebody got this post; of whom nothing is said it was the person herself.

    reader  a counsellor who notes it: where that moves a deadline she cannot be the one who confirms it
    raises  Contradiction for a day that cannot be, NotPossible if that was noted before
    """
    if item.handed_on:
        raise NotPossible(f"Diese Post ist schon ausgehändigt: {dates.with_weekday(item.handed_on)}.")
    check_days({**days_of(item), "handed_on": handed_on})
    before = item.events()
    item.handed_on, item.handed_to = handed_on, handed_to
    with transaction.atomic():
        item.save()
        try:
            _recount(item, before, reader=reader)
        except Contradiction:  # whoever hands out need not know what the letter says
            raise Contradiction("Der Tag passt nicht zum Brief. Bitte fragen Sie das Fallteam.", "handed_on") from None
    return item


def mark_reading(item: PostItem, *, needs_reading: bool) -> None:
    """Note whether somebody still has to look for a deadline in this post."""
    item.needs_reading = needs_reading
    item.save()


def add_photos(item: PostItem, *, user: User, envelope: Iterable[UUID] = (), letter: Iterable[UUID] = ()) -> None:
    """Put waiting photos to a piece of post.

    raises  NotPossible where nobody knows whose post it is: photos lie in somebody's papers
    """
    with transaction.atomic():
        for kind, ids in ((PostFileKind.ENVELOPE, list(envelope)), (PostFileKind.LETTER, list(letter))):
            if ids and item.person is None:
                raise NotPossible("Fotos gehören zu einer Person. Sobald sie bekannt ist, lassen sie sich hinzufügen.")
            for stored in files.claim(ids, by=user, person=item.person) if item.person else ():
                PostFile(item=item, file=stored, kind=kind).save()


def check_days(days: Days) -> None:
    """raises Contradiction for a day to come, and for days in an order that cannot be"""
    for name, day in days.items():
        if day and day > clock.today():
            raise Contradiction("Das Datum liegt in der Zukunft. Bitte prüfen Sie es.", name)
    for first, second in IN_ORDER:
        before, after = days.get(first), days.get(second)
        if before and after and before > after:
            raise Contradiction(f"{_said(first, before)}, {_said(second, after)}: Bitte prüfen Sie beide Tage.", second)


def days_of(item: PostItem) -> dict[str, date | None]:
    return {name: getattr(item, name) for name in DAYS}


def _said(name: str, day: date) -> str:
    """Aufgegeben am 26.11.2026"""
    return f"{PostItem.words_for(name)} {dates.in_figures(day)}"


def _next_number() -> str:
    """The next number of this year; the organisation is held until the transaction ends."""
    Organisation.objects.select_for_update().get(pk=tenant.current())
    year = clock.today().year
    numbers = PostItem.objects.filter(number__startswith=f"{year}-").order_by(Length("number").desc(), "-number")
    last = numbers.values_list("number", flat=True).first()
    return f"{year}-{int(last.partition('-')[2]) + 1 if last else 1:04d}"


def _team_for(user: User, person: Person | None, facility: Facility | None) -> Team:
    """Who looks after this post.

    raises  NotPossible where nobody does
    """
    team = (_team_of(person) if person else None) or user.team or (houses.team_of(facility) if facility else None)
    if team is None:
        raise NotPossible("Diese Post würde kein Team sehen. Bitte fragen Sie Ihre Leitung.")
    return team


def _team_of(person: Person) -> Team | None:
    case = Case.objects.running().filter(person=person).order_by("opened_on").select_related("team").first()
    return case.team if case else None


def _may_move(item: PostItem, person: Person | None) -> None:
    """raises NotPossible once the letter was read, and where photos would be about nobody"""
    if hasattr(item, "letter"):
        raise NotPossible("Der Brief ist schon erfasst. Bitte korrigieren Sie zuerst den Brief.")
    if person is None and item.files.exists():
        raise NotPossible("Zu dieser Post gehören Fotos. Bitte wählen Sie, wessen Post es ist.")


def _move_photos(item: PostItem) -> None:
    for row in item.files.select_related("file"):
        row.file.person = item.person
        row.file.save()


def _recount(item: PostItem, before: dict[str, Any], *, reader: User | None = None) -> None:
    """Count the deadlines of the letter anew; where one moved that was looked at again, somebody is asked once more.

    reader  who read the days now; None where the days on the envelope stay as they were read
    """
    if item.events() == before or not hasattr(item, "letter"):
        return
    first = item.letter.entered_by
    looked_at = Deadline.objects.open().filter(letter=item.letter).exclude(confirmation=Confirmation.UNCONFIRMED)
    were_looked_at = looked_at.count()
    letter = letters.change_letter(item.letter, user=reader or first)
    if looked_at.count() < were_looked_at or letter.entered_by != first:
        checks.ask_again(letter, by=letter.entered_by)
