"""Work that goes on while the person does something else, how far it is, and the file it leaves."""

import base64
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core import clock
from wegbuch.core.models import TenantModel, WalledDerivedManager, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from . import kinds

SILENT_AFTER = timedelta(minutes=2)


class JobQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """A job is seen by the person who started it; a shared one by everybody who may start it."""
        return self.filter(Q(owner=user) | Q(kind__in=kinds.shared_with(user.roles)))

    def open(self) -> Self:
        return self.filter(state__in=Job.OPEN)


class Job(TenantModel):
    """One piece of work: what, for whom, and how it ended. How far it is stands in its progress, outside the log.

    kind     a line of `kinds`; subject  id of the row it is about, None for none
    key      who starts the same again while it is open gets the same job
    result   where the person goes afterwards: name of an address and the id in it
    error    German sentence; failure  name of the class of an error nobody foresaw
    note     German sentence about what it did, said beside the word that it is done
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("läuft")
        DONE = "done", _("fertig")
        FAILED = "failed", _("nicht gelungen")
        CANCELLED = "cancelled", _("abgebrochen")

    OPEN = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=40)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    subject = models.UUIDField(null=True)
    key = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result_url_name = models.CharField(max_length=60, blank=True)
    result_pk = models.UUIDField(null=True)
    error = EncryptedTextField()
    failure = models.CharField(max_length=80, blank=True)
    note = EncryptedTextField()

    objects: ClassVar = WalledManager.from_queryset(JobQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=Q(state__in=("waiting", "running")), name="job_open_once"
            )
        ]
        indexes = [models.Index(fields=["owner", "-made_at"], name="job_of_owner")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Any:
        return kinds.title(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def result_url(self) -> str:
        if not self.result_url_name:
            return ""
        return reverse(self.result_url_name, args=[self.result_pk] if self.result_pk else [])

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])


class Progress(models.Model):
    """How far a job is. Written twice a second, so without audit.

    attempt    counts who took it up; only the last one may go on writing
    fruitless  attempts since it last got on
    worker     name of the place that has it
    """

    organisation = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+", editable=False)
    job = models.OneToOneField(Job, models.CASCADE, primary_key=True, related_name="progress")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    word = models.CharField(max_length=80, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    fruitless = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    beat_at = models.DateTimeField()
    asked_to_stop = models.BooleanField(default=False)

    objects: ClassVar = WalledDerivedManager()

    def is_silent(self, now: datetime) -> bool:
        """Whether nobody seems to work on it any more; an instant ahead says nothing, for a clock was wrong."""
        return abs(now - self.beat_at) > SILENT_AFTER


class JobFileQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Files of one's own jobs, until they expire."""
        return self.filter(job__owner=user, expires_at__gt=clock.now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=clock.now())


class JobFile(TenantModel):
    """What a job leaves for its owner, sealed, for a few days.

    size  bytes of the clear content; content  base64
    """

    job = models.OneToOneField(Job, models.PROTECT, related_name="file")
    name = EncryptedTextField()
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    content = EncryptedTextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects: ClassVar = WalledManager.from_queryset(JobFileQuerySet)()

    def __str__(self) -> str:
        return self.name

    @property
    def clear_content(self) -> bytes:
        return base64.b64decode(self.content)

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        """The file was taken out; whose names stand in it, only the file knows."""
        return [("job_file", str(self.pk), None)]

    def get_absolute_url(self) -> str:
        return reverse("jobs:file", args=[self.pk])
