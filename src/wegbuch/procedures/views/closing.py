"""Deadlines end, open again, or are asked for again too late."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.saying import said_in
from wegbuch.core import clock, dates
from wegbuch.core.middleware import takes_files

from .. import law
from ..forms.deadlines import EndForm, KeepForm, LateForm, ReasonForm
from ..models import Deadline, DeadlineState
from ..services import closing, late

WITHOUT_PROOF = "ohne"


@takes_files
@gate("deadline.change", on=Deadline, rows="changeable_by", saves_itself=True)
def deadline_close(request: StaffRequest, row: Deadline) -> HttpResponse:
    if not row.is_open:
        return redirect("procedures:deadline", row.pk)
    companions = list(closing.companions(row))
    is_end = request.POST.get("art") == WITHOUT_PROOF
    sent = request.POST if request.method == "POST" else None
    keep = KeepForm(
        None if is_end else sent, request.FILES or None, user=request.user, companions=companions, auto_id="k_%s"
    )
    end = EndForm(sent if is_end else None, companions=companions, auto_id="e_%s")
    form: KeepForm | EndForm = end if is_end else keep
    if sent is not None and form.is_valid() and _closed(request, row, form):
        return redirect("procedures:deadline", row.pk)
    context = {
        "deadline": row,
        "in_hand": row.person,
        "keep": keep,
        "end": end,
        "form": form,
        "is_over": row.is_over(clock.today()),
    }
    return render(request, "procedures/deadline_close.html", context)


def _closed(request: StaffRequest, row: Deadline, form: KeepForm | EndForm) -> bool:
    """Whether the deadline is closed now; else the form says why not."""
    with said_in(form):
        if isinstance(form, KeepForm):
            given = {name: form.cleaned_data[name] for name in ("sent_on", "proof", "papers", "sentence")}
            closing.keep(row, by=request.user, together=form.rows_together(), **given)
        else:
            _end(request, row, form)
        messages.success(request, _("Abgeschlossen: %(state)s.") % {"state": row.get_state_display()})
        return True
    return False


def _end(request: StaffRequest, row: Deadline, form: EndForm) -> None:
    end = closing.miss if form.cleaned_data["state"] == DeadlineState.MISSED else closing.withdraw
    end(row, by=request.user, reason=form.cleaned_data["reason"], together=form.rows_together())


@gate("deadline.change", on=Deadline, rows="changeable_by")
def deadline_reopen(request: StaffRequest, row: Deadline) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_in(form, row=row):
            closing.reopen(row, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Die Frist läuft wieder."))
            return redirect("procedures:deadline", row.pk)
    return render(request, "procedures/deadline_reopen.html", {"deadline": row, "in_hand": row.person, "form": form})


@gate("deadline.change", on=Deadline, rows="changeable_by")
def deadline_late(request: StaffRequest, row: Deadline) -> HttpResponse:
    form = LateForm(request.POST or None, asks_reason=row.is_open, initial={"rule": late.rule_for(row)})
    if request.method == "POST" and form.is_valid():
        with said_in(form, row=row):
            made = late.ask_for_reinstatement(row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Eingetragen: Wiedereinsetzung bis %(day)s.") % {"day": _day(made)})
            return redirect("procedures:deadline", made.pk)
    context = {
        "deadline": row,
        "in_hand": row.person,
        "form": form,
        "is_over": row.is_over(clock.today()),
        "rule": law.book().get(late.rule_for(row)),
        "answer": _answer_for_today(row),
    }
    return render(request, "procedures/deadline_late.html", context)


def _answer_for_today(row: Deadline) -> dict[str, Any] | None:
    """What follows if the obstacle fell away today; None while there is still time."""
    if not row.is_over(clock.today()):
        return None
    found = late.reinstatement(row, rule=late.rule_for(row), obstacle_removed_on=clock.today())
    return {**law.as_object(found), "is_over": found.last_day is None or found.last_day < clock.today()}


def _day(row: Deadline) -> str:
    return dates.with_weekday(row.counts_on) if row.counts_on else ""
