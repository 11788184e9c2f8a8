"""Deadlines opened from letters, counted anew, taken over by hand."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from lawbook.deadlines import Answer, safety
from lawbook.deadlines.safety import earlier
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person
from wegbuch.core import clock

from .. import law
from ..models import Confirmation, Deadline, DeadlineState, Letter, Proceeding

# What one reading of a letter gives; the other days are the earlier ones of two readings.
READ_DAYS = ("last_day", "instructed_day", "earliest_day")
DAYS = ("last_day", "instructed_day", "counts_on", "safe_day", "earliest_day")


def open_for_letter(letter: Letter, answers: Sequence[Answer], *, user: User, responsible: User) -> list[Deadline]:
    """One open deadline for every act that follows from a letter."""
    rows = list(rows_of(letter, answers, user=user, responsible=responsible))
    for row in rows:
        row.save()
    return rows


def recount_for_letter(letter: Letter, answers: Sequence[Answer], *, user: User) -> bool:
    """Give the open deadlines of a letter the days that follow now. Returns whether a day moved.

    A deadline whose day moved waits for confirmation again. Acts that no longer follow lose theirs, and stay until
    somebody closes them. What was closed opens anew only where its day moved.
    """
    rows = list(Deadline.objects.filter(letter=letter))
    standing = {(row.rule, row.act): row for row in rows if row.is_open}
    closed = [row for row in rows if not row.is_open]
    responsible = next((row.responsible for row in standing.values()), user)
    has_moved = False
    for fresh in rows_of(letter, answers, user=user, responsible=responsible):
        if row := standing.pop((fresh.rule, fresh.act), None):
            has_moved |= _recounted(row, fresh)
        elif not any(_is_settled_by(row, fresh) for row in closed):
            fresh.save()
            has_moved = True
    for row in standing.values():
        unconfirm(row)
        row.save()
    return has_moved


def left_over(letter: Letter) -> list[Deadline]:
    """Open deadlines that no longer follow from their letter, because it was corrected."""
    fresh = rows_of(letter, law.answers_of(letter), user=letter.entered_by, responsible=letter.entered_by)
    following = {(row.rule, row.act) for row in fresh}
    return [row for row in Deadline.objects.open().filter(letter=letter) if (row.rule, row.act) not in following]


def unconfirm(row: Deadline) -> None:
    """Let a deadline wait for a second person again; it is not saved."""
    row.confirmation, row.confirmed_by, row.confirmed_at = Confirmation.UNCONFIRMED, None, None


def _is_settled_by(closed: Deadline, fresh: Deadline) -> bool:
    """Whether what follows now was closed before: with the same day, or done in time for the new one."""
    if (closed.rule, closed.act) != (fresh.rule, fresh.act):
        return False
    if closed.state == DeadlineState.KEPT and closed.sent_on and fresh.counts_on:
        return closed.sent_on <= fresh.counts_on
    return all(getattr(closed, name) == getattr(fresh, name) for name in READ_DAYS)


def _recounted(row: Deadline, fresh: Deadline) -> bool:
    """Whether a day moved; while two people have two days, the earlier stays until the reading itself changes."""
    is_disputed = row.confirmation == Confirmation.DISPUTED
    moved = any(getattr(row, name) != getattr(fresh, name) for name in (READ_DAYS if is_disputed else DAYS))
    for name in (*DAYS, "answer", "book") if moved or not is_disputed else ("answer", "book"):
        setattr(row, name, getattr(fresh, name))
    if moved:
        unconfirm(row)
    row.save()
    return moved


def open_by_hand(
    *,
    user: User,
    person: Person,
    act: str,
    counts_on: date,
    responsible: User | None = None,
    proceeding: Proceeding | None = None,
) -> Deadline:
    """A deadline that a letter or an authority names, without a rule of the book.

    raises  NotPossible for a day more than three years away
    """
    if abs(counts_on - clock.today()) > timedelta(days=3 * 366):
        raise NotPossible("Der Tag liegt mehr als drei Jahre weit weg. Bitte prüfen Sie das Jahr.")
    row = Deadline(
        person=person,
        act=act,
        instructed_day=counts_on,
        counts_on=counts_on,
        safe_day=days_before(counts_on),
        responsible=responsible or user,
        proceeding=proceeding,
        entered_by=user,
        entered_at=clock.now(),
    )
    with transaction.atomic():
        row.save()
    return row


def refuse_double(person: Person, *, act: str, counts_on: date) -> None:
    """raises NotPossible where the same deadline is open already: the form was sent twice"""
    same = Deadline.objects.open().filter(person=person, rule="", counts_on=counts_on)
    if any(row.act == act for row in same):
        raise NotPossible("Diese Frist steht schon da.")


def rows_of(letter: Letter, answers: Sequence[Answer], *, user: User, responsible: User) -> Iterator[Deadline]:
    """A row for each answer with a day, and one more for each act that is due with it."""
    for answer in answers:
        if not has_day(answer):
            continue
        acts = [answer.act, *(act.act for act in answer.file_together if not act.is_advised)]
        for number, act in enumerate(acts):
            yield Deadline(
                person=letter.person,
                letter=letter,
                proceeding=letter.proceeding,
                rule=answer.rule,
                kind=answer.kind,
                act=act,
                is_companion=number > 0,
                responsible=responsible,
                entered_by=user,
                entered_at=clock.now(),
                **days_of(letter, answer, answers),
            )


def has_day(answer: Answer) -> bool:
    return bool(answer.last_day or answer.earliest_day or answer.safe_day)


def days_of(letter: Letter, answer: Answer, answers: Sequence[Answer]) -> dict[str, Any]:
    """What a deadline of this answer carries: its days and the answer itself, by name of the columns."""
    instructed = law.day_by_instruction(letter, answer) if answer is _main(letter, answers) else None
    return counted(answer, instructed)


def _main(letter: Letter, answers: Sequence[Answer]) -> Answer | None:
    """The answer the instruction of the letter speaks about: the first rule of its kind."""
    return next((answer for answer in answers if answer.rule in law.main_rules(letter.kind)), None)


def counted(answer: Answer, instructed: date | None = None) -> dict[str, Any]:
    """The days of a deadline: the rule's, the letter's, and the earlier one that counts."""
    counts_on = earlier(answer.last_day, instructed)
    safe = answer.safe_day
    if instructed and counts_on == instructed != answer.last_day:
        safe = earlier(safe, days_before(instructed))
    return {
        "last_day": answer.last_day,
        "instructed_day": instructed,
        "counts_on": counts_on,
        "safe_day": safe,
        "earliest_day": answer.earliest_day,
        "answer": law.as_object(answer),
        "book": answer.book,
    }


def days_before(day: date) -> date:
    """Two working days before, by the holidays of Brandenburg."""
    return safety.days_before(day, law.book().calendars["BB"])
