"""Starts the program for daily work, or says what stands in the way."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from wegbuch.access import keys
from wegbuch.core import beside, readiness
from wegbuch.core.keyring import KeyRingUnusable

THREADS = 4
DRAINS_FOR = 30
NO_DATABASE = (
    "Die Datenbank antwortet nicht. Stimmen WEGBUCH_DATA und WEGBUCH_DATABASE?\n"
    "Eine neue Datenbank legt dieser Befehl an: ./wegbuch migrate"
)


class Command(BaseCommand):
    help = "Startet Wegbuch für die tägliche Arbeit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="Adresse, auf der Wegbuch hört; sonst nur dieser Rechner"
        )
        parser.add_argument("--port", type=int, default=8000, help="Port; sonst 8000")
        parser.add_argument("--workers", type=int, default=1, help="Arbeitsprozesse; sonst einer")

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        if settings.ENVIRONMENT.mode != "serve":
            raise CommandError("serve läuft nur für sich: bitte WEGBUCH_MODE aus der Umgebung nehmen.")
        self._refuse([*readiness.obstacles_of_the_address(host), *readiness.obstacles_of_the_place()])
        self._prepare_database()
        if readiness.collect_static_files():
            self.stdout.write("Die Dateien für die Seiten liegen bereit.")
        self.stdout.write(f"Wegbuch läuft auf http://{host}:{port}. Beenden mit Strg+C.")
        connection.close()
        sys.stdout.flush()
        beside.start("worker")
        os.execv(sys.executable, server_words(host, port, workers))  # noqa: S606 - our own program, no shell

    def _prepare_database(self) -> None:
        try:
            self._refuse(readiness.obstacles_of_the_database())
            keys.make_ring_once()
            keys.check_ring()
        except OperationalError:
            raise CommandError(NO_DATABASE) from None
        except KeyRingUnusable as problem:
            raise CommandError(str(problem)) from None

    def _refuse(self, obstacles: Any) -> None:
        if found := list(obstacles):
            raise CommandError("Wegbuch startet so nicht:\n" + "\n".join(f"– {sentence}" for sentence in found))


def server_words(host: str, port: int, workers: int = 1) -> list[str]:
    """The command line of the application server; it stops when told to and lets running requests end."""
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": workers,
        "blocking-threads": THREADS,
        "log-level": "warning",
        "workers-kill-timeout": DRAINS_FOR,
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    flags = ["--no-ws", "--respawn-failed-workers", "wegbuch.config.wsgi:application"]
    return [sys.executable, "-P", "-m", "granian", *words, *flags]
