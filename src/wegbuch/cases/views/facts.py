"""Facts about a person, with their history: one pair of pages for every kind."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate

from .. import search
from ..fact_pages import KINDS, Kind
from ..forms.drafted import kept, version_to_send
from ..forms.meanwhile import Outcome, is_as_seen, saved_since, settle
from ..models import Case

View = Callable[..., HttpResponse]


def page(kind: Kind) -> View:
    """The page of one kind: a new row on top, what stands below, newest first."""

    @gate("case.change", on=Case, rows="changeable_by", keeps_draft=True)
    def facts(request: StaffRequest, case: Case) -> HttpResponse:
        draft, resumed = kept(request)
        if request.method == "POST":
            outcome = _settle(request, kind, case, None)
            if outcome.is_saved:
                return _saved(request, kind, case, _("Eingetragen."))
            draft = None
        else:
            outcome = Outcome(kind.make(request, case, initial=resumed), 1)
        return _show(request, kind, case, outcome, draft=draft)

    return facts


def row_page(kind: Kind) -> View:
    """One row that stands, to change or to delete."""

    @gate("case.change", on=Case, rows="changeable_by", keeps_draft=True)
    def fact(request: StaffRequest, case: Case, row: UUID) -> HttpResponse:
        found = kind.row(case, row)
        draft, resumed = kept(request)
        if request.method == "POST":
            outcome = _settle(request, kind, case, found)
            if outcome.is_saved:
                return _saved(request, kind, case, _("Gespeichert."))
            draft = None
        else:
            form = kind.make(request, case, found, initial=resumed)
            outcome = Outcome(form, version_to_send(resumed, found))
        return _show(request, kind, case, outcome, draft=draft, row=found)

    return fact


def delete(kind: Kind) -> View:
    @gate("case.change", on=Case, rows="changeable_by", methods=("POST",))
    def delete_fact(request: StaffRequest, case: Case, row: UUID) -> HttpResponse:
        found = kind.row(case, row)
        if not is_as_seen(request, found):
            messages.warning(request, saved_since(found))
            return redirect(f"cases:{kind.name}_row", pk=case.pk, row=row)
        found.delete()
        return _saved(request, kind, case, _("Gelöscht."))

    return delete_fact


def _settle(request: StaffRequest, kind: Kind, case: Case, row: Any) -> Outcome:
    """Save a new row, or settle a changed one with what a colleague may have saved."""
    if row is not None:
        return settle(
            request,
            row,
            make=lambda typed: kind.make(request, case, kind.row(case, row.pk), data=typed),
            save=lambda form, version: form.store(version),
        )
    form = kind.make(request, case, data=request.POST)
    if form.is_valid():
        form.store(1)
        return Outcome(form, 1, is_saved=True)
    return Outcome(form, 1)


def _saved(request: StaffRequest, kind: Kind, case: Case, text: Any) -> HttpResponse:
    search.index([case.person])
    drafts.discard(request.user, request.path)
    messages.success(request, text)
    return redirect(f"cases:{kind.name}", pk=case.pk)


def _show(request: StaffRequest, kind: Kind, case: Case, outcome: Outcome, **more: Any) -> HttpResponse:
    context = {
        "case": case,
        "person": case.person,
        "in_hand": case.person,
        "kind": kind,
        "rows": kind.listed(case, request.user),
        "row_template": kind.row_template,
        "form": outcome.form,
        "version": outcome.version,
        "meanwhile": outcome.meanwhile,
        **more,
    }
    return render(request, "cases/facts/page.html", context)


def addresses() -> list[URLPattern]:
    """Three addresses for every kind."""
    found = []
    for kind in KINDS:
        start = f"akte/<uuid:pk>/{kind.slug}/"
        found += [
            path(start, page(kind), name=kind.name),
            path(f"{start}<uuid:row>/", row_page(kind), name=f"{kind.name}_row"),
            path(f"{start}<uuid:row>/loeschen/", delete(kind), name=f"{kind.name}_delete"),
        ]
    return found
