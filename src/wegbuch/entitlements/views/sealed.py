"""What lies sealed for the rules: closed for everybody until somebody gives a reason; put in without opening."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.drafted import kept
from wegbuch.cases.forms.glass import BoxForm
from wegbuch.cases.models import Case
from wegbuch.core import codes

from .. import sealed_page
from ..forms.facts import SealedForm
from ..services import sealed as services


@gate("entitlement.sealed", on=Case)
def sealed(request: StaffRequest, case: Case) -> HttpResponse:
    """Asked for, it is closed and looks the same for everybody; sent with a reason, it shows once what lies in it."""
    form = BoxForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = services.opened(case, user=request.user, reason=form.cleaned_data["reason"])
        except NotPossible as problem:
            form.add_error("reason", str(problem))
        else:
            page = sealed_page.page(case, request.user, opened)
            is_changeable = case.is_changeable_by(request.user)
            more = {"page": page, "answer_form": _questions(), "is_changeable": is_changeable}
            more["state"] = codes.state_of_law()
            return _show(request, "entitlements/sealed_open.html", case, **more)
    return _show(request, "entitlements/sealed.html", case, form=form)


@gate("entitlement.answer", on=Case, rows="changeable_by", keeps_draft=True)
def sealed_new(request: StaffRequest, case: Case) -> HttpResponse:
    draft, resumed = kept(request)
    form = _questions(request.POST if request.method == "POST" else None, resumed)
    if request.method == "POST" and form.is_valid():
        said = {**form.said(), "values": form.values(), "reasons": form.reasons()}
        try:
            services.keep(user=request.user, person=case.person, **said)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            drafts.discard(request.user, request.path)
            messages.success(request, _("Eingetragen und versiegelt."))
            return redirect("entitlements:sealed", pk=case.pk)
    draft = draft if request.method == "GET" else None
    return _show(request, "entitlements/sealed_new.html", case, form=form, answer_form=form, draft=draft)


def _questions(data: Any = None, resumed: Any = None) -> SealedForm:
    return SealedForm(data, facts=sealed_page.sealed_facts(), initial=resumed)


def _show(request: StaffRequest, template: str, case: Case, **more: Any) -> HttpResponse:
    context = {"case": case, "person": case.person, "in_hand": case.person, **more}
    answer = render(request, template, context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
