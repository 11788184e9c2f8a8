"""Seals all protected texts with a new key, while the program is in use."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wegbuch.access import keys, rotation
from wegbuch.access.models import Organisation
from wegbuch.core import audit
from wegbuch.core.keyring import KeyRingUnusable
from wegbuch.core.sealed import CannotOpen

MARGIN = 2.0
PASSES = 5


class Command(BaseCommand):
    help = "Verschlüsselt alle geschützten Texte mit einem neuen Schlüssel, auch im laufenden Betrieb."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--root", action="store_true", help="erneuert auch den Hauptschlüssel im Schlüsselbund")
        parser.add_argument(
            "--wait",
            type=float,
            default=keys.KNOWN_FOR + MARGIN,
            help="Sekunden, bis jeder Arbeitsprozess den neuen Schlüssel kennt; sonst 7",
        )

    def handle(self, *, root: bool, wait: float, **options: Any) -> None:
        try:
            if root:
                with audit.acting_as(audit.Actor(None, part=rotation.PART)):
                    wrapped = keys.rewrap_all()
                self.stdout.write(f"Neuer Hauptschlüssel: {wrapped} Schlüssel neu verpackt.")
                self.stdout.write("Bitte legen Sie ring.json neu in den Tresor.")
            organisations = list(Organisation.objects.order_by("name"))
            old = {organisation.pk: rotation.begin(organisation) for organisation in organisations}
            time.sleep(wait)
            for organisation in organisations:
                self._renew(organisation, old[organisation.pk])
        except KeyRingUnusable as problem:
            raise CommandError(str(problem)) from None

    def _renew(self, organisation: Organisation, old: list[str]) -> None:
        done = 0
        try:
            for _ in range(PASSES):
                done += rotation.reseal(organisation, old)
                if rotation.finish(organisation, old):
                    self.stdout.write(f"{organisation}: {done} Einträge neu verschlüsselt, alter Schlüssel entfernt.")
                    return
        except CannotOpen:
            raise CommandError(
                f"{organisation}: Ein Text öffnet sich nicht. Er wurde verändert, oder sein Schlüssel fehlt.\n"
                "Der alte Schlüssel bleibt. Bitte prüfen Sie das Protokoll: ./wegbuch audit"
            ) from None
        raise CommandError(
            f"{organisation}: Der alte Schlüssel wird noch benutzt. Bitte rufen Sie den Befehl noch einmal auf."
        )
