"""Puts a backup into an empty place and proves that it is whole."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from wegbuch.access import keys, log
from wegbuch.core.backups.reading import unpacked
from wegbuch.core.backups.sealing import CannotRestore, read_private
from wegbuch.core.backups.writing import DATABASE
from wegbuch.core.keyring import KeyRingUnusable

from .backup import summary

RESTORED = "restored"
# A backup is always of SQLite, whatever the program uses here.
ENGINE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}


class Command(BaseCommand):
    help = "Spielt eine Sicherung in einen leeren Ordner zurück und prüft sie."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="die Sicherung")
        parser.add_argument(
            "--key-file", default="-", help="Datei mit dem privaten Schlüssel; sonst wird er eingegeben"
        )
        parser.add_argument("--to", type=Path, required=True, help="leerer Ordner für die Daten")

    def handle(self, *, file: Path, key_file: str, to: Path, **options: Any) -> None:
        try:
            private = read_private(_read_key(key_file))
            with unpacked(file, private=private, target=to.resolve()) as (place, manifest):
                breaks = _breaks(place / DATABASE)
        except CannotRestore as problem:
            raise CommandError(str(problem)) from None
        except FileNotFoundError as problem:
            raise CommandError(f"Die Datei {problem.filename} gibt es nicht.") from None
        except OSError as problem:
            raise CommandError(f"Das geht hier nicht: {problem.strerror} ({problem.filename}).") from None
        self.stdout.write(f"Zurückgespielt nach {to}, Stand {manifest['at'][:16]} UTC.\n{summary(manifest)}")
        self.stdout.write(_about_ring(manifest["ring"]))
        if breaks:
            raise CommandError(f"Das Protokoll in der Sicherung hält an {len(breaks)} Stellen nicht.")
        self.stdout.write("Alle Prüfsummen stimmen. Das Protokoll ist lückenlos.")


def _read_key(key_file: str) -> str:
    if key_file != "-":
        return Path(key_file).read_text()
    if sys.stdin.isatty():
        print("Privater Schlüssel: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def _about_ring(needed: dict[str, str]) -> str:
    """Whether the key ring of this place opens the sealed texts of the backup."""
    try:
        here = keys.ring().fingerprints()
    except KeyRingUnusable:
        here = {}
    missing = [name for name, fingerprint in needed.items() if here.get(name) != fingerprint]
    if not missing:
        return "Der Schlüsselbund hier passt dazu."
    return (
        f"Dazu gehört der Schlüsselbund mit {', '.join(f'{name} ({needed[name]})' for name in missing)}.\n"
        "Legen Sie ring.json aus dem Tresor in den Schlüsselordner. Erst dann öffnen sich die Texte."
    )


def _breaks(database: Path) -> list[log.Break]:
    """Breaks of the log in the restored database, which is not the one this program uses."""
    connections.databases[RESTORED] = {**connections.databases["default"], **ENGINE, "NAME": database}
    try:
        return list(log.breaks(using=RESTORED))
    finally:
        connections[RESTORED].close()
        del connections[RESTORED], connections.databases[RESTORED]
