"""Letters entered and changed; their deadlines follow in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction

from lawbook.deadlines import Answer, Impossible
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person
from wegbuch.core import clock

from .. import law
from ..models import Letter, PostItem, Proceeding
from . import deadlines, proceedings


class Contradiction(NotPossible):
    """Days that cannot all be right. fields: names of the facts that are meant."""

    def __init__(self, sentence: str, *fields: str) -> None:
        super().__init__(sentence)
        self.fields = fields


def enter_letter(
    *,
    user: User,
    person: Person,
    item: PostItem,
    kind: str,
    events: dict[str, Any],
    instruction: str,
    instructed_period: str = "",
    instructed_day: date | None = None,
    court: str = "",
    file_number: str = "",
    note: str = "",
    proceeding: Proceeding | None = None,
    responsible: User | None = None,
) -> Letter:
    """Read a piece of post as a letter; its deadlines are open and unconfirmed, its proceeding moves on.

    events  further days and yes/no facts by name of the deadline rules; days as dates
    raises  Contradiction where days contradict each other
    """
    letter = Letter(
        person=person,
        item=item,
        kind=kind,
        events=as_text(events),
        instruction=instruction,
        instructed_period=instructed_period,
        instructed_day=instructed_day,
        court=court,
        file_number=file_number,
        note=note,
        proceeding=proceeding,
        entered_by=user,
        entered_at=clock.now(),
        book=law.book().fingerprint,
    )
    answers = computed(letter)
    with transaction.atomic():
        if item.person_id != person.pk:
            item.person = person
            item.save()
        letter.proceeding = proceeding or proceedings.for_letter(letter, answers, user=user)
        letter.save()
        proceedings.move_on(letter, answers, user=user)
        deadlines.open_for_letter(letter, answers, user=user, responsible=responsible or user)
    return letter


def change_letter(letter: Letter, *, user: User, **changes: Any) -> Letter:
    """Correct what was read: its stage follows, open deadlines are counted anew and wait again where a day moved.

    Whoever moved a day has read the letter last, and cannot be the one who confirms it.
    raises  Contradiction where days contradict each other
    """
    if "events" in changes:
        changes["events"] = as_text(changes["events"])
    was = letter.kind
    for name, value in changes.items():
        setattr(letter, name, value)
    letter.book = law.book().fingerprint
    answers = computed(letter)
    with transaction.atomic():
        if law.letter_kind(was)["proceeding"] != law.letter_kind(letter.kind)["proceeding"]:
            letter.proceeding = proceedings.for_letter(letter, answers, user=user)
        if deadlines.recount_for_letter(letter, answers, user=user):
            letter.entered_by, letter.entered_at = user, clock.now()
        letter.save()
        proceedings.follow(letter, answers, user=user, is_other_kind=letter.kind != was)
    return letter


def computed(letter: Letter) -> tuple[Answer, ...]:
    """raises Contradiction where days contradict each other, with a day in the future among them"""
    refuse_future_days(letter.all_events())
    with contradictions():
        return law.answers_of(letter)


@contextmanager
def contradictions() -> Iterator[None]:
    """raises Contradiction for what the deadline rules call impossible"""
    try:
        yield
    except Impossible as problem:
        raise Contradiction(str(problem), *problem.fields) from None


def refuse_future_days(events: dict[str, Any]) -> None:
    """raises Contradiction for something that has not happened yet"""
    known = law.book().events
    for name, value in events.items():
        if isinstance(value, date) and value > clock.today() and name in known and not known[name].may_lie_ahead:
            raise Contradiction(f"{known[name].label}: Das Datum liegt in der Zukunft. Bitte prüfen Sie es.", name)


def as_text(events: dict[str, Any]) -> dict[str, Any]:
    """Facts as `Letter.events` keeps them: days as ISO text, nothing that is empty."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in events.items()
        if value not in (None, "")
    }
