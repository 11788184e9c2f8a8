"""Stations noted and taken back by hand; the interview and its preparation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.forms.drafted import kept
from wegbuch.cases.forms.meanwhile import Outcome, settle
from wegbuch.cases.saying import said_in, said_to
from wegbuch.core import dates

from .. import proceeding_page as pages
from .. import stage_map
from ..forms.proceedings import InterviewForm, StepForm, interview_of
from ..models import Proceeding, ProceedingStep
from ..services import proceedings
from .proceedings import page_about


@gate("proceeding.change", on=Proceeding, rows="changeable_by", keeps_draft=True)
def step_new(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    draft, resumed = kept(request)
    reached = stage_map.reached_by(proceeding, proceeding.steps.all())
    here = stage_map.current(proceeding, reached)
    form = StepForm(request.POST or None, initial=resumed, proceeding=proceeding, here=here.stage if here else "")
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            proceedings.refuse_double_step(
                proceeding, stage=form.cleaned_data["stage"], since=form.cleaned_data["since"]
            )
            proceedings.add_step(proceeding, user=request.user, **form.cleaned_data)
            drafts.discard(request.user, request.path)
            messages.success(request, _("Die Station ist eingetragen."))
            return redirect("procedures:proceeding", pk=proceeding.pk)
    shown = None if request.method == "POST" else draft
    return page_about(
        request, proceeding, "procedures/proceeding_step.html", form=form, draft=shown, here=here, version=1
    )


@gate("proceeding.change", on=ProceedingStep, rows="changeable_by", methods=("POST",))
def step_remove(request: StaffRequest, step: ProceedingStep) -> HttpResponse:
    """A wrong station goes; what it said stays, sealed, with the one who removed it, so that it can come back."""
    proceeding = step.proceeding
    with said_to(request):
        drafts.keep(request.user, reverse("procedures:step_new", args=[proceeding.pk]), _as_typed(step))
        proceedings.remove_step(step)
        undo = reverse("procedures:step_back", args=[proceeding.pk])
        messages.success(request, _("Die Station ist gelöscht."), extra_tags=f"undo:{undo}")
    return redirect("procedures:proceeding", pk=proceeding.pk)


@gate("proceeding.change", on=Proceeding, rows="changeable_by", methods=("POST",))
def step_back(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    """The station that this user removed last stands again."""
    path = reverse("procedures:step_new", args=[proceeding.pk])
    draft = drafts.of_form(request.user, path).first()
    form = StepForm(drafts.opened(draft) if draft else {}, proceeding=proceeding, here="")
    if form.is_valid():
        letter = proceeding.letters.filter(pk=form.data["letter"]).first() if form.data.get("letter") else None
        with said_to(request):
            proceedings.add_step(proceeding, user=request.user, letter=letter, **form.cleaned_data)
            drafts.discard(request.user, path)
            messages.success(request, _("Die Station steht wieder da."))
    else:
        messages.warning(request, _("Die Station lässt sich nicht zurückholen. Bitte tragen Sie sie neu ein."))
    return redirect("procedures:proceeding", pk=proceeding.pk)


def _as_typed(step: ProceedingStep) -> QueryDict:
    """A station as the form would send it."""
    content = QueryDict(mutable=True)
    content.update(
        {
            "stage": step.stage,
            "since": dates.in_figures(step.since),
            "shown_by": step.shown_by,
            "note": step.note,
            "letter": str(step.letter_id or ""),
        }
    )
    return content


@gate("proceeding.change", on=Proceeding, rows="changeable_by")
def preparation(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    """When and where the interview is, and what is ready for it."""
    outcome = Outcome(InterviewForm(initial=interview_of(proceeding)), proceeding.version)
    if request.method == "POST":
        outcome = _settle(request, proceeding)
        if outcome.is_saved:
            messages.success(request, _("Gespeichert."))
            return redirect("procedures:preparation", pk=proceeding.pk)
    context = {
        "form": outcome.form,
        "version": outcome.version,
        "meanwhile": outcome.meanwhile,
        "points": pages.preparation(proceeding),
        "languages": pages.languages_of(proceeding.person),
    }
    return page_about(request, proceeding, "procedures/interview.html", **context)


def _settle(request: StaffRequest, proceeding: Proceeding) -> Outcome:
    as_it_is = interview_of(proceeding)

    def make(typed: Any) -> InterviewForm:
        return InterviewForm(typed, initial=as_it_is)

    def save(form: InterviewForm, version: int) -> None:
        proceedings.change_proceeding(proceeding, version=version, **form.columns())

    return settle(request, proceeding, make=make, save=save)


@gate("proceeding.change", on=Proceeding, rows="changeable_by", methods=("POST",))
def preparation_point(request: StaffRequest, proceeding: Proceeding) -> HttpResponse:
    """One point ticked or unticked; saved at once."""
    point, is_done = request.POST.get("point", ""), request.POST.get("is_done") == "1"
    with said_to(request):
        proceedings.mark_point(proceeding, point=point, is_done=is_done, user=request.user)
    if request.htmx:
        context = {"proceeding": proceeding, "points": pages.preparation(proceeding), "ticked": point}
        return render(request, "procedures/_interview_points.html", context)
    return redirect("procedures:preparation", pk=proceeding.pk)
