"""The staffing key: of the own organisation, of the district, and how it falls on those who counsel."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from lawbook import rates
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.services.cases import workers
from wegbuch.core import clock

from .. import key as staffing_key
from ..district import across_district
from ..load import balance
from ..outlook import KIND
from ..picture import bars


@gate("staffing.see", methods=("GET",))
def key(request: StaffRequest) -> HttpResponse:
    staffing = staffing_key.staffing_on(clock.today())
    context = {
        "staffing": staffing,
        "first": staffing.lines[0],
        "rows": _with_pictures([(line.form, line) for line in staffing.lines]),
        "rates": staffing_key.used_rates(staffing.day),
        "rule": rates.heads(KIND),
    }
    return render(request, "staffing/key.html", context)


@gate("staffing.district", methods=("GET",))
def district(request: StaffRequest) -> HttpResponse:
    if request.user.district is None:
        raise Http404
    found = across_district(request.user.district, clock.today())
    context = {
        "district": request.user.district,
        "found": found,
        "first": found.totals[rates.heads(KIND).case_forms[0]],
        "rows": _with_pictures(list(found.totals.items())),
        "parts": [(form, found.posts[form], total) for form, total in found.totals.items()],
        "average": rates.rate_on("fbd_posts_per_district", found.day),
        "rates": staffing_key.used_rates(found.day),
        "rule": rates.heads(KIND),
    }
    return render(request, "staffing/district.html", context)


@gate("staffing.load", methods=("GET",))
def load(request: StaffRequest) -> HttpResponse:
    """A page of its own, and a panel of the team's day."""
    template = "staffing/_load.html" if request.headers.get("HX-Request") else "staffing/load.html"
    return render(request, template, {"balance": balance(workers(), clock.today())})


def _with_pictures(lines: list[tuple[str, staffing_key.Line]]) -> list[tuple[str, staffing_key.Line, object]]:
    pictures = bars([(line.needed, line.filled) for _, line in lines])
    return [(name, line, picture) for (name, line), picture in zip(lines, pictures, strict=True)]
