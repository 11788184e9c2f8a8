"""The directory of places: list, new, change, checked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.drafted import kept, version_to_send
from wegbuch.cases.forms.meanwhile import Outcome, is_as_seen, saved_since, settle
from wegbuch.cases.models import Office
from wegbuch.cases.saying import said_to
from wegbuch.core import clock

from ..forms.offices import FilterForm, OfficeForm
from ..offices_page import is_old, offices_page
from ..services import offices as services


@gate("office.read", methods=("GET",))
def offices(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    chosen = form.chosen
    context = {"page": offices_page(**chosen), "filter": form, "is_narrowed": any(chosen.values())}
    return render(request, "entitlements/offices.html", context)


@gate("office.change", keeps_draft=True)
def office_new(request: StaffRequest) -> HttpResponse:
    draft, resumed = kept(request)
    form = OfficeForm(request.POST or None, initial=resumed or {"kind": request.GET.get("art", "")})
    if request.method == "POST" and form.is_valid() and _is_kept(form):
        drafts.discard(request.user, request.path)
        messages.success(request, _("Eingetragen."))
        return redirect("entitlements:offices")
    return _show(request, Outcome(form, 1), draft=draft if request.method == "GET" else None)


@gate("office.change", on=Office, keeps_draft=True)
def office_change(request: StaffRequest, office: Office) -> HttpResponse:
    draft, resumed = kept(request)
    if request.method == "POST":
        outcome = settle(request, office, make=lambda typed: _form(office, typed), save=_save)
        if outcome.is_saved:
            drafts.discard(request.user, request.path)
            messages.success(request, _("Gespeichert."))
            return redirect("entitlements:offices")
        return _show(request, outcome, office=office)
    outcome = Outcome(OfficeForm(instance=office, initial=resumed), version_to_send(resumed, office))
    return _show(request, outcome, office=office, draft=draft)


@gate("office.change", on=Office, methods=("POST",))
def office_checked(request: StaffRequest, office: Office) -> HttpResponse:
    """Everything about a place is still right."""
    if not is_as_seen(request, office):
        messages.warning(request, saved_since(office))
        return redirect("entitlements:office_change", pk=office.pk)
    with said_to(request):
        services.look_again(office)
        messages.success(request, _("Als geprüft vermerkt."))
    return redirect("entitlements:offices")


def _form(office: Office, typed: Any) -> OfficeForm:
    """The form of a place as it lies there now."""
    fresh = Office.objects.filter(pk=office.pk).first() or office
    return OfficeForm(typed, instance=fresh)


def _save(form: OfficeForm, version: int) -> None:
    services.keep(form.save(commit=False), version=version)


def _is_kept(form: OfficeForm) -> bool:
    """Whether a new place was saved; if not, the form says why."""
    try:
        services.keep(form.save(commit=False))
    except NotPossible as problem:
        form.add_error("name", str(problem))
        return False
    return True


def _show(request: StaffRequest, outcome: Outcome, *, office: Office | None = None, draft: Any = None) -> HttpResponse:
    context = {
        "office": office,
        "is_old": office is not None and is_old(office, clock.today()),
        "form": outcome.form,
        "version": outcome.version,
        "meanwhile": outcome.meanwhile,
        "draft": draft,
    }
    return render(request, "entitlements/office_form.html", context)
