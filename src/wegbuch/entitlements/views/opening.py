"""What opens, closes or begins for all my people within 90 days."""

from django.http import HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core import clock

from .. import impact, opening_page
from .affected import note_looks


@gate("entitlement.read", methods=("GET",))
def opening(request: StaffRequest) -> HttpResponse:
    today, way = clock.today(), request.GET.get("art", "")
    rows = opening_page.turnings(impact.files_of(request.user, today), today)
    shown = [row for row in rows if row.kind in opening_page.WAYS.get(way, {row.kind})]
    note_looks(request, [row.case for row in shown])
    context = {
        "weeks": opening_page.weeks(shown),
        "count": len(shown),
        "way": way if way in opening_page.WAYS else "",
        "today": today,
        "last": today + opening_page.REACH,
    }
    return render(request, "entitlements/opening.html", context)
