"""What of a long list is done in the background. What reads lists is loaded with the first one, not at every start."""

from django.utils.translation import gettext_lazy as _

from wegbuch.jobs.kinds import job
from wegbuch.jobs.work import Work

from .models import ImportRun

COMPARE, TAKE = "list.compare", "list.take"
LONG = 100
COMPARING = "Zeilen werden verglichen"


@job(COMPARE, title=_("Liste prüfen"), action="list.import", on=ImportRun, rows="uploaded_by", leads_to="cases:list")
def compare(work: Work, run: ImportRun) -> None:
    if run.state == ImportRun.State.MAPPING:
        from .services import lists

        work.step(0, 0, COMPARING)
        lists.compare(run, pace=work)


@job(TAKE, title=_("Liste übernehmen"), action="list.import", on=ImportRun, rows="uploaded_by", leads_to="cases:list")
def take(work: Work, run: ImportRun) -> None:
    if run.state == ImportRun.State.CHECKED:
        from .services import list_chunks

        list_chunks.go_on(run, pace=work)
