"""Start Wegbuch with the invented district."""

import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wegbuch.core import beside
from wegbuch.core.keyring import KeyRingUnusable
from wegbuch.demo import place, sign_ins

ADDRESS, PORT = "127.0.0.1", 8000
THREADS = 4


class Command(BaseCommand):
    help = "startet Wegbuch mit dem erfundenen Landkreis Havelbruch"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=PORT, help=f"Port; sonst {PORT}")
        parser.add_argument("--no-serve", action="store_true", help="nur anlegen, nicht starten")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT.mode != "demo":
            raise CommandError("Die Vorführung startet nur mit ./wegbuch demo.")
        if not options["no_serve"]:
            _require_free(options["port"])
        try:
            rows = place.prepare(lambda sentence: self.stdout.write(sentence))
        except (place.NotADemo, KeyRingUnusable) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("Alle Menschen hier sind erfunden. Bitte keine echten Daten eintragen.\n")
        self.stdout.write(sign_ins.table(rows))
        if not options["no_serve"]:
            self.stdout.write(f"\nWegbuch läuft: http://{ADDRESS}:{options['port']}/ · Ende mit Strg+C")
            self.stdout.flush()
            beside.start("worker")
            _serve(options["port"])


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError):
            raise CommandError(
                f"Port {port} ist belegt oder nicht erlaubt. Ein anderer geht so: ./wegbuch demo --port {PORT + 80}"
            ) from None


def _serve(port: int) -> None:
    """Answer on this machine alone until the process is ended."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "wegbuch.config.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()
