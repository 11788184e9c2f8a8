"""Closing months: what is missing, the close itself, and what changed since."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from .. import periods
from ..catalogue import book
from ..models import ClosedMonth
from ..places import period_query
from ..services import closing, missing
from ..services.corrections import changed_since
from ..services.late import entered_late
from ..services.ledgers import pseudonyms

MONTHS = 12


@gate("month.see", methods=("GET",))
def months(request: StaffRequest) -> HttpResponse:
    """The last twelve months and the present one, the newest first."""
    kept = {row.first: row for row in ClosedMonth.objects.select_related("closed_by").defer("rows")}
    today = clock.today()
    asked = [periods.month_after(today, -count) for count in range(MONTHS + 1)]
    late = entered_late({first: kept[first].closed_at for first in asked if first in kept})
    rows = [_state(first, kept.get(first), late.get(first, 0)) for first in asked]
    return render(request, "reporting/months.html", {"rows": rows})


@gate("month.see", methods=("GET",))
def month(request: StaffRequest, month: str) -> HttpResponse:
    first = _first(month)
    kept = ClosedMonth.objects.filter(first=first).select_related("closed_by").first()
    context = {"first": first, "name": periods.month_name(first), "kept": kept}
    if kept is not None:
        return render(request, "reporting/month_closed.html", {**context, **_since(kept)})
    return render(request, "reporting/month_open.html", {**context, **_before(first)})


@gate("month.close", methods=("POST",))
def close_month(request: StaffRequest, month: str) -> HttpResponse:
    first = _first(month)
    try:
        closing.close_month(user=request.user, first=first)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("%(month)s ist abgeschlossen.") % {"month": periods.month_name(first)})
    return redirect("reporting:month", month=month)


@gate("month.my_gaps", methods=("GET",))
def my_gaps(request: StaffRequest, month: str) -> HttpResponse:
    """What is missing in one's own files and contacts of a month."""
    first = _first(month)
    files = missing.in_my_files(request.user, first, pseudonyms())
    log_looks(missing.of_others(files), request.user, "month.my_gaps")
    context = {
        "name": periods.month_name(first),
        "files": files,
        "contacts": missing.my_contacts_without_topic(request.user, first),
        "is_closed": ClosedMonth.objects.filter(first=first).exists(),
    }
    return render(request, "reporting/my_gaps.html", context)


def _first(text: str) -> date:
    """raises  Http404 for anything but a month that has begun and can still be closed, or is closed"""
    try:
        first = periods.read_month(text)
    except periods.NoSuchPeriod:
        raise Http404 from None
    if not closing.earliest() <= first <= clock.today():
        raise Http404
    return first


def _state(first: date, kept: ClosedMonth | None, late: int) -> dict[str, Any]:
    ended = closing.closed_from(first) <= clock.today()
    return {"first": first, "name": periods.month_name(first), "kept": kept, "has_ended": ended, "late": late}


def _before(first: date) -> dict[str, Any]:
    signs = pseudonyms()
    rows = closing.month_now(first, signs)
    found = closing.gaps(rows)
    return {
        "gaps": found,
        "colleagues": missing.by_colleague(rows, found, signs),
        "contacts": len(closing.counselling(rows)),
        "persons": sum(row.is_running for row in rows.persons),
        "closes_from": closing.closed_from(first),
        "has_ended": closing.closed_from(first) <= clock.today(),
    }


def _since(kept: ClosedMonth) -> dict[str, Any]:
    changed = changed_since(kept, book().reports["monthly"])
    return {
        "missing": [(closing.KINDS_OF_GAP[kind], number) for kind, number in kept.missing.items()],
        "moved": changed.moved,
        "corrections": changed.numbers,
        "query": period_query(periods.month_of(kept.first)),
    }
