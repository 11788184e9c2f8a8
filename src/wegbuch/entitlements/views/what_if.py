"""What would be if: choose facts, suppose values, see both answers. The page saves nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lawbook.entitlements.questions import ready_questions
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.models import Case
from wegbuch.core import clock, codes

from .. import law, what_if_page
from ..forms.what_if import FactsForm, ValuesForm
from ..knowledge import Subject

# Which button was pressed: a ready question, facts chosen, or values given.
QUESTION, FACTS, VALUES = "question", "facts", "values"


@gate("entitlement.read", on=Case)
def what_if(request: StaffRequest, case: Case) -> HttpResponse:
    subject = what_if_page.subject_of(case, request.user)
    if request.method == "POST" and QUESTION in request.POST:
        return _ask(request, case, subject)
    if request.method == "POST" and VALUES in request.POST:
        return _values(request, case, subject)
    form = _facts_form(subject, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        values = ValuesForm(facts=[law.fact(name) for name in form.chosen])
        return _show(request, case, values=values, form=values)
    return _show(request, case, facts=form, form=form)


def _ask(request: StaffRequest, case: Case, subject: Subject) -> HttpResponse:
    """A ready-made question."""
    ready = what_if_page.question(request.POST[QUESTION])
    if ready is None:
        return _show(request, case, facts=_facts_form(subject, None))
    today = clock.today()
    return _answer(request, case, subject, ready.change(today), ready.begins_on(today), plain=ready.plain)


def _values(request: StaffRequest, case: Case, subject: Subject) -> HttpResponse:
    """Values for the facts that were chosen; the page names them again."""
    names = [name for name in request.POST.getlist(VALUES) if _may_be_supposed(name)][: what_if_page.FACTS_MOST]
    form = ValuesForm(request.POST, facts=[law.fact(name) for name in names])
    if not names or not form.is_valid():
        return _show(request, case, values=form, form=form)
    return _answer(request, case, subject, form.change, form.day)


def _may_be_supposed(name: str) -> bool:
    return name in law.book().facts and what_if_page.may_be_supposed(law.fact(name))


def _facts_form(subject: Subject, data: Any) -> FactsForm:
    return FactsForm(data, topics=what_if_page.topics_with_facts(subject), most=what_if_page.FACTS_MOST)


def _answer(
    request: StaffRequest, case: Case, subject: Subject, change: Mapping[str, Any], day: date, plain: str = ""
) -> HttpResponse:
    return _show(request, case, answers=what_if_page.answers_of(subject, change, day), plain=plain)


def _show(request: StaffRequest, case: Case, **context: Any) -> HttpResponse:
    shared = {
        "case": case,
        "person": case.person,
        "in_hand": case.person,
        "questions": ready_questions(),
        "state_of_law": codes.state_of_law(),
    }
    return render(request, "entitlements/what_if.html", {**shared, **context})
