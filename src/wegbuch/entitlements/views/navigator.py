"""What is open for whom: the page of a household, of one person, and the panel on the page of a case."""

from django.http import HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.models import Case, Household
from wegbuch.core import codes

from .. import navigator_page


@gate("entitlement.read", on=Household, methods=("GET",))
def of_household(request: StaffRequest, household: Household) -> HttpResponse:
    page = navigator_page.of_household(household, request.user)
    context = {"page": page, "in_hand": [member.person for member in page.members], "state": codes.state_of_law()}
    return render(request, "entitlements/navigator.html", context)


@gate("entitlement.read", on=Case, methods=("GET",))
def of_case(request: StaffRequest, case: Case) -> HttpResponse:
    context = {
        "page": navigator_page.of_case(case, request.user),
        "case": case,
        "in_hand": case.person,
        "state": codes.state_of_law(),
    }
    template = "entitlements/_navigator_panel.html" if request.htmx else "entitlements/navigator.html"
    return render(request, template, context)
