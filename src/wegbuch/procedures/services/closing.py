"""Deadlines end: kept with a proof, missed, or no longer needed; and they open again. Nothing ends without a word."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases import files
from wegbuch.core import clock, dates

from ..models import Deadline, DeadlineState, Proof
from .letters import Contradiction

# Proofs that are papers; the others may be told in a sentence.
ON_PAPER = (Proof.FAX, Proof.RECEIPT, Proof.LAWYER)
CLOSED = "Diese Frist ist schon abgeschlossen."
NO_REASON = "Bitte nennen Sie den Grund in einem Satz."


class TooLate(Contradiction):
    """Sent after the last day: not kept, but not lost either."""


def companions(deadline: Deadline) -> QuerySet[Deadline]:
    """What is due together with this one: open acts of the same rule, letter and day. By hand nothing is."""
    same = Deadline.objects.open().filter(person=deadline.person_id, rule=deadline.rule, letter=deadline.letter_id)
    return same.filter(counts_on=deadline.counts_on).exclude(pk=deadline.pk).exclude(rule="")


def keep(
    deadline: Deadline,
    *,
    by: User,
    sent_on: date,
    proof: str,
    papers: Iterable[UUID] = (),
    sentence: str = "",
    together: Iterable[Deadline] = (),
) -> Deadline:
    """The act was done in time, and this shows it.

    papers    ids of uploads that wait; one counts as the proof
    sentence  where and by whom, for a proof that is no paper
    together  deadlines that the same proof closes
    raises    TooLate after the last day; NotPossible for a day ahead and without any proof
    """
    rows = [deadline, *together]
    for row in rows:
        _refuse_unfit(row, sent_on)
    wanted = list(papers)
    if not wanted and (proof in ON_PAPER or not sentence.strip()):
        raise NotPossible(
            "Bitte legen Sie ein Foto oder PDF des Nachweises bei."
            if proof in ON_PAPER
            else "Bitte legen Sie ein Foto bei oder schreiben Sie einen Satz: wo, wann, wer war dabei?"
        )
    with transaction.atomic():
        stored = files.claim(wanted[:1], by=by, person=deadline.person) if wanted else []
        for row in rows:
            row.sent_on, row.proof, row.proof_file = sent_on, proof, stored[0] if stored else None
            _close(row, DeadlineState.KEPT, by=by, reason=sentence)
    return deadline


def _refuse_unfit(row: Deadline, sent_on: date) -> None:
    if not row.is_open:
        raise NotPossible(CLOSED)
    if sent_on > clock.today():
        raise NotPossible("Das Datum liegt in der Zukunft. Bitte prüfen Sie es.")
    if row.is_over(sent_on):
        assert row.counts_on is not None
        last = dates.with_weekday(row.counts_on)
        raise TooLate(f"Der letzte Tag war {last}. Was heute noch geht, steht unter „Zu spät?“.", "sent_on")


def miss(deadline: Deadline, *, by: User, reason: str, together: Iterable[Deadline] = ()) -> Deadline:
    """The last day has passed and the act was not done, or too late.

    raises  NotPossible while there is still time, and without a reason
    """
    for row in (deadline, *together):
        if not row.is_over(clock.today()):
            raise NotPossible("Der letzte Tag ist noch nicht vorbei. Heute geht es noch.")
    return _end(deadline, DeadlineState.MISSED, by=by, reason=reason, together=together)


def withdraw(deadline: Deadline, *, by: User, reason: str, together: Iterable[Deadline] = ()) -> Deadline:
    """Nothing has to be done any more.

    raises  NotPossible without a reason
    """
    return _end(deadline, DeadlineState.WITHDRAWN, by=by, reason=reason, together=together)


def reopen(deadline: Deadline, *, by: User, reason: str) -> Deadline:
    """Let a closed deadline run again; what stood there stays, with the reason below it.

    raises  NotPossible for an open one, for one that stands anew since its letter was corrected, and without a reason
    """
    if deadline.is_open:
        raise NotPossible("Diese Frist ist offen.")
    same = Deadline.objects.open().filter(letter=deadline.letter_id, rule=deadline.rule)
    if deadline.letter_id and any(row.act == deadline.act for row in same):
        raise NotPossible("Diese Frist steht seit der Korrektur des Briefs neu da.")
    refuse_silence(reason)
    deadline.reason = with_line(deadline, f"wieder geöffnet: {reason.strip()}", by=by)
    deadline.state, deadline.closed_at, deadline.closed_by = DeadlineState.OPEN, None, None
    deadline.save()
    return deadline


def _end(deadline: Deadline, state: DeadlineState, *, by: User, reason: str, together: Iterable[Deadline]) -> Deadline:
    refuse_silence(reason)
    rows = [deadline, *together]
    if not all(row.is_open for row in rows):
        raise NotPossible(CLOSED)
    with transaction.atomic():
        for row in rows:
            _close(row, state, by=by, reason=reason)
    return deadline


def _close(row: Deadline, state: DeadlineState, *, by: User, reason: str) -> None:
    if reason.strip():
        row.reason = with_line(row, f"{state.label}: {reason.strip()}", by=by)
    row.state, row.closed_at, row.closed_by = state, clock.now(), by
    row.save()


def with_line(row: Deadline, line: str, *, by: User) -> str:
    """The reasons so far and one more, with day and name."""
    return "\n".join(filter(None, (row.reason, f"{dates.in_figures(clock.today())}, {by.name}, {line}")))


def refuse_silence(reason: str) -> None:
    """raises NotPossible where no reason is given"""
    if not reason.strip():
        raise NotPossible(NO_REASON)
