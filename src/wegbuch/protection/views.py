"""The sealed box on a person's page: closed for everybody until somebody gives a reason."""

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

from . import services
from .forms import EntryForm


@gate("protected.open", on=Case)
def box(request: StaffRequest, case: Case) -> HttpResponse:
    """Asked for, it is closed and looks the same for everybody; sent with a reason, it shows once what lies in it."""
    form = BoxForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            entries = services.open_box(case, user=request.user, reason=form.cleaned_data["reason"])
        except NotPossible as problem:
            form.add_error("reason", str(problem))
        else:
            return _show(request, "protection/open.html", case, entries=entries, entry_form=EntryForm())
    template = "protection/_closed.html" if request.headers.get("HX-Request") else "protection/box.html"
    return _show(request, template, case, form=form)


@gate("protected.open", on=Case, keeps_draft=True)
def entry_new(request: StaffRequest, case: Case) -> HttpResponse:
    draft, resumed = kept(request)
    form = EntryForm(request.POST if request.method == "POST" else None, initial=resumed)
    if request.method == "POST" and form.is_valid():
        services.add_entry(case, author=request.user, text=form.cleaned_data["text"])
        drafts.discard(request.user, request.path)
        messages.success(request, _("Eingetragen und versiegelt."))
        return redirect("protection:box", pk=case.pk)
    draft = draft if request.method == "GET" else None
    return _show(request, "protection/entry_new.html", case, form=form, entry_form=form, draft=draft)


def _show(request: StaffRequest, template: str, case: Case, **more: Any) -> HttpResponse:
    context = {"case": case, "person": case.person, "in_hand": case.person, **more}
    answer = render(request, template, context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
