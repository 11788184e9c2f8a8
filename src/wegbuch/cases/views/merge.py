"""Two records of one person become one: choose the other, compare, merge."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wegbuch.access import log
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import readonly, tenant

from .. import search
from ..forms.merge import ChooseForm, DifferencesForm
from ..models import Case, Person
from ..services import merges, people

# What a person's rows are called in the preview, by the name of the relation.
MOVED = {
    "cases": gettext_lazy("Akten mit ihren Kontakten"),
    "spellings": gettext_lazy("andere Schreibweisen"),
    "residence_periods": gettext_lazy("Aufenthalt"),
    "benefit_periods": gettext_lazy("Leistungen"),
    "housing_periods": gettext_lazy("Wohnen"),
    "contact_ways": gettext_lazy("Kontaktwege"),
    "languages": gettext_lazy("Sprachen"),
    "nationalities": gettext_lazy("Staatsangehörigkeiten"),
    "file_numbers": gettext_lazy("Aktenzeichen"),
    "memberships": gettext_lazy("Haushalte"),
    "relatives_abroad": gettext_lazy("Familie im Ausland"),
}


@gate("person.merge", on=Case, rows="changeable_by")
def merge(request: StaffRequest, case: Case) -> HttpResponse:
    form = ChooseForm(request.POST if request.method == "POST" else None, person=case.person, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect("cases:merge_preview", pk=case.pk, other=form.cleaned_data["number"].pk)
    doubles, stubs = _doubles(case.person, request.user)
    context = {"case": case, "person": case.person, "in_hand": case.person, "form": form}
    return render(request, "cases/change/merge.html", {**context, "doubles": doubles, "stubs": stubs})


@gate("person.merge", on=Case, rows="changeable_by")
def merge_preview(request: StaffRequest, case: Case, other: UUID) -> HttpResponse:
    other_case = Case.objects.visible_to(request.user).filter(pk=other).first()
    if other_case is None:
        raise Http404
    kept, merged = case.person, other_case.person
    form = DifferencesForm(
        request.POST if request.method == "POST" else None, differences=merges.differences(kept, merged)
    )
    if request.method == "POST" and form.is_valid():
        try:
            merges.merge(kept=kept, merged=merged, user=request.user, **form.choices())
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Zusammengeführt. Alles aus beiden Einträgen steht jetzt in dieser Akte."))
            return redirect(case)
    _log_look(request.user, other_case)
    return render(request, "cases/change/merge_preview.html", _preview(case, other_case, form, request.user))


def _preview(case: Case, other_case: Case, form: Any, user: User) -> dict[str, Any]:
    kept, merged = case.person, other_case.person
    try:
        merges.may_merge(kept, merged, user)
        hindrance = ""
    except NotPossible as problem:
        hindrance = str(problem)
    return {
        "case": case,
        "other_case": other_case,
        "person": kept,
        "other": merged,
        "in_hand": [kept, merged],
        "form": form,
        "hindrance": hindrance,
        "moved": [(label, count) for name, label in MOVED.items() if (count := getattr(merged, name).count())],
    }


def _doubles(person: Person, user: User) -> tuple[list[Any], list[Any]]:
    """Likely doubles: those this user may open, each with a case and the reasons, and stubs of other teams."""
    found = people.likely_doubles(people.known(person), leave_out=person)
    cases = Case.objects.visible_to(user).filter(person__in=[double for double, _likeness in found])
    open_cases = {
        case.person_id: case for case in cases.order_by(models.F("closed_on").asc(nulls_last=True), "opened_on")
    }
    mine = [(open_cases[double.pk], double, likeness) for double, likeness in found if double.pk in open_cases]
    others = [double for double, _likeness in found if double.pk not in open_cases and not double.is_hidden]
    return mine, search.stubs_of(others, user)


def _log_look(user: User, case: Case) -> None:
    """The preview shows two files; the gate has noted one of them."""
    looks = [log.Look(what, row, subject, "person.merge") for what, row, subject in case.looks(user)]
    with readonly.writing_down_the_look():
        log.keep_reads(user.pk, tenant.current(), looks)
