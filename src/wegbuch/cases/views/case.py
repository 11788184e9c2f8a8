"""The page of one case."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.models import User
from wegbuch.core import areas

from .. import kept_searches
from ..case_page import case_page
from ..models import Case


@dataclass(frozen=True)
class Neighbour:
    """What another room answers on this page."""

    label: Any
    url: str


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


def neighbours(page: str, row: Any, user: User) -> list[Neighbour]:
    """The panels of other rooms on a page, those that this user may open."""
    return [
        Neighbour(panel.label, reverse(panel.url_name, args=[row.pk]))
        for panel in areas.panels
        if panel.page == page and policy.allows(panel.action, user.roles)
    ]


def _list_url(request: StaffRequest) -> str:
    """Back to the hits, for somebody who came straight from a search."""
    token = request.GET.get("suche", "")
    return reverse("cases:found", args=[token]) if kept_searches.text_of(request, token) is not None else ""
