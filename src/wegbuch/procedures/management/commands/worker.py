"""Runs the reminders: every minute one round, and a sign of life after it."""

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, OperationalError, close_old_connections

from wegbuch.core import beside, clock, readiness
from wegbuch.procedures.services import mails, reminder_pulse, reminders

ROUND_EVERY = 60
RELAY_ANSWERS_WITHIN = 10
SMTP = "django.core.mail.backends.smtp.EmailBackend"
RUNS_ALREADY = "Die Erinnerungen laufen schon. Ein zweites Mal braucht es sie nicht."
NO_DATABASE = "Die Datenbank antwortet nicht. Stimmen WEGBUCH_DATA und WEGBUCH_DATABASE?"
NO_ROUND = "Die Datenbank antwortet nicht. Die Erinnerungen stehen still."
logger = logging.getLogger("wegbuch.worker")


class Command(BaseCommand):
    help = "Erinnert an Fristen, jede Minute. Läuft neben serve von selbst."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="nur eine Runde")
        of_serve = "endet mit diesem Prozess; serve setzt es selbst"
        parser.add_argument("--beside", type=int, default=0, dest="parent", help=of_serve)

    def handle(self, *, once: bool, parent: int, **options: Any) -> None:
        _require_database()
        if not once:
            self._run(parent)
            return
        with _alone():
            done = play_round()
        self.stdout.write(f"{done.deadlines} offene Fristen angesehen, {done.told} Erinnerungen neu.")

    def _run(self, parent: int) -> None:
        """Round after round until asked to end. Beside the web process it waits for one that still runs."""
        stop = beside.StopSignal()

        def goes_on() -> bool:
            return not stop and (not parent or beside.has_parent(parent))

        with _alone(_pauses(goes_on, 1) if parent else None):
            for _ in _pauses(goes_on, ROUND_EVERY):
                try:
                    play_round()
                except DatabaseError as problem:
                    logger.warning("%s (%s)", NO_ROUND, type(problem).__name__)
                close_old_connections()


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
        connection = get_connection(SMTP, host=relay.host, port=relay.port, timeout=RELAY_ANSWERS_WITHIN)
        mails.send_waiting(connection, sender=relay.sender, now=clock.now())
    return done


def _pauses(goes_on: Callable[[], bool], seconds: int) -> Iterator[None]:
    """Once at first, then again after every pause, for as long as it goes on."""
    while goes_on():
        yield
        for _ in range(seconds):
            if goes_on():
                time.sleep(1)


@contextmanager
def _alone(tries: Iterator[None] | None = None) -> Iterator[None]:
    """Hold the lock of the reminders; without it nothing runs twice, and the ledger forbids it once more.

    tries   pauses between the attempts, None for a single one
    raises  CommandError where another process holds it
    """
    with (settings.ENVIRONMENT.data / "worker.lock").open("a") as file:
        for _ in tries or (None,):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield
            return
        raise CommandError(RUNS_ALREADY)
