"""What a team, or for its lead an organisation, did in a month: group offers and networking."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core.dates import month_name
from wegbuch.counselling import months
from wegbuch.counselling.forms.lists import KindFilter
from wegbuch.counselling.models import GroupOffer, NetworkEntry

from .pages import month_asked

A_PAGE = 50
CAME = F("women") + F("men") + F("diverse")


@gate("work.see", methods=("GET",))
def group_offers(request: StaffRequest) -> HttpResponse:
    context, rows = _month(request, GroupOffer.objects.visible_to(request.user), "group_offer_kinds")
    sums = rows.aggregate(count=Count("pk"), minutes=Sum("minutes"), people=Sum(CAME), children=Sum("children"))
    return render(request, "counselling/group_offers.html", {**context, "sums": sums})


@gate("work.see", methods=("GET",))
def network_entries(request: StaffRequest) -> HttpResponse:
    context, rows = _month(request, NetworkEntry.objects.visible_to(request.user), "network_kinds")
    sums = rows.aggregate(count=Count("pk"), minutes=Sum("minutes"))
    return render(request, "counselling/network_entries.html", {**context, "sums": sums})


def _month(request: StaffRequest, rows: Any, kinds: str) -> tuple[dict[str, Any], QuerySet[Any]]:
    """The month in the address, narrowed to what was chosen, and its rows."""
    month, form = month_asked(request), KindFilter(request.GET, kinds=kinds)
    rows = rows.counted(month, months.last_day(month)).filter(**form.chosen(request.user))
    related = "facility" if kinds == "group_offer_kinds" else "office"
    shown = rows.order_by("-held_on", "-entered_at").select_related("author", related)
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("seite"))
    context = {"page": page, "filter": form, "may_record": policy.allows("work.record", request.user.roles)}
    return {**context, **month_context(month)}, rows


def month_context(month: Any) -> dict[str, Any]:
    """A month with the ways to its neighbours."""
    return {
        "month": month,
        "month_name": month_name(month),
        "month_before": months.before(month),
        "month_after": months.after(month) if month < months.this() else None,
    }
