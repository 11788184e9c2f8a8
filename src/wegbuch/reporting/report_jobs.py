"""Files of reports that are made in the background."""

from django.utils.translation import gettext_lazy

from wegbuch.access.services import NotPossible
from wegbuch.jobs.kinds import job
from wegbuch.jobs.models import JobFile
from wegbuch.jobs.work import Work

from .catalogue import book
from .models import ReportOrder
from .outputs.paper import NO_PDF, NotSet
from .services import files

MAKE_REPORT, MAKE_PROOF = "report.file", "report.proof"


@job(MAKE_REPORT, title=gettext_lazy("Bericht als Datei"), action="report.organisation", on=ReportOrder)
def make_report(work: Work, order: ReportOrder) -> None:
    _make(work, order)


@job(MAKE_PROOF, title=gettext_lazy("Zählnachweis"), action="report.proof", on=ReportOrder)
def make_proof(work: Work, order: ReportOrder) -> None:
    _make(work, order)


def _make(work: Work, order: ReportOrder) -> None:
    """File and line in the log are there both or neither; taken up again, what is there is not made twice."""
    if JobFile.objects.filter(job=work.job).exists():
        return
    report, period = book().reports[order.report], order.period
    try:
        file = files.of_organisation(report, period, order.ending, user=order.ordered_by, pace=work)
    except NotSet:
        raise NotPossible(str(NO_PDF)) from None
    with work.chunk():
        work.leave(file.name, file.content_type, file.content)
        files.note_taken_out(report, period, order.ending, organisation=order.organisation_id)
