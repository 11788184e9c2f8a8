"""A case ends, and goes on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core.models import SavedMeanwhile

from .. import next_steps
from ..forms.closing import ClosingForm
from ..forms.drafted import seen_version
from ..forms.meanwhile import Outcome, saved_since, settle
from ..models import Case
from ..services import cases


@gate("case.close", on=Case, rows="changeable_by")
def case_close(request: StaffRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        outcome = _settle(request, case)
        if outcome.is_saved:
            messages.success(request, _("Die Akte ist beendet."))
            return redirect(case)
    else:
        outcome = Outcome(ClosingForm(), case.version)
    case.refresh_from_db()
    context = {"case": case, "person": case.person, "in_hand": case.person, "form": outcome.form}
    context["has_plans"] = not next_steps.without(Case.objects.filter(pk=case.pk)).exists()
    return render(
        request, "cases/change/closing.html", {**context, "version": outcome.version, "meanwhile": outcome.meanwhile}
    )


@gate("case.close", on=Case, rows="changeable_by", methods=("POST",))
def case_reopen(request: StaffRequest, case: Case) -> HttpResponse:
    try:
        cases.reopen_case(case, version=seen_version(request.POST))
    except SavedMeanwhile as late:
        messages.warning(request, saved_since(late.theirs))
    else:
        messages.success(request, _("Die Akte läuft wieder."))
    return redirect(case)


def _settle(request: StaffRequest, case: Case) -> Outcome:
    as_it_is = {"closed_on": case.closed_on, "reason": case.closing_reason}

    def make(typed: Any) -> ClosingForm:
        return ClosingForm(typed, initial=as_it_is)

    def save(form: ClosingForm, version: int) -> None:
        cases.close_case(case, version=version, **form.cleaned_data)

    return settle(request, case, make=make, save=save)
