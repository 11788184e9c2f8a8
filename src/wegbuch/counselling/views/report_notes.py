"""Für den Sachbericht: texts without names, from a contact, from work, or from a list of their own."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access import drafts, policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.drafted import kept, version_to_send
from wegbuch.cases.forms.meanwhile import Outcome, settle
from wegbuch.cases.models import Case
from wegbuch.cases.saying import said_to
from wegbuch.counselling import deciding, report_notes
from wegbuch.counselling.forms.report_notes import ReportNoteForm
from wegbuch.counselling.models import NETWORKING, Contact, GroupOffer, NetworkEntry, ReportNote, ReportNoteState

from .pages import month_asked
from .work_lists import month_context

A_PAGE = 50


@gate("report_note.see", methods=("GET",))
def report_note_list(request: StaffRequest) -> HttpResponse:
    month = month_asked(request)
    rows = ReportNote.objects.visible_to(request.user).for_period(month, month).select_related("author")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("seite"))
    may_write, may_decide = (policy.allows(f"report_note.{do}", request.user.roles) for do in ("write", "decide"))
    context = {
        "page": page,
        "may_write": may_write,
        "may_decide": may_decide,
        "is_settled": report_notes.is_settled(month),
        "states": ReportNoteState.choices,
    }
    fixed = {**deciding.on_page(request), **month_context(month)}
    return render(request, "counselling/report_notes.html", {**context, **fixed})


@gate("report_note.write", keeps_draft=True)
def report_note_new(request: StaffRequest) -> HttpResponse:
    return _new(request, {}, month_asked(request))


@gate("report_note.write", on=Contact, keeps_draft=True)
def report_note_of_contact(request: StaffRequest, contact: Contact) -> HttpResponse:
    cases = list(Case.objects.visible_to(request.user).filter(participations__contact=contact).select_related("person"))
    beside = {"contact": contact, "in_hand": [case.person for case in cases]}
    return _new(request, beside, contact.held_on, contact.task_area)


@gate("report_note.write", on=GroupOffer, rows="of_team", keeps_draft=True)
def report_note_of_offer(request: StaffRequest, row: GroupOffer) -> HttpResponse:
    return _new(request, {"group_offer": row}, row.held_on, row.task_area)


@gate("report_note.write", on=NetworkEntry, rows="of_team", keeps_draft=True)
def report_note_of_networking(request: StaffRequest, row: NetworkEntry) -> HttpResponse:
    return _new(request, {"network_entry": row}, row.held_on, NETWORKING)


@gate("report_note.write", on=ReportNote, rows="written_by", keeps_draft=True)
def report_note_change(request: StaffRequest, row: ReportNote) -> HttpResponse:
    draft, resumed = kept(request)
    if request.method != "POST":
        form = ReportNoteForm(author=request.user, row=row, initial=_as_written(row) | resumed)
        return _page(request, Outcome(form, version_to_send(resumed, row)), row=row, draft=None if resumed else draft)
    outcome = settle(request, row, make=lambda typed: _form(row, typed), save=_save(row))
    if not outcome.is_saved:
        return _page(request, outcome, row=row)
    drafts.discard(request.user, request.path)
    messages.success(request, _("Gespeichert."))
    return redirect(_list_of(row))


@gate("report_note.write", on=ReportNote, rows="written_by", methods=("POST",))
def report_note_delete(request: StaffRequest, row: ReportNote) -> HttpResponse:
    drafts.discard(request.user, reverse("counselling:report_note_change", args=[row.pk]))
    with said_to(request):
        report_notes.delete(row)
        messages.success(request, _("Der Text ist gelöscht."))
    return redirect(_list_of(row))


@gate("report_note.decide", on=ReportNote, methods=("POST",))
def report_note_decide(request: StaffRequest, row: ReportNote) -> HttpResponse:
    return redirect(_list_of(row) + deciding.decide_as_asked(request, row))


def _new(request: StaffRequest, beside: dict[str, Any], day: Any, task_area: int | None = None) -> HttpResponse:
    """A new text, written beside what it came from."""
    draft, resumed = kept(request)
    first = {"month": day.replace(day=1).isoformat(), "task_area": str(task_area or "")}
    contact = beside.get("contact")
    form = ReportNoteForm(request.POST or None, author=request.user, contact=contact, initial=first | resumed)
    source = {name: row for name, row in beside.items() if name != "in_hand"}
    if request.method == "POST" and form.is_valid() and (note := _written(request, form, source)):
        drafts.discard(request.user, request.path)
        messages.success(request, _("Der Text ist für den Sachbericht vorgeschlagen."))
        return redirect(_list_of(note))
    is_asked = request.method == "GET" and not resumed
    return _page(request, Outcome(form, 1), draft=draft if is_asked else None, **beside)


def _written(request: StaffRequest, form: ReportNoteForm, source: dict[str, Any]) -> ReportNote | None:
    """Keep the text; None with the reason at the form where it is not possible."""
    try:
        return report_notes.write(author=request.user, **form.cleaned_data, **source)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return None


def _as_written(row: ReportNote) -> dict[str, Any]:
    return {"month": row.month.isoformat(), "task_area": str(row.task_area), "text": row.text}


def _form(row: ReportNote, typed: Any) -> ReportNoteForm:
    fresh = ReportNote.objects.filter(pk=row.pk).first() or row
    return ReportNoteForm(typed, author=row.author, contact=row.contact, row=fresh, initial=_as_written(fresh))


def _save(row: ReportNote) -> Any:
    return lambda form, version: report_notes.change(row, version=version, **form.cleaned_data)


def _list_of(note: ReportNote) -> str:
    return f"{reverse('counselling:report_notes')}?monat={note.month:%Y-%m}"


def _page(request: StaffRequest, outcome: Outcome, **context: Any) -> HttpResponse:
    fixed = {
        "form": outcome.form,
        "version": outcome.version,
        "meanwhile": outcome.meanwhile,
        "list_url": reverse("counselling:report_notes"),
        "discard_url": reverse("access:discard_draft"),
        "resume_url": f"{request.path}?entwurf=1",
    }
    return render(request, "counselling/report_note_form.html", {**fixed, **context})
