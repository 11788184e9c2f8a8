"""Stored files are opened and handed out, in a way that no browser takes for a page of ours."""

import base64

from django.http import HttpResponse
from django.template.loader import render_to_string

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import StoredFile
from wegbuch.core.handing_out import handed_out
from wegbuch.core.sealed import CannotOpen

from . import place

MISSING = "Diese Datei liegt nicht mehr auf dem Server. Bitte sagen Sie dort Bescheid."
DAMAGED = "Diese Datei ist beschädigt und öffnet sich nicht. Bitte sagen Sie auf dem Server Bescheid."
# How each kind is handed out, and the ending of its name.
HANDED_OUT = {StoredFile.ContentType.JPEG: ("inline", "jpg"), StoredFile.ContentType.PDF: ("attachment", "pdf")}


def content(stored: StoredFile) -> bytes:
    """The clear content.

    raises  NotPossible if it is gone, or is not what was written
    """
    try:
        key = base64.b64decode(stored.key)
        return place.read(place.address(stored.organisation_id, stored.pk), key=key, row=stored.pk)
    except FileNotFoundError:
        raise NotPossible(MISSING) from None
    except CannotOpen:
        raise NotPossible(DAMAGED) from None


def response(stored: StoredFile, *, number: int = 1) -> HttpResponse:
    """The answer of a view that has made sure this file may be seen; a page with a sentence if it does not open.

    number  tells the files of one row apart in their names
    """
    try:
        clear = content(stored)
    except NotPossible as problem:
        return HttpResponse(render_to_string("cases/file_closed.html", {"sentence": str(problem)}), status=500)
    way, ending = HANDED_OUT[StoredFile.ContentType(stored.content_type)]
    name = f"anlage-{number}.{ending}"
    return handed_out(clear, name=name, content_type=stored.content_type, is_kept=way == "attachment")
