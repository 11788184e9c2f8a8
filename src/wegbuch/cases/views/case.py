"""The page of one case, and what the other rooms answer on it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from wegbuch.access import parts, policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.models import User
from wegbuch.core import areas

from .. import kept_searches
from ..case_page import case_page
from ..models import Case


@dataclass(frozen=True)
class Neighbour:
    """What another room answers on this page. content: "" until it was asked, and where that failed."""

    label: Any
    url: str
    content: str = ""


@gate("case.read", on=Case, methods=("GET",))
def case(request: StaffRequest, case: Case) -> HttpResponse:
    page = case_page(case, request.user)
    context = {
        "page": page,
        "case": case,
        "person": page.person,
        "in_hand": page.person,
        "panels": neighbours("case", case, request.user),
        "sealed": neighbours("case_sealed", case, request.user),
        "list_url": _list_url(request),
    }
    return render(request, "cases/case.html", context)


@gate("case.read", on=Case, methods=("GET",), is_of_parts=True)
def case_panels(request: StaffRequest, case: Case) -> HttpResponse:
    """What all of them answer, in one go; without script every panel is a link to its own page."""
    if not request.htmx:
        return redirect(case)
    offered = _offered("case", request.user)
    answers = parts.answers([panel.url_name for panel in offered], request, case)
    shown = [
        _answered(panel, case, answers[panel.url_name])
        for panel in offered
        if panel.url_name in answers and _is_shown(answers[panel.url_name])
    ]
    return render(request, "cases/_panels.html", {"panels": shown, "is_answered": True})


def _is_shown(answer: HttpResponse | None) -> bool:
    """A part that failed says so; one that has nothing to say goes away, as it would by itself."""
    return answer is None or (answer.status_code == 200 and answer.get("HX-Reswap") != "delete")


def _answered(panel: areas.Panel, case: Case, answer: HttpResponse | None) -> Neighbour:
    content = mark_safe(answer.content.decode()) if answer else ""  # noqa: S308 rendered by the view of the panel
    return Neighbour(panel.label, reverse(panel.url_name, args=[case.pk]), content)


def neighbours(page: str, row: Any, user: User) -> list[Neighbour]:
    """The panels of other rooms on a page, those that this user may open."""
    return [Neighbour(panel.label, reverse(panel.url_name, args=[row.pk])) for panel in _offered(page, user)]


def _offered(page: str, user: User) -> list[areas.Panel]:
    return [panel for panel in areas.panels if panel.page == page and policy.allows(panel.action, user.roles)]


def _list_url(request: StaffRequest) -> str:
    """Back to the hits, for somebody who came straight from a search."""
    token = request.GET.get("suche", "")
    return reverse("cases:found", args=[token]) if kept_searches.text_of(request, token) is not None else ""
