"""Writes an encrypted backup while the program is in use."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from wegbuch.access import heads, keys
from wegbuch.access.models import ChainHead
from wegbuch.core import clock
from wegbuch.core.backups.sealing import read_public
from wegbuch.core.backups.writing import write_backup
from wegbuch.core.keyring import KeyRingUnusable

NO_KEY = "Es gibt noch keinen Schlüssel für Sicherungen. Bitte rufen Sie ./wegbuch backup-key auf."
NO_DATABASE = "Hier liegt keine Datenbank. Stimmt WEGBUCH_DATA?"
POSTGRESQL = (
    "PostgreSQL sichert sich selbst: pg_dump --format=custom, verschlüsselt abgelegt.\n"
    "Wie das geht, steht in docs/operations.md unter PostgreSQL."
)


class Command(BaseCommand):
    help = "Schreibt eine verschlüsselte Sicherung von Datenbank und Dateien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="Ordner für die Sicherung; sonst backups im Datenordner")

    def handle(self, *, to: Path | None, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(POSTGRESQL)
        environment = settings.ENVIRONMENT
        public = environment.keys / "backup.pub"
        if not public.exists():
            raise CommandError(NO_KEY)
        if not environment.database_file.exists():
            raise CommandError(NO_DATABASE)
        at = clock.now()
        target = (to or environment.data / "backups") / f"wegbuch-{at:%Y%m%d-%H%M%S}.backup"
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            manifest = write_backup(
                target,
                database=environment.database_file,
                files=Path(settings.MEDIA_ROOT),
                recipient=read_public(public.read_text()),
                at=at,
                notes={"heads": f"SELECT chain, number, digest FROM {ChainHead._meta.db_table} ORDER BY chain"},  # noqa: S608
                facts={"ring": keys.ring().fingerprints()},
            )
        except KeyRingUnusable as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"Die Sicherung ist nicht geschrieben: {problem.strerror}.") from None
        heads.keep()
        self.stdout.write(f"Gesichert: {target}\n{summary(manifest)}")


def summary(manifest: dict[str, Any]) -> str:
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return f"{rows} Zeilen in {len(manifest['tables'])} Tabellen, {len(manifest['files'])} Dateien."
