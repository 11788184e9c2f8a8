"""Who is affected: by a day on which the law changes, or by a new book."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Case
from wegbuch.core import clock

from .. import affected_page, impact
from ..affected_page import Comparison, FileRows, WorkList
from ..forms.affected import ChangeForm, SeenForm
from ..models import SeenChange
from ..services import affected as services
from ..services import books
from .looks import note_foreign

PER_PAGE = 50


@gate("impact.read", methods=("GET",))
def affected(request: StaffRequest) -> HttpResponse:
    form = ChangeForm(request.GET if request.GET else None)
    if form.is_bound and not form.is_valid():
        return _page(request, form, None)
    asked = form.cleaned_data if form.is_bound else {}
    comparison = _comparison(asked)
    if comparison is None:
        messages.warning(request, _("Dieses ältere Regelbuch gibt es hier nicht mehr. Bitte wählen Sie neu."))
        return redirect("entitlements:affected")
    return _page(request, _filled(comparison, asked.get("thema", "")), comparison, asked.get("thema", ""))


@gate("impact.note", on=Case, rows="changeable_by", methods=("POST",))
def affected_seen(request: StaffRequest, case: Case) -> HttpResponse:
    form = SeenForm(request.POST, auto_id=_auto_id(case, request.POST.get("rule", "")))
    comparison = affected_page.of_key(request.POST.get("change", ""), clock.today())
    topic = request.POST.get("topic", "")
    if comparison is None:
        messages.warning(request, services.NOT_AFFECTED)
        return redirect("entitlements:affected")
    if not form.is_valid():
        return _page(request, _filled(comparison, topic), comparison, topic, sent=(case, form))
    try:
        _see(request, case, comparison, form.cleaned_data)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    return redirect(_address(comparison, topic))


@gate("impact.note", on=SeenChange, rows="changeable_by", methods=("POST",))
def affected_open(request: StaffRequest, mark: SeenChange) -> HttpResponse:
    comparison = affected_page.of_key(mark.change, clock.today())
    try:
        services.take_back(mark, user=request.user)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("Ihr Vermerk ist weg. Die Notiz auch."))
    return redirect(_address(comparison, "") if comparison else "entitlements:affected")


def _see(request: StaffRequest, case: Case, comparison: Comparison, sent: dict[str, Any]) -> None:
    """Only what the change really does to this file can be ticked off."""
    mine = affected_page.work_list(request.user, comparison, clock.today(), topic=sent["topic"], only=case)
    names = mine.names(sent["rule"], sent["kind"])
    marks = services.see(case, user=request.user, change=comparison.key, rules=names, note=sent["note"])
    said = ngettext("Als gesehen vermerkt.", "%(count)s Änderungen als gesehen vermerkt.", len(marks))
    messages.success(request, said % {"count": len(marks)})


def _comparison(asked: dict[str, Any]) -> Comparison | None:
    """What was asked for; the change that comes next where nothing was."""
    today = clock.today()
    if asked.get("seit"):
        return affected_page.of_book(asked["seit"], today)
    return affected_page.of_day(asked.get("tag") or affected_page.next_change(today).first)


def _filled(comparison: Comparison, topic: str) -> ChangeForm:
    return ChangeForm(initial={**comparison.choice, "thema": topic})


def _page(
    request: StaffRequest,
    form: ChangeForm,
    comparison: Comparison | None,
    topic: str = "",
    *,
    sent: tuple[Case, SeenForm] | None = None,
) -> HttpResponse:
    today, found = clock.today(), WorkList()
    try:
        if comparison:
            found = affected_page.work_list(request.user, comparison, today, topic=topic)
    except NotPossible as problem:
        messages.warning(request, str(problem))
        comparison = None
    page = Paginator(found.files, PER_PAGE).get_page(request.GET.get("seite"))
    start = {"change": comparison.key if comparison else "", "topic": topic}
    page.object_list = [_with_forms(each, request.user, start, sent) for each in page.object_list]
    note_looks(request, [each.case for each in page.object_list] + [case for case, _count in found.unclear])
    context = {
        "form": sent[1] if sent else form,
        "choice": form,
        "comparison": comparison,
        "list": found,
        "page": page,
        "coming": [change for change in impact.calendar() if change.last > today],
        "past": [change for change in reversed(impact.calendar()) if change.last <= today],
        "books": books.earlier(),
        "today": today,
    }
    return render(request, "entitlements/affected.html", context)


def _with_forms(each: FileRows, user: User, start: dict[str, str], sent: tuple[Case, SeenForm] | None) -> FileRows:
    """Every row with its own form; the one that was sent keeps what was typed."""
    start = start | {"kind": each.kind}
    rows = []
    for row in each.rows:
        mine = next((mark for mark in row.marks if mark.entered_by_id == user.pk), None)
        own = start | {"rule": row.rule.id, "note": mine.note if mine else ""}
        form = SeenForm(initial=own, auto_id=_auto_id(each.case, row.rule.id))
        is_sent = sent is not None and sent[0] == each.case and sent[1].data.get("rule") == row.rule.id
        if sent and is_sent:
            form = sent[1]
        rows.append(replace(row, form=form, is_mine=mine is not None, is_written=is_sent))
    return replace(each, rows=tuple(rows), form=SeenForm(initial=start, auto_id=_auto_id(each.case, each.kind)))


def _auto_id(case: Case, name: str) -> str:
    return f"{case.pk}-{name}-%s"


def note_looks(request: StaffRequest, cases: list[Case]) -> None:
    """Write down the look at files outside the user's own case teams."""
    note_foreign(request, ((case, case) for case in cases), "impact.read")


def _address(comparison: Comparison, topic: str) -> str:
    return f"{reverse('entitlements:affected')}?{affected_page.address(comparison, topic)}"
