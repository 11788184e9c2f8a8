"""The lead's buttons under a text for the Sachbericht, on whichever page they stand."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.utils.translation import gettext as _

from wegbuch.access import log
from wegbuch.access.gate import StaffRequest
from wegbuch.cases.forms.drafted import seen_version
from wegbuch.cases.saying import said_to
from wegbuch.core import tenant

from . import report_notes
from .models import ReportNote, ReportNoteState

# In the address of the next page: the text, as it read, about which it asks whether what may be a name is none.
ASKED = "name"


def on_page(request: StaffRequest) -> dict[str, Any]:
    """What a page with these buttons has to know beside the texts."""
    return {"asked": request.GET.get(ASKED), "decides_own": report_notes.decides_own(request.user)}


def decide_as_asked(request: StaffRequest, note: ReportNote) -> str:
    """Do what the button says, or say on the next page why not; gives what its address carries for that."""
    state = request.POST.get("state", "")
    if state not in ReportNoteState:
        return ""
    if state == ReportNoteState.TAKEN and not _may_ask(request, note):
        messages.warning(request, _("Sehr viele Texte in kurzer Zeit. In 5 Minuten geht es weiter."))
        return ""
    is_no_name, version = "is_no_name" in request.POST, seen_version(request.POST)
    with said_to(request):
        try:
            report_notes.decide(
                note, by=request.user, state=ReportNoteState(state), version=version, is_no_name=is_no_name
            )
        except report_notes.PerhapsAName:
            return f"&{ASKED}={note.as_read}"
        messages.success(request, _("Der Text ist jetzt %(state)s.") % {"state": note.get_state_display()})
    return ""


def _may_ask(request: StaffRequest, note: ReportNote) -> bool:
    """Whether she may ask once more if a text names somebody: braked as a search, and noted whatever comes of it."""
    if not ratelimit.consume(request, action="person_search", user=request.user):
        return False
    look = log.Look("report_note", str(note.pk), None, "report_note.decide")
    log.keep_reads(request.user.pk, tenant.current(), [look])
    return True
