"""Heute: what a counsellor must see this morning."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.access.models import Deputyship, User
from wegbuch.core import clock
from wegbuch.counselling import today as board
from wegbuch.counselling.models import FollowUp

from .pages import panels

FIRST, A_PAGE = 20, 50
MORNING_ENDS, EVENING_BEGINS = 11, 18


@gate("today.see", methods=("GET",))
def today(request: StaffRequest) -> HttpResponse:
    user, day = request.user, clock.today()
    open_ones = board.follow_ups(user)
    due = list(board.due(open_ones, day))
    log_looks([row for row in due if row.owner_id != user.pk], user, "today.see")
    deputyships = list(board.deputyships(user, day))
    context = {
        "greeting": greeting(),
        "first_name": user.name.split()[0],
        "today": day,
        "month": board.month_of(user, day),
        "unseen": board.unseen(user, day).count(),
        "without_step": board.without_next_step(user).count(),
        "papers": board.expiring(user, day).count(),
        "coming": board.coming(open_ones, day).count(),
        "stood_in_for": [_stand_in(row, due) for row in deputyships if row.deputy_id == user.pk],
        "deputies": [row for row in deputyships if row.absent_id == user.pk],
        "panels": panels(request, "today"),
        **_own(user, due, day),
    }
    return render(request, "counselling/today.html", context)


def greeting() -> str:
    hour = clock.now().astimezone(clock.BERLIN).hour
    if hour < MORNING_ENDS:
        return _("Guten Morgen")
    return _("Guten Tag") if hour < EVENING_BEGINS else _("Guten Abend")


def _own(user: User, due: list[FollowUp], day: Any) -> dict[str, Any]:
    own = [row for row in due if row.owner_id == user.pk]
    overdue = sum(row.due_on < day for row in own)
    return {"follow_ups": own[:FIRST], "overdue": overdue, "due_today": len(own) - overdue, "hidden": len(own[FIRST:])}


def _stand_in(row: Deputyship, due: list[FollowUp]) -> dict[str, Any]:
    return {"deputyship": row, "follow_ups": [one for one in due if one.owner_id == row.absent_id]}


@gate("today.see", methods=("GET",))
def follow_ups(request: StaffRequest) -> HttpResponse:
    """Every open follow-up of this user and of those she stands in for."""
    return render(request, "counselling/follow_ups_all.html", _paged(request, board.follow_ups(request.user)))


@gate("today.see", methods=("GET",))
def unseen(request: StaffRequest) -> HttpResponse:
    context = _paged(request, board.unseen(request.user, clock.today()).order_by("number"))
    last = board.last_seen([case.pk for case in context["rows"]])
    context["rows"] = [(case, last.get(case.pk)) for case in context["rows"]]
    return render(request, "counselling/unseen.html", context)


@gate("today.see", methods=("GET",))
def without_step(request: StaffRequest) -> HttpResponse:
    return render(
        request,
        "counselling/without_step.html",
        _paged(request, board.without_next_step(request.user).order_by("number")),
    )


@gate("today.see", methods=("GET",))
def papers(request: StaffRequest) -> HttpResponse:
    context = _paged(request, board.expiring(request.user, clock.today()))
    cases = board.own_cases(request.user).filter(person__in=[row.person_id for row in context["rows"]])
    by_person = {case.person_id: case for case in cases}
    context["rows"] = [(row, by_person[row.person_id]) for row in context["rows"]]
    return render(request, "counselling/papers.html", context)


def _paged(request: StaffRequest, rows: Any) -> dict[str, Any]:
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("seite"))
    return {"page": page, "rows": list(page.object_list), "total": page.paginator.count}
