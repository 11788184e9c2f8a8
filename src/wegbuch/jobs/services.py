"""Jobs are started, stopped, started again and forgotten."""

from datetime import timedelta
from uuid import UUID

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from . import kinds
from .models import Job, JobFile, Progress
from .running import call_for

KEPT_FOR = timedelta(days=14)
IS_OVER = "Das läuft nicht mehr."
IS_OPEN = "Das läuft noch."


def start(kind: str, *, owner: User, subject: UUID | None = None, key: str = "") -> Job:
    """Let work be done in the background. Started again while it is open, it is the same job; if it is shared, perhaps
    a colleague's.

    subject  id of the row it is about
    key      what makes it the same, beside kind, subject and owner
    """
    found = find_open(kind, owner=owner, subject=subject, key=key)
    if found:
        return found
    try:
        with transaction.atomic():
            job = _make(kinds.of(kind), owner, subject, _key(kind, owner, subject, key))
            call_for(job)
    except IntegrityError:
        found = find_open(kind, owner=owner, subject=subject, key=key)
        if found is None:
            raise NotPossible(
                _("Gerade ist dieselbe Arbeit fertig geworden. Bitte starten Sie sie noch einmal.")
            ) from None
        return found
    return job


def find_open(kind: str, *, owner: User, subject: UUID | None = None, key: str = "") -> Job | None:
    """The job that was started with the same words and is not over."""
    return Job.objects.open().filter(key=_key(kind, owner, subject, key)).first()


def stop(job: Job) -> None:
    """Ask the job to end after its present chunk; one that nobody works on ends at once.

    raises  NotPossible if it is over
    """
    with transaction.atomic():
        job = _held(job)
        if not job.is_open:
            raise NotPossible(IS_OVER)
        progress = job.progress
        progress.asked_to_stop = True
        if job.state == Job.State.WAITING or progress.is_silent(clock.now()):
            progress.attempt += 1
            job.state, job.ended_at = Job.State.CANCELLED, clock.now()
            job.save()
        progress.save(update_fields=["asked_to_stop", "attempt"])


def again(job: Job, *, user: User) -> Job | str:
    """Start the same once more; from now on it is this user's. Nothing starts that must be seen anew before: then
    returns the name of the address where it is.

    raises  NotPossible while it is open
    """
    if job.is_open:
        raise NotPossible(IS_OPEN)
    if asked_at := kinds.of(job.kind).asked_at:
        return asked_at
    key = job.key.removeprefix(_key(job.kind, job.owner, job.subject, ""))
    return start(job.kind, owner=user, subject=job.subject, key=key)


def forget_old() -> int:
    """Delete files that expired and jobs that are over for two weeks. All of one organisation. Returns how many."""
    expired = list(JobFile.objects.expired().defer("content"))
    old = list(Job.objects.filter(ended_at__lt=clock.now() - KEPT_FOR, file=None))
    for row in (*expired, *old):
        row.delete()
    return len(expired) + len(old)


def empty_queue() -> None:
    """Forget what the queue knows of calls that were answered two weeks ago."""
    if isinstance(task_backends["default"], DatabaseBackend):
        call_command("prune_db_task_results", verbosity=0, min_age_days=KEPT_FOR.days)


def _key(kind: str, owner: User, subject: UUID | None, key: str) -> str:
    whose = "" if kinds.of(kind).is_shared else owner.pk
    return f"{whose}:{kind}:{subject or ''}:{key}"


def _make(kind: kinds.Kind, owner: User, subject: UUID | None, key: str) -> Job:
    job = Job(kind=kind.name, owner=owner, subject=subject, key=key, made_at=clock.now())
    if kind.leads_to:
        job.result_url_name, job.result_pk = kind.leads_to, subject if kind.is_of_row else None
    job.save()
    Progress.objects.create(organisation_id=job.organisation_id, job=job, beat_at=job.made_at)
    return job


def _held(job: Job) -> Job:
    fresh: Job = Job.objects.select_for_update().get(pk=job.pk)
    return fresh
