"""What the rules ask about somebody, and one question at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.law_facts import housing
from wegbuch.cases.models import Case, Facility, RelativeAbroad
from wegbuch.cases.services.households import household_of
from wegbuch.core import clock, codes

from .. import facts_page, law
from ..forms.facts import FactForm, HouseForm
from ..services import answers
from ..services.sealed import FORGET

HOUSEHOLD, LODGING = "haushalt", "accommodation"
# Pages a question may return to, by the word in its address; any other word leads back to the facts.
TARGETS = {
    "rechte": "entitlements:of_case",
    "perspektive": "entitlements:perspective",
    "ankommen": "entitlements:arrival",
    "akte": "cases:case",
}


@gate("entitlement.read", on=Case, methods=("GET",))
def facts(request: StaffRequest, case: Case) -> HttpResponse:
    context = {
        "subjects": facts_page.page(case, request.user),
        "is_changeable": case.is_changeable_by(request.user),
        "state": codes.state_of_law(),
    }
    return render(request, "entitlements/facts.html", {**context, **_about(case)})


@gate("entitlement.answer", on=Case, rows="changeable_by")
def fact(request: StaffRequest, case: Case, fact: str) -> HttpResponse:
    if fact not in law.book().facts or law.is_sealed(fact) or fact in facts_page.WORKED_OUT:
        raise Http404
    relative = _relative(request, case)
    if house := housing.house_of(case.person, clock.today()) if fact == LODGING and relative is None else None:
        return _house(request, case, house)
    form = FactForm(request.POST if request.method == "POST" else None, fact=law.fact(fact))
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, case, form, relative)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Angabe gespeichert."))
            return _back(request, case)
    return _show(request, case, form, fact, relative)


def _house(request: StaffRequest, case: Case, house: Facility) -> HttpResponse:
    """The question about the lodging of a whole house."""
    initial = {"value": house.rule_accommodation}
    form = HouseForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers.say_of_house(house, value=form.cleaned_data["value"])
        messages.success(request, _("Für das ganze Haus gespeichert."))
        return _back(request, case)
    context = {"form": form, "fact": law.fact(LODGING), "house": house, "back": _word(request)}
    return render(request, "entitlements/fact_house.html", {**context, **_about(case)})


def _keep(request: StaffRequest, case: Case, form: FactForm, relative: RelativeAbroad | None) -> None:
    value, name = form.answer(), form.fact.name
    if value is FORGET:
        answers.forget(user=request.user, person=case.person, fact=name, relative=relative)
        return
    reason = form.cleaned_data.get("reason") or ""
    said = {**form.said(), "value": value, "reason": reason, "relative": relative}
    answers.answer(user=request.user, person=case.person, fact=name, **said)


def _show(
    request: StaffRequest, case: Case, form: FactForm, name: str, relative: RelativeAbroad | None
) -> HttpResponse:
    subject = facts_page.subject_of(case, request.user, relative)
    context = {
        "form": form,
        "fact": form.fact,
        "subject": subject,
        "known": facts_page.told(subject, name, case.pk),
        "place": facts_page.place_in_file(name, subject, case.pk),
        "earlier": facts_page.history(case, request.user, name, relative),
        "back": _word(request),
    }
    return render(request, "entitlements/fact.html", {**context, **_about(case)})


def _about(case: Case) -> dict[str, Any]:
    return {"case": case, "person": case.person, "in_hand": case.person}


def _relative(request: StaffRequest, case: Case) -> RelativeAbroad | None:
    """Whom of the family abroad a question is about. raises Http404 for anybody who is not of this family"""
    asked = request.GET.get("angehoerig", "")
    if not asked:
        return None
    try:
        found = case.person.relatives_abroad.filter(pk=UUID(asked)).first()
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def _word(request: StaffRequest) -> str:
    """Where to return, as one of the words of `TARGETS`."""
    word = request.GET.get("weiter", "")
    return word if word in TARGETS or word == HOUSEHOLD else ""


def _back(request: StaffRequest, case: Case) -> HttpResponse:
    word = _word(request)
    household = household_of(case.person) if word == HOUSEHOLD else None
    if household:
        return redirect("entitlements:of_household", pk=household.pk)
    return redirect(TARGETS.get(word, "entitlements:facts"), pk=case.pk)
