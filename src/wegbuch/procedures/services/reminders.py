"""Reminders, worked out from the open deadlines alone: whatever happened in between, the next round catches up."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wegbuch.access.models import Organisation
from wegbuch.core import audit, clock, tenant

from ..models import Confirmation, Deadline, Reminder
from . import reminder_recipients as recipients
from . import reminder_steps as steps
from .reminder_recipients import Files, Staff
from .reminder_steps import Facts, Step

WORKER = audit.Actor(None, part="worker")
BATCH = 500
# Noted further ahead than this is noted by a wrong clock.
CLOCK_ERROR = timedelta(days=1)
Key = tuple[UUID, str, date, UUID]
COLUMNS = ("deadline_id", "step", "for_day", "recipient_id", "is_told", "made_at", "pk")


@dataclass(frozen=True)
class Done:
    """What one round did.

    deadlines  open ones looked at
    told       reminders for somebody to read
    overtaken  steps noted without telling, because a later one was due too
    """

    deadlines: int = 0
    told: int = 0
    overtaken: int = 0

    def __add__(self, other: "Done") -> "Done":
        return Done(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


def tick(now: datetime) -> Done:
    """Note and tell every step that is due in every organisation. Batch by batch, each whole or not at all."""
    done = Done()
    for organisation in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with tenant.acting_for(organisation), audit.acting_as(WORKER):
            done += _organisation(now)
    return done


def _organisation(now: datetime) -> Done:
    today = now.astimezone(clock.BERLIN).date()
    staff, calling, done = recipients.staff_on(today), _calling(today), Done()
    for start in range(0, len(calling), BATCH):
        done += _batch(calling[start : start + BATCH], staff, now)
    return done


def _calling(today: date) -> list[Facts]:
    """The open deadlines of which a step may be due."""
    near = Q(safe_day__lte=today + steps.HORIZON) | Q(safe_day=None)
    rows = Deadline.objects.open().filter(near | ~Q(confirmation=Confirmation.CONFIRMED)).order_by("pk")
    return [Facts(*row) for row in rows.values_list(*(field.name for field in fields(Facts)))]


def _batch(batch: Sequence[Facts], staff: Staff, now: datetime) -> Done:
    """Note what is due and not yet noted. Five queries, however many deadlines."""
    wanted = _wanted(batch, staff, now)
    settled, wrong = _noted(batch, wanted, now)
    new = {key: is_told for key, is_told in wanted.items() if key not in settled}
    if new:
        with transaction.atomic():
            Reminder.objects.filter(pk__in=wrong).delete()
            Reminder.objects.bulk_create(_rows(new, now), batch_size=BATCH, ignore_conflicts=True)
    told = sum(new.values())
    return Done(len(batch), told, len(new) - told)


def _noted(batch: Sequence[Facts], wanted: dict[Key, bool], now: datetime) -> tuple[set[Key], list[int]]:
    """The steps that are settled, and the ids of rows that are not: noted by a clock that ran ahead."""
    settled, wrong = set(), []
    known = Reminder.objects.filter(deadline__in=[facts.id for facts in batch])
    for deadline, step, for_day, user, was_told, made_at, pk in known.values_list(*COLUMNS):
        key = (deadline, step, for_day, user)
        if key in wanted and made_at <= now + CLOCK_ERROR and was_told >= wanted[key]:
            settled.add(key)
        elif key in wanted:
            wrong.append(pk)
    return settled, wrong


def _wanted(batch: Sequence[Facts], staff: Staff, now: datetime) -> dict[Key, bool]:
    """Every step that is due, by whom it is for, and whether it is to be told: of a ladder only the newest."""
    today = now.astimezone(clock.BERLIN).date()
    files = recipients.files_of({facts.person_id for facts in batch}, at=now)
    return {
        (facts.id, step.name, step.for_day, user): is_told
        for facts in batch
        for step, user, is_told in _calls(facts, today, staff, files)
    }


def _calls(facts: Facts, today: date, staff: Staff, files: Files) -> Iterator[tuple[Step, UUID, bool]]:
    if due := [step for step in steps.ladder(facts) if step.due_on <= today]:
        for user in recipients.answering(facts.responsible_id, facts.person_id, staff=staff, files=files):
            yield from ((step, user, step is due[-1]) for step in due)
    if alarming := [step for step in steps.warnings(facts) if step.due_on <= today]:
        for user in recipients.leads_of(facts.person_id, staff=staff, files=files):
            yield from ((step, user, True) for step in alarming)


def _rows(new: dict[Key, bool], now: datetime) -> Iterator[Reminder]:
    for (deadline, step, for_day, user), is_told in new.items():
        yield Reminder(
            organisation_id=tenant.current(),
            deadline_id=deadline,
            step=step,
            for_day=for_day,
            recipient_id=user,
            made_at=now,
            is_told=is_told,
        )
