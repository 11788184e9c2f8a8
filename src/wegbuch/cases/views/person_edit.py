"""The page on which a person's own record is changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate

from ..forms.drafted import kept, version_to_send
from ..forms.meanwhile import Outcome, settle
from ..forms.person_edit import PersonEditForm, filled_from
from ..models import Case, Person
from ..services import people


@gate("case.change", on=Case, rows="changeable_by", keeps_draft=True)
def person_edit(request: StaffRequest, case: Case) -> HttpResponse:
    draft, resumed = kept(request)
    if request.method == "POST":
        outcome = _settle(request, case.person)
        if outcome.is_saved:
            drafts.discard(request.user, request.path)
            messages.success(request, _("Gespeichert."))
            return redirect(case)
        draft = None
    else:
        form = PersonEditForm(initial={**filled_from(case.person), **resumed})
        outcome = Outcome(form, version_to_send(resumed, case.person))
    return render(request, "cases/change/person.html", _context(case, outcome, draft))


def _settle(request: StaffRequest, person: Person) -> Outcome:
    as_it_is = filled_from(person)

    def make(typed: Any) -> PersonEditForm:
        return PersonEditForm(typed, initial=as_it_is)

    def save(form: PersonEditForm, version: int) -> None:
        people.change(person, version=version, spellings=form.wanted_spellings(person), **form.columns())

    return settle(request, person, make=make, save=save)


def _context(case: Case, outcome: Outcome, draft: Any) -> dict[str, Any]:
    person = case.person
    person.refresh_from_db()
    return {
        "case": case,
        "person": person,
        "in_hand": person,
        "draft": draft,
        "form": outcome.form,
        "version": outcome.version,
        "meanwhile": outcome.meanwhile,
    }
