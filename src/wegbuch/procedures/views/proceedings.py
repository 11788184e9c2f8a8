"""Proceedings of a person: the list of a file, one with its map, and what is written down about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.forms.drafted import kept, version_to_send
from wegbuch.cases.forms.meanwhile import Outcome, settle
from wegbuch.cases.models import Case
from wegbuch.cases.saying import said_in, said_to

from .. import proceeding_page as pages
from ..forms.proceedings import ClosingForm, NewProceedingForm, ProceedingForm, filled_from
from ..models import Letter, Proceeding
from ..services import proceedings


@gate("proceeding.read", on=Case, methods=("GET",))
def proceedings_of_case(request: StaffRequest, case: Case) -> HttpResponse:
    """The panel on the page of a case, and the same as a page of its own."""
    rows = Proceeding.objects.filter(person=case.person)
    overviews = pages.overviews(rows.running() if request.htmx else rows)
    context = {
        "case": case,
        "person": case.person,
        "in_hand": case.person,
        "rows": [row for row in overviews if not row.proceeding.closed_on],
        "closed": [row for row in overviews if row.proceeding.closed_on],
        "is_changeable": pages.is_changeable(case.person, request.user),
    }
    template = "procedures/_proceedings.html" if request.htmx else "procedures/proceedings.html"
    return render(request, template, context)


@gate("proceeding.change", on=Case, rows="changeable_by")
def proceeding_new(request: StaffRequest, case: Case) -> HttpResponse:
    form = NewProceedingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            opened = proceedings.open_proceeding(user=request.user, person=case.person, **form.cleaned_data)
            messages.success(request, _("Das Verfahren ist eingetragen."))
            return redirect("procedures:proceeding", pk=opened.pk)
    context = {"case": case, "person": case.person, "in_hand": case.person, "form": form}
    return render(request, "procedures/proceeding_new.html", context)


@gate("proceeding.read", on=Proceeding, methods=("GET",))
def proceeding(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    page = pages.proceeding_page(proceeding, request.user)
    context = {"page": page, "proceeding": proceeding, "person": page.person, "in_hand": page.person, "case": page.case}
    return render(request, "procedures/proceeding.html", context)


@gate("proceeding.change", on=Proceeding, rows="changeable_by", keeps_draft=True)
def proceeding_change(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    draft, resumed = kept(request)
    before = proceeding.regime
    if request.method == "POST":
        outcome = _settle(request, proceeding)
        if outcome.is_saved:
            drafts.discard(request.user, request.path)
            _tell_change(request, proceeding, before)
            return redirect("procedures:proceeding", pk=proceeding.pk)
        draft = None
    else:
        form = ProceedingForm(initial={**filled_from(proceeding), **resumed}, proceeding=proceeding)
        outcome = Outcome(form, version_to_send(resumed, proceeding))
    context = {"draft": draft, "form": outcome.form, "version": outcome.version, "meanwhile": outcome.meanwhile}
    return page_about(request, proceeding, "procedures/proceeding_change.html", **context)


def _settle(request: StaffRequest, proceeding: Proceeding) -> Outcome:
    as_it_is = filled_from(proceeding)

    def make(typed: Any) -> ProceedingForm:
        return ProceedingForm(typed, initial=as_it_is, proceeding=proceeding)

    def save(form: ProceedingForm, version: int) -> None:
        proceedings.change_proceeding(proceeding, version=version, **form.cleaned_data)

    return settle(request, proceeding, make=make, save=save)


def _tell_change(request: StaffRequest, proceeding: Proceeding, before: str) -> None:
    messages.success(request, _("Gespeichert."))
    if proceeding.regime != before and before in pages.stage_map.OF_STAGES.values():
        text = _("Jetzt gilt %(law)s. Bitte prüfen Sie die Briefe und Fristen dieses Verfahrens.")
        messages.warning(request, text % {"law": proceeding.get_regime_display()})


@gate("proceeding.change", on=Proceeding, rows="changeable_by")
def proceeding_close(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    form = ClosingForm(request.POST or None, proceeding=proceeding)
    if request.method == "POST" and form.is_valid():
        with said_in(form, row=proceeding):
            fields = form.cleaned_data
            proceedings.close_proceeding(proceeding, version=proceeding.version, user=request.user, **fields)
            messages.success(request, _("Das Verfahren ist beendet."))
            return redirect("procedures:proceeding", pk=proceeding.pk)
    deadlines = pages.open_deadlines(proceeding)
    return page_about(request, proceeding, "procedures/proceeding_close.html", form=form, deadlines=deadlines)


@gate("proceeding.change", on=Proceeding, rows="changeable_by", methods=("POST",))
def proceeding_reopen(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    with said_to(request):
        proceedings.reopen_proceeding(proceeding)
        messages.success(request, _("Das Verfahren läuft wieder."))
    return redirect("procedures:proceeding", pk=proceeding.pk)


@gate("proceeding.change", on=Letter, rows="changeable_by", methods=("POST",))
def letter_status(request: StaffRequest, letter: Letter) -> HttpResponse:
    """The status that a decision gives goes into the history, once."""
    periods = list(letter.person.residence_periods.all())
    if pages.is_status_open(letter, periods):
        with said_to(request):
            proceedings.note_status(letter, since=pages.day_of(letter))
            messages.success(request, _("Der Status steht jetzt im Verlauf. Bitte prüfen Sie Tag und Papier."))
    if letter.proceeding_id:
        return redirect("procedures:proceeding", pk=letter.proceeding_id)
    return redirect("procedures:course", pk=pages.case_of(letter.person, request.user).pk)


def page_about(request: StaffRequest, proceeding: Proceeding, template: str, **more: Any) -> HttpResponse:
    """A page that belongs to one proceeding."""
    person = proceeding.person
    context = {
        "proceeding": proceeding,
        "kind": pages.regimes.kind_entry(proceeding.kind, proceeding.regime).label,
        "case": pages.case_of(person, request.user),
        "person": person,
        "in_hand": person,
        **more,
    }
    return render(request, template, context)
