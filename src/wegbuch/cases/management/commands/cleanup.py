"""Throws away what is kept for a while only. Meant for a timer, once a day."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from wegbuch.access import drafts
from wegbuch.access.models import Organisation
from wegbuch.cases import files
from wegbuch.cases.services import lists
from wegbuch.core import audit, clock, tenant
from wegbuch.jobs import services as jobs

CELLS_KEPT_FOR = timedelta(days=7)


class Command(BaseCommand):
    help = "Löscht alte Entwürfe und Sitzungen, den Inhalt alter Listen, Dateien ohne Formular, erledigte Arbeit."

    def handle(self, **options: Any) -> None:
        call_command("clearsessions", verbosity=0)
        jobs.empty_queue()
        gone = drafts.discard_old()
        emptied = removed = 0
        for organisation in Organisation.objects.all():
            with tenant.acting_for(organisation.pk), audit.acting_as(audit.Actor(None, part="cleanup")):
                removed += files.discard_forgotten() + files.remove_orphans()
                emptied += lists.forget_cells(clock.now() - CELLS_KEPT_FOR)
                jobs.forget_old()
        self.stdout.write(f"{gone} alte Entwürfe gelöscht, {emptied} alte Listen geleert, {removed} Dateien entfernt.")
