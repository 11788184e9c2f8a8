"""A job is taken up, done under its owner's rights, and closed, whatever happens on the way."""

import logging
from functools import partial
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, transaction
from django_tasks import task

from wegbuch.access import policy
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import audit, clock, tenant

from . import kinds
from .models import Job
from .work import Interrupted, Overtaken, Stopped, Work, here

PART = "job"
MOST_FRUITLESS = 5
NOT_YOURS = "Das dürfen Sie nicht mehr, oder es ist nicht mehr da. Es ist nichts weiter geschehen."
BROKEN = "Das ist nicht gelungen: Im Programm ist ein Fehler. Bitte versuchen Sie es noch einmal."
GAVE_UP = "Das ist mehrmals abgebrochen. Bitte sagen Sie auf dem Server Bescheid."
logger = logging.getLogger("wegbuch.jobs")


class NotAllowed(Exception):
    """The owner may not do this any more."""


@task()
def carry_out(organisation: str, job: str) -> None:
    """What lies in the queue: two ids. No error passes here, for the queue would keep its text in clear."""
    try:
        with tenant.acting_for(UUID(organisation)):
            if work := _take_up(UUID(job)):
                with audit.acting_as(audit.Actor(work.job.owner_id, part=PART)):
                    _run(work)
    except Exception as problem:  # noqa: BLE001 - its text may quote what is in a row
        logger.warning("a job was left as it was: %s", type(problem).__name__)


def call_for(job: Job) -> None:
    """Put the job into the queue; it is seen there when the open transaction ends."""
    carry_out.enqueue(organisation=str(job.organisation_id), job=str(job.pk))


def _take_up(pk: UUID) -> Work | None:
    """The job in hand; None if it is over, or somebody else is at it."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=pk).open().first()
        if job is None:
            return None
        progress, place, now = job.progress, here.get().name, clock.now()
        if job.state == Job.State.RUNNING and progress.worker != place and not progress.is_silent(now):
            return None
        progress.attempt, progress.fruitless = progress.attempt + 1, progress.fruitless + 1
        progress.worker, progress.beat_at = place, now
        progress.save()
        work = Work(job, progress.attempt)
        with audit.acting_as(audit.Actor(job.owner_id, part=PART)):
            if progress.fruitless > MOST_FRUITLESS:
                work.end(Job.State.FAILED, error=GAVE_UP)
                return None
            job.state, job.started_at = Job.State.RUNNING, job.started_at or now
            job.save()
    return work


def _run(work: Work) -> None:
    try:
        kind = kinds.of(work.job.kind)
        work.ask = partial(_subject, kind, work.job)
        note = kind.run(work, *_subject(kind, work.job))
    except Stopped:
        work.end(Job.State.CANCELLED)
    except (Interrupted, OperationalError):
        work.put_back(call_for)
    except Overtaken:
        return
    except NotAllowed:
        work.end(Job.State.FAILED, error=NOT_YOURS)
    except NotPossible as problem:
        work.end(Job.State.FAILED, error=str(problem))
    except Exception as problem:  # noqa: BLE001 - its text may quote what is in a row
        logger.warning("%s failed: %s", work.job.kind, type(problem).__name__)
        work.end(Job.State.FAILED, error=BROKEN, failure=type(problem).__name__)
    else:
        work.end(Job.State.DONE, note=note or "")


def _subject(kind: kinds.Kind, job: Job) -> list[object]:
    """What the work is about, asked with the rights its owner has now.

    raises  NotAllowed for an owner who left, lost the role, or may not use the row any more
    """
    owner = User.objects.get(pk=job.owner_id)
    if not (owner.is_active and owner.organisation_id == job.organisation_id):
        raise NotAllowed
    if not policy.allows(kind.action, owner.roles):
        raise NotAllowed
    try:
        return [*kind.subject(job.subject, owner)]
    except ObjectDoesNotExist:
        raise NotAllowed from None
