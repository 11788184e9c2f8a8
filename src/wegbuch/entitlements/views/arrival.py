"""Arriving: lists of a person and of a household, ticks, and slips to take along."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.drafted import seen_version
from wegbuch.cases.models import Case, Household
from wegbuch.core import codes

from .. import arrival_page
from ..arrival_page import PersonList
from ..forms.arrival import NotNeededForm
from ..models import MarkState
from ..services import arrival as services

HOUSEHOLD = "haushalt"


@gate("entitlement.read", on=Case, methods=("GET",))
def arrival(request: StaffRequest, case: Case) -> HttpResponse:
    mine = arrival_page.of_case(case, request.user)
    if request.htmx:
        return _panel(request, mine)
    home = arrival_page.home_of(case, request.user)
    return render(request, "entitlements/arrival.html", {"lists": [mine], "home": home, **_about(case)})


@gate("entitlement.read", on=Household, methods=("GET",))
def arrival_of_household(request: StaffRequest, household: Household) -> HttpResponse:
    lists = arrival_page.of_household(household, request.user)
    context = {"lists": lists, "household": household, "in_hand": [each.person for each in lists]}
    return render(request, "entitlements/arrival_of_household.html", context | {"state_of_law": codes.state_of_law()})


@gate("arrival.change", on=Case, rows="changeable_by", methods=("POST",))
def arrival_mark(request: StaffRequest, case: Case) -> HttpResponse:
    """A step is done, or open again."""
    item, version = request.POST.get("item", ""), seen_version(request.POST)
    try:
        if request.POST.get("state") == MarkState.DONE:
            services.settle(case.person, by=request.user, item=item, state=MarkState.DONE, seen_version=version)
        else:
            services.reopen(case.person, item=item, seen_version=version)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    return _back(request.POST.get(HOUSEHOLD, ""), case)


@gate("arrival.change", on=Case, rows="changeable_by")
def arrival_not_needed(request: StaffRequest, case: Case, item: str) -> HttpResponse:
    try:
        step = services.ordinary_step(item)
    except NotPossible:
        raise Http404 from None
    form = NotNeededForm(request.POST or None)
    home = (request.POST if request.method == "POST" else request.GET).get(HOUSEHOLD, "")
    if request.method == "POST" and form.is_valid() and _is_settled(request, case, item, form):
        return _back(home, case)
    context = {"step": step, "form": form, "home": _household(home) or "", **_about(case)}
    return render(request, "entitlements/arrival_not_needed.html", context)


@gate("arrival.change", on=Case, rows="changeable_by", methods=("POST",))
def arrival_sealed_mark(request: StaffRequest, case: Case) -> HttpResponse:
    """Ticks of the opened page; it is closed afterwards."""
    said = {name: request.POST.getlist(name) for name in ("done", "was_open", "was_done")}
    try:
        services.settle_sealed(case.person, by=request.user, **said)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("Versiegelt gespeichert."))
    return redirect("entitlements:sealed", pk=case.pk)


@gate("entitlement.print", on=Case, methods=("GET",))
def arrival_print(request: StaffRequest, case: Case) -> HttpResponse:
    lists = [arrival_page.of_case(case, request.user)]
    return render(request, "entitlements/arrival_print.html", {"lists": lists, **_about(case)})


@gate("entitlement.print", on=Household, methods=("GET",))
def arrival_print_of_household(request: StaffRequest, household: Household) -> HttpResponse:
    lists = arrival_page.of_household(household, request.user)
    context = {"lists": lists, "household": household, "in_hand": [each.person for each in lists]}
    return render(request, "entitlements/arrival_print.html", context | {"state_of_law": codes.state_of_law()})


def _panel(request: StaffRequest, mine: PersonList) -> HttpResponse:
    """The panel on the page of the case; it goes away where nothing is left to do, or long ago."""
    if mine.is_shown_on_case:
        return render(request, "entitlements/_arrival_panel.html", {"mine": mine, "case": mine.case})
    answer = HttpResponse()
    answer["HX-Reswap"] = "delete"
    return answer


def _is_settled(request: StaffRequest, case: Case, item: str, form: NotNeededForm) -> bool:
    """Whether the step is not needed now; if not, the form says why and keeps the text."""
    try:
        services.settle(
            case.person, by=request.user, item=item, state=MarkState.NOT_NEEDED, note=form.cleaned_data["note"]
        )
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _about(case: Case) -> dict[str, Any]:
    return {"case": case, "person": case.person, "in_hand": case.person, "state_of_law": codes.state_of_law()}


def _back(home: str, case: Case) -> HttpResponse:
    """To the list it came from."""
    household = _household(home)
    if household:
        return redirect("entitlements:arrival_of_household", pk=household)
    return redirect("entitlements:arrival", pk=case.pk)


def _household(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
