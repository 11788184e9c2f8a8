"""Changes of benefit: those of a person, one with its months and steps, and all that run among my people."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import reswap

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.forms.drafted import kept, version_to_send
from wegbuch.cases.forms.meanwhile import Outcome, settle
from wegbuch.cases.models import Case
from wegbuch.cases.saying import said_in, said_to
from wegbuch.core import clock

from .. import scheme_hints
from .. import scheme_page as pages
from ..forms.schemes import BeginForm, DaysForm, filled_from
from ..models import SchemeChange
from ..services import schemes
from .looks import note_foreign


@gate("entitlement.read", on=Case, methods=("GET",))
def scheme_changes(request: StaffRequest, case: Case) -> HttpResponse:
    """The page of a person, and the panel on the page of the case while there is something to watch."""
    rows = SchemeChange.objects.filter(person=case.person).select_related("person")
    running = pages.watch(rows.running(), request.user)
    hint = next(iter(scheme_hints.hints([case], request.user)), None)
    if request.htmx and not running and not hint:
        return reswap(HttpResponse(), "delete")
    context = {
        **_about(case, request),
        "running": running,
        "hint": hint,
        "closed": [] if request.htmx else list(rows.exclude(closed_on=None)),
    }
    template = "entitlements/_scheme_changes.html" if request.htmx else "entitlements/scheme_changes.html"
    return render(request, template, context)


@gate("scheme.change", on=Case, rows="changeable_by")
def scheme_change_new(request: StaffRequest, case: Case) -> HttpResponse:
    hint = next(iter(scheme_hints.hints([case], request.user)), None)
    form = BeginForm(request.POST or None, initial=_proposal(case, hint))
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            change = schemes.begin(user=request.user, person=case.person, **form.cleaned_data)
            messages.success(request, _("Der Wechsel läuft. Bitte tragen Sie die Tage ein, die Sie kennen."))
            return redirect("entitlements:scheme_change", pk=change.pk)
    return render(request, "entitlements/scheme_change_new.html", {**_about(case, request), "form": form, "hint": hint})


def _proposal(case: Case, hint: scheme_hints.Hint | None) -> dict[str, Any]:
    """What papers and benefits suggest; the person who begins the change decides."""
    if hint:
        return {"old_scheme": hint.benefit.scheme, "new_scheme": hint.kind.new, "right_since": hint.right_since}
    benefit = scheme_hints.current_benefits([case.person_id], clock.today()).get(case.person_id)
    return {"old_scheme": benefit.scheme} if benefit else {}


@gate("entitlement.read", on=SchemeChange, methods=("GET",))
def scheme_change(request: StaffRequest, change: SchemeChange) -> HttpResponse:
    watched = next(iter(pages.watch([change], request.user)), None)
    if watched is None:
        raise Http404
    page = pages.change_page(watched)
    return render(request, "entitlements/scheme_change.html", {**_about(watched.case, request), "page": page})


@gate("scheme.change", on=SchemeChange, rows="changeable_by", keeps_draft=True)
def scheme_change_days(request: StaffRequest, change: SchemeChange) -> HttpResponse:
    draft, resumed = kept(request)
    if request.method == "POST":
        outcome = _settle(request, change)
        if outcome.is_saved:
            drafts.discard(request.user, request.path)
            messages.success(request, _("Gespeichert."))
            return redirect("entitlements:scheme_change", pk=change.pk)
        draft = None
    else:
        form = DaysForm(initial={**filled_from(change), **resumed})
        outcome = Outcome(form, version_to_send(resumed, change))
    context = {
        **_about(_case_of(change, request), request),
        "change": change,
        "draft": draft,
        "form": outcome.form,
        "version": outcome.version,
        "meanwhile": outcome.meanwhile,
    }
    return render(request, "entitlements/scheme_change_days.html", context)


def _settle(request: StaffRequest, change: SchemeChange) -> Outcome:
    as_it_is = filled_from(change)
    return settle(
        request,
        change,
        make=lambda typed: DaysForm(typed, initial=as_it_is),
        save=lambda form, version: schemes.enter_days(change, version=version, **form.cleaned_data),
    )


@gate("scheme.change", on=SchemeChange, rows="changeable_by", methods=("POST",))
def scheme_change_close(request: StaffRequest, change: SchemeChange) -> HttpResponse:
    with said_to(request):
        schemes.close(change)
        messages.success(request, _("Beide Leistungen sind geklärt. Tragen Sie jetzt die neue Leistung ein."))
    return redirect("entitlements:scheme_change", pk=change.pk)


@gate("scheme.change", on=SchemeChange, rows="changeable_by", methods=("POST",))
def scheme_change_reopen(request: StaffRequest, change: SchemeChange) -> HttpResponse:
    with said_to(request):
        schemes.reopen(change)
        messages.success(request, _("Der Wechsel läuft wieder."))
    return redirect("entitlements:scheme_change", pk=change.pk)


@gate("entitlement.read", methods=("GET",))
def gaps(request: StaffRequest) -> HttpResponse:
    """All running changes of my people, and the panel of the day with those that are urgent."""
    running = pages.of_my_people(request.user)
    if request.htmx:
        urgent = pages.soon(running)
        if not urgent:
            return reswap(HttpResponse(), "delete")
        _note_looks(request, urgent)
        return render(request, "entitlements/_gaps_today.html", {"running": urgent})
    mine = Case.objects.changeable_by(request.user).running().select_related("person")
    hints = scheme_hints.hints(mine, request.user)
    _note_looks(request, running, hints)
    return render(request, "entitlements/gaps.html", {"running": running, "hints": hints})


def _note_looks(
    request: StaffRequest, running: Sequence[pages.Watched], hints: Sequence[scheme_hints.Hint] = ()
) -> None:
    """A look at files outside the own case teams is noted; the own ones are the daily board."""
    rows = [*((each.case, each.change) for each in running), *((hint.case, hint.case) for hint in hints)]
    note_foreign(request, rows, "entitlement.read")


def _case_of(change: SchemeChange, request: StaffRequest) -> Case:
    return pages.files_of(request.user, [change.person_id])[change.person_id]


def _about(case: Case, request: StaffRequest) -> dict[str, Any]:
    return {
        "case": case,
        "person": case.person,
        "in_hand": case.person,
        "is_changeable": case.is_changeable_by(request.user),
    }
