"""A report taken out as a file."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core import audit

from ..catalogue import Report
from ..outputs.kinds import OUTPUTS
from ..outputs.paper import NotSet
from ..outputs.words import file_name
from ..periods import Period
from ..places import period_query
from .asked import Reader
from .reports import taken_texts


@gate("report.see", methods=("POST",), saves_itself=True)
def report_file(request: StaffRequest, report: str, ending: str) -> HttpResponse:
    """The bytes are made before the short transaction that notes it, so that nobody waits for them."""
    reader = Reader.of(request.user)
    found = reader.report(report)
    if ending not in OUTPUTS:
        raise Http404
    period, _chosen = reader.period(found, request.POST)
    built, _waiting = reader.build(found, period)
    output = OUTPUTS[ending]
    try:
        content = output.make(built, taken_texts(found, period, reader))
    except NotSet:
        messages.error(request, _("Das PDF ist nicht gelungen. Word und Excel gehen trotzdem."))
        return redirect(f"{reverse('reporting:report', args=[found.id])}?{period_query(period)}")
    with transaction.atomic():
        audit.write([_taken_out(found, period, ending, reader)])
    return HttpResponse(
        content,
        content_type=output.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(built, ending)}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _taken_out(report: Report, period: Period, ending: str, reader: Reader) -> audit.Event:
    """The line in the log: which numbers of which months left the house, and as what."""
    which = f"{report.id} {period.first:%Y-%m} {period.last:%Y-%m} {ending}"
    return audit.Event("exported", "reporting.report", which, reader.user.organisation_id)
