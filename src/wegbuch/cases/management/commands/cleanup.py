"""Throws away what is kept for a while only. Meant for a timer, once a day."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from wegbuch.access import drafts
from wegbuch.access.models import Organisation
from wegbuch.cases.models import ImportRun
from wegbuch.core import audit, clock, tenant

CELLS_KEPT_FOR = timedelta(days=7)


class Command(BaseCommand):
    help = "Löscht alte Entwürfe, abgelaufene Sitzungen und den Inhalt alter Listen."

    def handle(self, **options: Any) -> None:
        call_command("clearsessions", verbosity=0)
        gone = drafts.discard_old()
        emptied = 0
        for organisation in Organisation.objects.all():
            with tenant.acting_for(organisation.pk), audit.acting_as(audit.Actor(None, part="cleanup")):
                emptied += _empty_old_lists()
        self.stdout.write(f"{gone} alte Entwürfe gelöscht, {emptied} alte Listen geleert.")


def _empty_old_lists() -> int:
    """Empty the cells of lists uploaded more than a week ago; what was taken over stays. Returns how many."""
    old = ImportRun.objects.filter(uploaded_at__lt=clock.now() - CELLS_KEPT_FOR)
    full = [run for run in old if run.__dict__["cells"] or run.__dict__["fates"]]
    for run in full:
        run.cells = run.fates = ""
        run.save()
    return len(full)
