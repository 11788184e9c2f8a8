"""Rechte und Türen: what opens and closes for my people, and what the law changes."""

from django.http import HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core import clock

from .. import affected_page, impact, opening_page
from .affected import note_looks

TOP = 5


@gate("entitlement.read", methods=("GET",))
def home(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    files = impact.files_of(request.user, today)
    rows = opening_page.turnings(files, today)
    closing, opening = ([row for row in rows if row.kind in opening_page.WAYS[way]] for way in opening_page.WAYS)
    soonest = [opening_page.rows_of(part)[:TOP] for part in (closing, opening)]
    note_looks(request, [each.case for part in soonest for row in part for each in row.turnings])
    context = {
        "closing": soonest[0],
        "closing_count": len(closing),
        "opening": soonest[1],
        "opening_count": len(opening),
        "changes": affected_page.ahead(files, today),
        "file_count": len(files.cases),
        "today": today,
    }
    return render(request, "entitlements/home.html", context)
