"""The lead's buttons under a text for the Sachbericht, on whichever page they stand."""

from django.contrib import messages
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest
from wegbuch.cases.forms.drafted import seen_version
from wegbuch.cases.saying import said_to

from . import report_notes
from .models import ReportNote, ReportNoteState

# In the address of the next page: the text about which it asks whether what may be a name is none.
ASKED = "name"


def decide_as_asked(request: StaffRequest, note: ReportNote) -> str:
    """Do what the button says, or say on the next page why not; gives what its address carries for that."""
    state = request.POST.get("state", "")
    if state not in ReportNoteState:
        return ""
    is_no_name, version = "is_no_name" in request.POST, seen_version(request.POST)
    with said_to(request):
        try:
            report_notes.decide(note, state=ReportNoteState(state), version=version, is_no_name=is_no_name)
        except report_notes.PerhapsAName:
            return f"&{ASKED}={note.pk}"
        messages.success(request, _("Der Text ist jetzt %(state)s.") % {"state": note.get_state_display()})
    return ""
