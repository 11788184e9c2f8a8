"""Works beside the web process: the reminders every minute, and whatever waits in the background."""

import fcntl
import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, OperationalError, close_old_connections, connection

from wegbuch.core import beside, clock, readiness, statistics
from wegbuch.jobs import queue
from wegbuch.procedures.services import mails, reminder_pulse, reminders

REMINDERS, JOBS = "reminders", "jobs"
LOCKS = {REMINDERS: "worker.lock", JOBS: "jobs.lock"}
ROUND_EVERY = 60
LOOKS_EVERY = 1
# Rounds: PostgreSQL counts its rows by itself, SQLite waits to be asked.
COUNTS_EVERY = 60
RELAY_ANSWERS_WITHIN = 10
SMTP = "django.core.mail.backends.smtp.EmailBackend"
RUNS_ALREADY = {
    REMINDERS: "Die Erinnerungen laufen schon. Ein zweites Mal braucht es sie nicht.",
    JOBS: "Die Arbeit im Hintergrund läuft schon. Ein zweites Mal braucht es sie hier nicht.",
}
NO_DATABASE = "Die Datenbank antwortet nicht. Stimmen WEGBUCH_DATA und WEGBUCH_DATABASE?"
NO_ROUND = "Die Datenbank antwortet nicht. Erinnerungen und Arbeit im Hintergrund stehen still."
GoesOn = Callable[[], bool]
logger = logging.getLogger("wegbuch.worker")


class Command(BaseCommand):
    help = "Erinnert an Fristen und erledigt, was im Hintergrund wartet. Läuft neben serve von selbst."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="nur eine Runde")
        parser.add_argument("--only", choices=LOCKS, help="nur Erinnerungen oder nur die Arbeit im Hintergrund")
        of_serve = "endet mit diesem Prozess; serve setzt es selbst"
        parser.add_argument("--beside", type=int, default=0, dest="parent", help=of_serve)

    def handle(self, *, once: bool, only: str | None, parent: int, **options: Any) -> None:
        _require_database()
        parts = [only] if only else list(LOCKS)
        if not once:
            _run(parts, parent)
            return
        if REMINDERS in parts:
            with _alone(REMINDERS):
                done = play_round()
            self.stdout.write(f"{done.deadlines} offene Fristen angesehen, {done.told} Erinnerungen neu.")
        if JOBS in parts:
            with _alone(JOBS):
                queue.raise_fallen()
                queue.carry_out_ready(lambda: True)


def _require_database() -> None:
    try:
        found = list(readiness.obstacles_of_the_database())
    except OperationalError:
        raise CommandError(NO_DATABASE) from None
    if found:
        raise CommandError("\n".join(found))


def play_round() -> reminders.Done:
    """One round: what is due is noted, the sign of life left, mails sent where a relay is named."""
    done = reminders.tick(clock.now())
    reminder_pulse.beat(clock.now())
    if relay := settings.ENVIRONMENT.relay:
        mailer = get_connection(SMTP, host=relay.host, port=relay.port, timeout=RELAY_ANSWERS_WITHIN)
        mails.send_waiting(mailer, sender=relay.sender, now=clock.now())
    return done


def _run(parts: list[str], parent: int) -> None:
    """Each part in a thread of its own, so that a long job holds up no reminder, until asked to end or one falls."""
    # As the web process does: what was loaded so far stays, and the collector need not walk through it during a job.
    gc.collect()
    gc.freeze()
    stop, has_fallen = beside.StopSignal(), threading.Event()

    def goes_on() -> bool:
        return not stop and not has_fallen.is_set() and (not parent or beside.has_parent(parent))

    with ThreadPoolExecutor(len(parts)) as threads:
        running = [threads.submit(_keep_running, part, goes_on, bool(parent)) for part in parts]
        wait(running, return_when=FIRST_COMPLETED)
        has_fallen.set()
    for part in running:
        part.result()


def _keep_running(part: str, goes_on: GoesOn, has_patience: bool) -> None:
    """Round after round. With patience it waits for one of its kind that still runs."""
    rounds = _reminders if part == REMINDERS else _jobs
    try:
        with _alone(part, _pauses(goes_on, 1) if has_patience else None):
            rounds(goes_on)
    finally:
        connection.close()


def _reminders(goes_on: GoesOn) -> None:
    for number, _ in enumerate(_pauses(goes_on, ROUND_EVERY)):
        if number % COUNTS_EVERY == 0 and connection.vendor == "sqlite":
            _try(statistics.refresh)
        _try(play_round)
        close_old_connections()


def _jobs(goes_on: GoesOn) -> None:
    _try(queue.raise_fallen)
    for number, _ in enumerate(_pauses(goes_on, LOOKS_EVERY)):
        if number % ROUND_EVERY == 0:
            _try(queue.raise_silent)
            close_old_connections()
        _try(lambda: queue.carry_out_ready(goes_on))


def _try(action: Callable[[], Any]) -> None:
    """Do it; a database that does not answer now may answer the next time."""
    try:
        action()
    except DatabaseError as problem:
        logger.warning("%s (%s)", NO_ROUND, type(problem).__name__)
        connection.close()


def _pauses(goes_on: GoesOn, seconds: int) -> Iterator[None]:
    """Once at first, then again after every pause, for as long as it goes on."""
    while goes_on():
        yield
        for _ in range(seconds):
            if goes_on():
                time.sleep(1)


@contextmanager
def _alone(part: str, tries: Iterator[None] | None = None) -> Iterator[None]:
    """Hold the lock of a part in this place; without it nothing runs twice, and the database forbids it once more.

    tries   pauses between the attempts, None for a single one
    raises  CommandError where another process holds it
    """
    with (settings.ENVIRONMENT.data / LOCKS[part]).open("a") as file:
        for _ in tries or (None,):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield
            return
        raise CommandError(RUNS_ALREADY[part])
