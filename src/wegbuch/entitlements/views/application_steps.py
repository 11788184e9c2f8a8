"""The steps of an application: filed with a proof, decided, objected to, ended, and taken back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases import due
from wegbuch.cases.forms.drafted import seen_version
from wegbuch.cases.forms.meanwhile import saved_since
from wegbuch.core.middleware import takes_files
from wegbuch.core.models import SavedMeanwhile

from .. import applications_page as pages
from ..forms import applications as forms
from ..models import Application, ApplicationState
from ..services import applications as services
from ..services.application_way import earlier_states

State = ApplicationState


@takes_files
@gate("application.change", on=Application, rows="changeable_by", saves_itself=True)
def application_filed(request: StaffRequest, row: Application) -> HttpResponse:
    form = forms.FileForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial={"look_again_on": services.next_day_to_ask()},
    )
    is_fitting = State.FILED in services.NEXT[State(row.state)]
    return _step(request, row, form, services.file, "entitlements/application_filed.html", is_fitting=is_fitting)


@takes_files
@gate("application.change", on=Application, rows="changeable_by", saves_itself=True)
def application_proven(request: StaffRequest, row: Application) -> HttpResponse:
    initial = {"proof": row.proof, "received_on": row.received_on}
    form = forms.ProofForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    is_fitting = row.filed_on is not None
    return _step(request, row, form, services.prove, "entitlements/application_proven.html", is_fitting=is_fitting)


@gate("application.change", on=Application, rows="changeable_by")
def application_decided(request: StaffRequest, row: Application) -> HttpResponse:
    form = forms.DecideForm(request.POST or None)
    is_fitting = State.DECIDED in services.NEXT[State(row.state)]
    return _step(request, row, form, services.decide, "entitlements/application_decided.html", is_fitting=is_fitting)


@gate("application.change", on=Application, rows="changeable_by")
def application_deadline(request: StaffRequest, row: Application) -> HttpResponse:
    choices = due.of_people([row.person_id], request.user)
    is_linked = any(one.pk == row.deadline for one in choices)
    initial = {"deadline": row.deadline if is_linked else None}
    form = forms.DeadlineForm(request.POST or None, choices=choices, is_linked=is_linked, initial=initial)
    is_fitting = row.decided_on is not None
    template = "entitlements/application_deadline.html"
    return _step(request, row, form, services.link_deadline, template, is_fitting=is_fitting, choices=choices)


@takes_files
@gate("application.change", on=Application, rows="changeable_by", saves_itself=True)
def application_objected(request: StaffRequest, row: Application) -> HttpResponse:
    linked = due.find(row.deadline, person=row.person_id, user=request.user)
    form = forms.ObjectForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        has_deadline=linked is not None,
        initial={"look_again_on": services.next_day_to_ask()},
    )
    is_fitting = State.OBJECTION in services.NEXT[State(row.state)]
    template = "entitlements/application_objected.html"
    return _step(request, row, form, services.object_to, template, is_fitting=is_fitting, due=linked)


@gate("application.change", on=Application, rows="changeable_by")
def application_closed(request: StaffRequest, row: Application) -> HttpResponse:
    form = forms.CloseForm(request.POST if request.method == "POST" else None)
    template = "entitlements/application_closed.html"
    return _step(request, row, form, services.close, template, is_fitting=row.is_running)


@gate("application.change", on=Application, rows="changeable_by")
def application_back(request: StaffRequest, row: Application) -> HttpResponse:
    states = earlier_states(row.steps.all())
    form = forms.BackForm(request.POST or None, states=states, initial={"state": next(iter(states), "")})
    return _step(request, row, form, services.put_back, "entitlements/application_back.html", is_fitting=bool(states))


def _step(
    request: StaffRequest,
    row: Application,
    form: Any,
    act: Callable[..., None],
    template: str,
    *,
    is_fitting: bool,
    **more: Any,
) -> HttpResponse:
    """The page of one step: its form, and what is done with it.

    is_fitting  whether the step follows from the state; a page left open somewhere else may not fit any more
    """
    if request.method == "GET" and not is_fitting:
        return redirect("entitlements:application", row.pk)
    version = seen_version(request.POST) if request.method == "POST" else row.version
    if request.method == "POST" and form.is_valid():
        if _done(form, row, partial(act, row, by=request.user, version=version, **form.cleaned_data)):
            messages.success(request, _("Gespeichert: %(state)s.") % {"state": row.get_state_display()})
            return redirect("entitlements:application", row.pk)
        version = row.version
    context = {"application": row, "case": pages.case_of(row.person_id, request.user), "in_hand": row.person}
    return render(request, template, {**context, "form": form, "version": version, **more})


def _done(form: Any, row: Application, act: Callable[[], None]) -> bool:
    """Whether the step was taken; else the form says why not, and the row is as it lies there."""
    try:
        act()
    except NotPossible as problem:
        form.add_error(None, str(problem))
    except SavedMeanwhile as earlier:
        form.add_error(None, saved_since(earlier.theirs))
    else:
        return True
    row.refresh_from_db()
    return False
