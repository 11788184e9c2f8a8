"""Whoever does the jobs: looks into the queue, takes one after the other, raises what others let fall."""

import hashlib
import platform
from collections.abc import Callable, Iterator
from uuid import UUID

from django.conf import settings
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from wegbuch.core import clock, tenant

from .models import Progress
from .work import Place, here


def name_of_this_place() -> str:
    """The same after a restart: machine and data folder, unreadable."""
    words = f"{platform.node()}:{settings.ENVIRONMENT.data}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def raise_fallen() -> None:
    """Put back what was in hand here: called at the start, by the only one who does jobs in this place."""
    _put_back(message for message in _in_hand() if message.worker_ids[-1:] == [name_of_this_place()])


def raise_silent() -> None:
    """Put back what is in hand elsewhere and of which nothing has been heard for minutes."""
    _put_back(message for message in _in_hand() if not _is_beating(message))


def is_busy() -> bool:
    """Whether something is in hand, here or elsewhere."""
    return DBTaskResult.objects.running().exists()


def carry_out_ready(goes_on: Callable[[], bool]) -> None:
    """Do what waits, one after the other, until nothing waits or the program ends."""
    place = Place(name_of_this_place(), goes_on)
    before = here.set(place)
    try:
        while goes_on() and DBTaskResult.objects.ready().exists():
            _next(place)
    finally:
        here.reset(before)


def _next(place: Place) -> None:
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=place.name,
    ).run()


def _in_hand() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.running())


def _put_back(messages: Iterator[DBTaskResult]) -> None:
    for message in messages:
        DBTaskResult.objects.filter(pk=message.pk, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.READY
        )


def _is_beating(message: DBTaskResult) -> bool:
    words = message.args_kwargs["kwargs"]
    with tenant.acting_for(UUID(words["organisation"])):
        progress = Progress.objects.filter(job=words["job"], job__state__in=("waiting", "running")).first()
    return progress is not None and not progress.is_silent(clock.now())
