"""Who read this person's file: to look at together, and to print for her."""

from django.http import HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate

from .. import readings
from ..models import Case


@gate("case.readers", on=Case, methods=("GET",))
def readers(request: StaffRequest, case: Case) -> HttpResponse:
    reasons = readings.reasons_of(case.person)
    names = readings.names_of(reason.user for reason in reasons)
    context = {
        "case": case,
        "person": case.person,
        "in_hand": case.person,
        "days": readings.SHOWN_DAYS,
        "readings": readings.readings_of(case.person),
        "reasons": [(names.get(reason.user, ""), reason) for reason in reasons],
    }
    return render(request, "cases/change/readers.html", context)
