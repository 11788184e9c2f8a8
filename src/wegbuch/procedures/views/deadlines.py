"""Fristen: which run, one of them, and who answers for it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.cases.models import Case
from wegbuch.cases.saying import said_in, said_to
from wegbuch.core import clock

from .. import check_page, deadline_page, letter_page
from ..forms.deadlines import DayForm, NewForm, ResponsibleForm
from ..models import Confirmation, Deadline
from ..services import by_hand, checks
from ..services.deadlines import open_by_hand, refuse_double

PER_PAGE = 50


@gate("deadline.read", methods=("GET",))
def deadlines(request: StaffRequest) -> HttpResponse:
    whose = request.GET.get("wessen", deadline_page.FOR_ME)
    every = deadline_page.tasks(deadline_page.rows_for(request.user, whose))
    page = Paginator(every, PER_PAGE).get_page(request.GET.get("seite"))
    shown = deadline_page.opened(list(page.object_list))
    _note_looks(request, shown)
    context = {
        "whose": whose,
        "page": page,
        "board": deadline_page.board(shown),
        "all": deadline_page.board(every),
        "rest": deadline_page.rest(every[page.end_index() :]),
        "checks": deadline_page.open_checks(request.user) if page.number == 1 else (),
        "is_stand_in": deadline_page.is_stand_in(request.user),
    }
    return render(request, "procedures/deadlines.html", context)


@gate("deadline.read", methods=("GET",))
def deadlines_today(request: StaffRequest) -> HttpResponse:
    """The panel on Heute; without script its link leads to the whole list."""
    if not request.htmx:
        return redirect("procedures:deadlines")
    rows = deadline_page.rows_for(request.user)
    shown = deadline_page.opened(deadline_page.tasks(deadline_page.of_this_week(rows)))
    _note_looks(request, shown)
    board = deadline_page.board(deadline_page.tasks(rows))
    context = {
        "tasks": shown,
        "now": len(board.now),
        "next_day": board.next_day,
        "checks": deadline_page.open_checks(request.user),
    }
    return render(request, "procedures/_deadlines_today.html", context)


def _note_looks(request: StaffRequest, shown: list[deadline_page.Task]) -> None:
    """A look at deadlines of others is a look at files; the own ones are the daily board."""
    rows = [row for task in shown for row in (task.deadline, *task.also)]
    log_looks([row for row in rows if row.responsible_id != request.user.pk], request.user, "deadline.read")


@gate("deadline.read", on=Case, methods=("GET",))
def deadlines_of_case(request: StaffRequest, case: Case) -> HttpResponse:
    rows = list(Deadline.objects.filter(person=case.person_id).select_related("responsible", "person"))
    context = {
        "case": case,
        "in_hand": case.person,
        "open": deadline_page.tasks(sorted((row for row in rows if row.is_open), key=deadline_page.urgency)),
        "is_changeable": case.is_changeable_by(request.user),
    }
    if request.htmx:
        return render(request, "procedures/_deadlines_of_case.html", context)
    context["closed"] = deadline_page.tasks(deadline_page.newest_first(row for row in rows if not row.is_open))
    return render(request, "procedures/deadlines_of_case.html", context)


@gate("deadline.read", on=Deadline, methods=("GET",))
def deadline(request: StaffRequest, row: Deadline) -> HttpResponse:
    return render(request, "procedures/deadline.html", _about(request, row))


def _about(request: StaffRequest, row: Deadline) -> dict[str, Any]:
    """What the page of one deadline shows."""
    asked = deadline_page.checks_of(row.letter)
    answered = next((check for check in reversed(asked) if check.answered_at), None)
    is_disputed = row.confirmation == Confirmation.DISPUTED
    return {
        "deadline": row,
        "in_hand": row.person,
        "case": deadline_page.case_of(row.person_id, request.user),
        "is_changeable": Deadline.objects.changeable_by(request.user).filter(pk=row.pk).exists(),
        "is_over": row.is_open and row.is_over(clock.today()),
        "box": letter_page.box_of(row) if row.rule else None,
        "unfolds_reasons": row.confirmation == Confirmation.UNCONFIRMED,
        "readings": check_page.both_readings(answered) if answered and row.letter and is_disputed else (),
        "second_day": by_hand.second_reading(row),
        "first_day": by_hand.first_day(row),
        "is_first_reader": row.entered_by_id == request.user.pk,
        "waits_for": next((check for check in reversed(asked) if not check.answered_at), None),
        "confirmation": deadline_page.confirmation(row),
        "history": deadline_page.history(row, asked),
        "reasons": row.reason.splitlines(),
        "day_form": DayForm(),
    }


@gate("deadline.change", on=Deadline, rows="changeable_by", methods=("POST",))
def deadline_touched(request: StaffRequest, row: Deadline) -> HttpResponse:
    with said_to(request):
        by_hand.take_on(row)
        messages.success(request, _("Notiert: Sie kümmern sich um diese Frist."))
    return redirect("procedures:deadline", row.pk)


@gate("deadline.change", on=Deadline, rows="changeable_by", methods=("POST",))
def deadline_confirm(request: StaffRequest, row: Deadline) -> HttpResponse:
    """The day of a deadline without a rule, typed again."""
    form = DayForm(request.POST)
    if form.is_valid():
        with said_in(form, row=row):
            by_hand.find_again(row, by=request.user, day=form.cleaned_data["day"])
            _say_result(request, row)
            return redirect("procedures:deadline", row.pk)
    return render(request, "procedures/deadline.html", {**_about(request, row), "form": form, "day_form": form})


def _say_result(request: StaffRequest, row: Deadline) -> None:
    if row.is_confirmed:
        messages.success(request, deadline_page.confirmation(row))
    else:
        messages.warning(request, checks.TWO_DAYS)


@gate("deadline.change", on=Case, rows="changeable_by")
def deadline_new(request: StaffRequest, case: Case) -> HttpResponse:
    form = NewForm(request.POST or None, person=case.person, initial={"responsible": request.user.pk})
    if request.method == "POST" and form.is_valid():
        with said_in(form, field="counts_on"):
            refuse_double(case.person, act=form.cleaned_data["act"], counts_on=form.cleaned_data["counts_on"])
            row = open_by_hand(user=request.user, person=case.person, **form.cleaned_data)
            messages.success(request, _("Frist eingetragen. Bitte lassen Sie den Tag gegenrechnen."))
            return redirect("procedures:deadline", row.pk)
    return render(request, "procedures/deadline_new.html", {"case": case, "in_hand": case.person, "form": form})


@gate("deadline.change", on=Deadline, rows="changeable_by")
def deadline_responsible(request: StaffRequest, row: Deadline) -> HttpResponse:
    form = ResponsibleForm(request.POST or None, person=row.person, initial={"responsible": row.responsible_id})
    if request.method == "POST" and form.is_valid():
        with said_in(form, row=row):
            by_hand.give_to(row, form.cleaned_data["responsible"])
            messages.success(request, _("Zuständig ist jetzt %(name)s.") % {"name": row.responsible.name})
            return redirect("procedures:deadline", row.pk)
    context = {"deadline": row, "in_hand": row.person, "form": form}
    return render(request, "procedures/deadline_responsible.html", context)
