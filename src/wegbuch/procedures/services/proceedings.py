"""Proceedings opened, changed and moved on, each step a fact with a day and what showed it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lawbook.deadlines import Answer
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person, ResidencePeriod
from wegbuch.core import clock, codes

from .. import law, regimes
from ..models import Letter, PreparationPoint, Proceeding, ProceedingStep
from ..models.proceedings import Regime

# Days of a proceeding that its letters tell, under the same names.
SHARED_DAYS = ("lodged_on", "registered_on", "review_started_on")


def for_letter(letter: Letter, answers: Sequence[Answer], *, user: User) -> Proceeding:
    """The running proceeding a letter belongs to; opened where the file has none of this kind."""
    kind = law.letter_kind(letter.kind)["proceeding"]
    found = Proceeding.objects.running().filter(person=letter.person, kind=kind).first()
    proceeding = found or Proceeding(person=letter.person, kind=kind)
    events = letter.all_events()
    for name in SHARED_DAYS:
        if getattr(proceeding, name) is None and isinstance(events.get(name), date):
            setattr(proceeding, name, events[name])
    if proceeding.regime == Regime.GENERAL:
        proceeding.regime = _regime(answers) or _by_days(proceeding)
    if letter.court and not proceeding.court:
        proceeding.court = letter.court
    if letter.file_number and not proceeding.file_number:
        proceeding.file_number = letter.file_number
    proceeding.save()
    return proceeding


def _regime(answers: Sequence[Answer]) -> str:
    """The asylum law the answers were found in; empty where they were found in none."""
    return next((answer.regime for answer in answers if answer.regime in (Regime.NEW, Regime.OLD)), "")


def _by_days(proceeding: Proceeding) -> str:
    """The law by the days; what is known from a letter stays while the day that decides is missing."""
    ground = regimes.ground_of(proceeding.kind, regimes.days_of(proceeding))
    return proceeding.regime if ground.is_open else ground.regime.value


def move_on(letter: Letter, answers: Sequence[Answer], *, user: User) -> ProceedingStep | None:
    """Note the stage that a letter shows, on the day it was delivered; None where it shows none."""
    stage = _stage_of(letter)
    if letter.proceeding is None or not stage:
        return None
    label = law.letter_kind(letter.kind)["label"]
    since = _delivered(answers, else_on=clock.today())
    return add_step(letter.proceeding, stage=stage, since=since, shown_by=label, user=user, letter=letter)


def follow(letter: Letter, answers: Sequence[Answer], *, user: User, is_other_kind: bool) -> None:
    """Let the stage a letter showed follow its correction: it moves, or goes where the letter shows none any more.

    A stage that somebody took back stays away, unless the letter is of another kind now.
    """
    step, stage = ProceedingStep.objects.filter(letter=letter).first(), _stage_of(letter)
    if step is None:
        if is_other_kind:
            move_on(letter, answers, user=user)
        return
    if not stage or step.proceeding_id != letter.proceeding_id:
        remove_step(step)
        move_on(letter, answers, user=user)
        return
    step.stage, step.since = stage, _delivered(answers, else_on=step.since)
    step.shown_by = law.letter_kind(letter.kind)["label"][:120]
    step.save()
    _stand_at_newest(step.proceeding)


def _stage_of(letter: Letter) -> str:
    """The stage that a letter of this kind shows under the law of its proceeding; empty where it shows none."""
    stages = law.letter_kind(letter.kind).get("stage") or {}
    return stages.get(letter.proceeding.regime, "") if letter.proceeding else ""


def _delivered(answers: Sequence[Answer], *, else_on: date) -> date:
    """A posted letter may count as delivered on a day still to come; read it is today."""
    return min(next((answer.start_on for answer in answers if answer.start_on), else_on), clock.today())


def add_step(
    proceeding: Proceeding,
    *,
    stage: str,
    since: date,
    user: User,
    shown_by: str = "",
    letter: Letter | None = None,
    note: str = "",
) -> ProceedingStep:
    """Note a stage; the newest one is where the proceeding stands.

    raises  NotPossible for a stage this law does not know, a day in the future, and a final stage without a paper
    """
    if proceeding.stage_list and stage not in codes.book().list(proceeding.stage_list):
        raise NotPossible("Diese Station gibt es in diesem Recht nicht. Bitte wählen Sie eine andere.")
    if since > clock.today():
        raise NotPossible("Das Datum liegt in der Zukunft. Bitte prüfen Sie es.")
    if stage.startswith("final_") and not shown_by:
        raise NotPossible("Bitte nennen Sie das Papier: die Mitteilung über die Bestandskraft oder Rechtskraft.")
    step = ProceedingStep(
        proceeding=proceeding,
        stage=stage,
        since=since,
        shown_by=shown_by[:120],
        letter=letter,
        note=note,
        entered_by=user,
        entered_at=clock.now(),
    )
    with transaction.atomic():
        step.save()
        _stand_at_newest(proceeding)
    return step


def refuse_double_step(proceeding: Proceeding, *, stage: str, since: date) -> None:
    """raises NotPossible where the same stage stands already: the form was sent twice"""
    if ProceedingStep.objects.filter(proceeding=proceeding, stage=stage, since=since).exists():
        raise NotPossible("Diese Station steht an diesem Tag schon da.")


def remove_step(step: ProceedingStep) -> None:
    """Take back a stage that was noted by mistake; the proceeding stands where it stood before."""
    proceeding = step.proceeding
    with transaction.atomic():
        step.delete()
        _stand_at_newest(proceeding)


def _stand_at_newest(proceeding: Proceeding) -> None:
    newest = ProceedingStep.objects.filter(proceeding=proceeding).order_by("since", "entered_at").last()
    stage = newest.stage if newest else ""
    if stage != proceeding.stage:
        proceeding.stage = stage
        proceeding.save()


def open_proceeding(*, user: User, person: Person, kind: str, **fields: Any) -> Proceeding:
    """A proceeding of a person. Its law follows from its days, where they are known.

    raises  NotPossible for days that contradict each other, and where the same stands already: the form was sent twice
    """
    proceeding = Proceeding(person=person, kind=kind, **fields)
    _refuse_disorder(proceeding)
    if Proceeding.objects.running().filter(person=person, kind=kind, **fields).exists():
        raise NotPossible("Dieses Verfahren steht schon da.")
    if "regime" not in fields:
        proceeding.regime = _by_days(proceeding)
    with transaction.atomic():
        proceeding.save()
    return proceeding


def change_proceeding(proceeding: Proceeding, *, version: int, **fields: Any) -> None:
    """Write what is known about a proceeding over this version of it; its law follows from its days.

    raises  NotPossible for days that contradict each other; SavedMeanwhile
    """
    for name, value in fields.items():
        setattr(proceeding, name, value)
    _refuse_disorder(proceeding)
    if any(name in fields for name in regimes.DAYS):
        proceeding.regime = _by_days(proceeding)
    proceeding.version = version
    proceeding.save()


def _refuse_disorder(proceeding: Proceeding) -> None:
    for _day, sentence in regimes.out_of_order(regimes.days_of(proceeding)):
        raise NotPossible(sentence)


def close_proceeding(
    proceeding: Proceeding, *, version: int, closed_on: date, stage: str, shown_by: str, user: User
) -> None:
    """End a proceeding with its outcome, which is a stage like any other.

    raises  NotPossible as `add_step`, and for an end before the newest stage; SavedMeanwhile
    """
    newest = ProceedingStep.objects.filter(proceeding=proceeding).order_by("since", "entered_at").last()
    if newest and closed_on < newest.since:
        raise NotPossible(_("Das Ende liegt vor der letzten Station. Bitte prüfen Sie den Tag."))
    proceeding.version, proceeding.closed_on = version, closed_on
    with transaction.atomic():
        proceeding.save()
        if newest is None or newest.stage != stage:
            add_step(proceeding, stage=stage, since=closed_on, shown_by=shown_by, user=user)


def reopen_proceeding(proceeding: Proceeding) -> None:
    """A proceeding that had ended goes on."""
    proceeding.closed_on = None
    proceeding.save()


def mark_point(proceeding: Proceeding, *, point: str, is_done: bool, user: User) -> None:
    """Tick a point of the preparation for the interview, or untick it; twice is once.

    raises  NotPossible for a point that the list does not know
    """
    if point not in codes.book().list("interview_points"):
        raise NotPossible(_("Diesen Punkt gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    standing = PreparationPoint.objects.filter(proceeding=proceeding, point=point).first()
    if is_done and standing is None:
        PreparationPoint(proceeding=proceeding, point=point, done_on=clock.today(), done_by=user).save()
    elif standing and not is_done:
        standing.delete()


def note_status(letter: Letter, *, since: date, document: str = "") -> ResidencePeriod | None:
    """Write the status that follows from the outcome of a letter into the history; None where none follows.

    What ran before ends on the day before; a status that began later stays, and this one ends before it.
    """
    status = law.letter_kind(letter.kind).get("status")
    if not status:
        return None
    periods = list(ResidencePeriod.objects.filter(person=letter.person))
    later = min((row.since for row in periods if row.since and row.since > since), default=None)
    with transaction.atomic():
        for row in periods:
            if row.until is None and (row.since is None or row.since < since):
                row.until = since - timedelta(days=1)
                row.save()
        period = ResidencePeriod(
            person=letter.person,
            status=status,
            document=document or "doc_bamf_decision",
            since=since,
            until=later - timedelta(days=1) if later else None,
            origin="document",
        )
        period.save()
    return period
