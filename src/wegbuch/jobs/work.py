"""The hand of a job: says how far it is, writes in short transactions, hears when it shall stop."""

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.db import transaction

from wegbuch.core import clock

from .models import Job, JobFile, Progress

SAYS_EVERY, ASKS_EVERY = 0.5, 60
FILE_KEPT_FOR = timedelta(days=7)


class Stopped(Exception):
    """The owner wants no more of it; what is committed stays."""


class Interrupted(Exception):
    """The program ends; somebody goes on from the last chunk when it is back."""


class Overtaken(Exception):
    """Somebody else took the job up, because nothing had been heard from here."""


@dataclass(frozen=True)
class Place:
    """Where jobs are done: a name that stays over a restart, and whether the program goes on."""

    name: str = ""
    goes_on: Callable[[], bool] = lambda: True


IN_THE_REQUEST = Place()
here: ContextVar[Place] = ContextVar("place_of_work", default=IN_THE_REQUEST)


class Pace(Protocol):
    """How work is cut: in chunks, with a word about how far it is."""

    def step(self, done: int, total: int, word: str = "") -> None: ...
    def chunk(self) -> AbstractContextManager[Any]: ...


class AtOnce:
    """The pace of work that nobody waits for long: within the request or a command."""

    def step(self, done: int, total: int, word: str = "") -> None:
        pass

    def chunk(self) -> AbstractContextManager[Any]:
        return transaction.atomic()


class Work:
    """What a job is run with.

    Written is only inside `chunk`, at most half a second long. What a chunk did must be seen in what it wrote: a job
    that is taken up again starts from the beginning and leaves out what is there.
    """

    def __init__(self, job: Job, attempt: int) -> None:
        self.job, self._attempt = job, attempt
        self._figures: dict[str, Any] = {}
        self._said_at = float("-inf")
        # Asks every minute whether the owner still may; raises what ends the job if not.
        self.ask: Callable[[], object] = lambda: None
        self._asked_at = time.monotonic()

    def step(self, done: int, total: int, word: str = "") -> None:
        """Say how far it is, between chunks, at least every minute; written at most twice a second.

        word    what is being done, German, the same for everybody; "" leaves the last one
        raises  Stopped, Interrupted or Overtaken, which the job lets pass
        """
        if not here.get().goes_on():
            raise Interrupted
        self._figures |= {"done": done, "total": total, **({"word": word} if word else {})}
        if time.monotonic() < self._said_at + SAYS_EVERY:
            return
        self._said_at = time.monotonic()
        if not self._mine().update(beat_at=clock.now(), **self._figures):
            raise Overtaken
        if self._mine().filter(asked_to_stop=True).exists():
            raise Stopped
        if self._said_at > self._asked_at + ASKS_EVERY:
            self._asked_at = self._said_at
            self.ask()

    @contextmanager
    def chunk(self) -> Iterator[None]:
        """One short transaction that is there whole or not at all, and only if the job is still ours.

        raises  Stopped, Interrupted or Overtaken before anything is written
        """
        if not here.get().goes_on():
            raise Interrupted
        with transaction.atomic():
            if self._hold().asked_to_stop:
                raise Stopped
            yield
            self._mine().update(beat_at=clock.now(), fruitless=0, **self._figures)

    def leave(self, name: str, content_type: str, content: bytes) -> JobFile:
        """Leave a file for the owner, sealed, for seven days; left again it takes the place of the first."""
        now = clock.now()
        with self.chunk():
            for before in JobFile.objects.filter(job=self.job).defer("content"):
                before.delete()
            file = JobFile(
                job=self.job,
                name=name,
                content_type=content_type,
                size=len(content),
                content=base64.b64encode(content).decode(),
                made_at=now,
                expires_at=now + FILE_KEPT_FOR,
            )
            file.save()
        return file

    def end(self, state: Job.State, *, error: str = "", failure: str = "", note: str = "") -> None:
        """Close the job; without effect if it is no longer ours."""
        with transaction.atomic():
            if not self._ours():
                return
            self.job.state, self.job.ended_at = state, clock.now()
            self.job.error, self.job.failure, self.job.note = error, failure, note
            self.job.save()
            self._mine().update(beat_at=clock.now(), **self._figures)

    def put_back(self, again: Callable[[Job], None]) -> None:
        """Let the job wait for whoever takes it up next; `again` calls for them."""
        with transaction.atomic():
            if not self._ours():
                return
            self.job.state = Job.State.WAITING
            self.job.save()
            again(self.job)

    def _mine(self) -> Any:
        return Progress.objects.filter(job=self.job, attempt=self._attempt)

    def _hold(self) -> Progress:
        """The progress, held until the transaction ends."""
        if progress := self._ours():
            return progress
        raise Overtaken

    def _ours(self) -> Progress | None:
        """The progress, held; None if somebody else took the job up."""
        progress: Progress | None = self._mine().select_for_update().first()
        return progress
