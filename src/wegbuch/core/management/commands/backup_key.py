"""Makes the pair of keys for backups."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wegbuch.core.backups.sealing import new_pair
from wegbuch.core.private_files import write_private


class Command(BaseCommand):
    help = "Erzeugt das Schlüsselpaar für Sicherungen und zeigt den privaten Teil einmal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--renew", action="store_true", help="ersetzt einen Schlüssel, den es schon gibt")

    def handle(self, *, renew: bool, **options: Any) -> None:
        path = settings.ENVIRONMENT.keys / "backup.pub"
        if path.exists() and not renew:
            raise CommandError(
                "Einen Schlüssel für Sicherungen gibt es schon.\n"
                "Mit --renew kommt ein neuer. Ältere Sicherungen brauchen weiter den alten."
            )
        public, private = new_pair()
        write_private(path, public + "\n")
        self.stdout.write(
            f"Der private Schlüssel, nur jetzt zu sehen:\n\n{private}\n\n"
            "Legen Sie ihn zweimal auf Papier in den Tresor. Ohne ihn öffnet sich keine Sicherung."
        )
