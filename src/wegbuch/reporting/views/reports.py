"""The reports of the catalogue: which there are, and one of them as a page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.counselling import deciding
from wegbuch.counselling.models import ReportNote

from ..models import ClosedMonth
from ..outputs.kinds import OUTPUTS
from ..periods import Period, month_name
from ..places import period_query
from ..services.late import entered_late
from ..services.texts import is_for, settled, texts_of
from ..showing import shown
from .asked import Reader


@gate("report.see", methods=("GET",))
def reports(request: StaffRequest) -> HttpResponse:
    reader = Reader.of(request.user)
    closed = _closed_months() if reader.sees_everything else None
    rows = [(report, [_offer(period, closed) for period in reader.offered(report)]) for report in reader.reports]
    return render(request, "reporting/reports.html", {"reader": reader, "rows": rows})


@gate("report.see", methods=("GET",))
def report(request: StaffRequest, report: str) -> HttpResponse:
    reader = Reader.of(request.user)
    found = reader.report(report)
    period, form = reader.period(found, request.GET)
    built, waiting = reader.build(found, period)
    texts = texts_of(found, period, request.user) if reader.sees_everything else {}
    months = _months(period) if reader.sees_everything else []
    context = {
        "reader": reader,
        "built": built,
        "waiting": waiting,
        "parts": _with_texts(shown(built, opens=reader.sees_everything), texts),
        "months": months,
        "late": [month for month in months if month["late"]],
        "form": form,
        "offers": [_offer(each, None) for each in reader.offered(found)],
        "period": period,
        "query": period_query(period),
        "settled": settled(period.months) if texts else (),
        "outputs": OUTPUTS.values(),
    }
    return render(request, "reporting/report.html", {**context, **deciding.on_page(request)})


@gate("report_note.decide", on=ReportNote, methods=("POST",))
def report_text(request: StaffRequest, note: ReportNote, report: str) -> HttpResponse:
    """Take a text of this report and period into it, or leave it out."""
    reader = Reader.of(request.user)
    found = reader.report(report)
    period, _form = reader.period(found, request.POST)
    if not is_for(note, found, period):
        raise Http404
    query = period_query(period) + deciding.decide_as_asked(request, note)
    return redirect(f"{reverse('reporting:report', args=[found.id])}?{query}#texte-{note.task_area}")


def _offer(period: Period, closed: set[date] | None) -> dict[str, Any]:
    """A period with its address and, where somebody closes months, how many of them are closed."""
    state = None if closed is None else len(closed & set(period.months))
    return {"period": period, "query": period_query(period), "closed": state, "months": len(period.months)}


def _closed_months() -> set[date]:
    return set(ClosedMonth.objects.values_list("first", flat=True))


def _months(period: Period) -> list[dict[str, Any]]:
    """Each month with when it was closed, the digest of its rows and how many entries came after that."""
    kept = ClosedMonth.objects.between(period.first, period.last).values_list("first", "closed_at", "digest")
    closed = {first: {"closed_at": at, "digest": digest} for first, at, digest in kept}
    late = entered_late({first: state["closed_at"] for first, state in closed.items()})
    return [
        {"first": month, "name": month_name(month), "late": late.get(month, 0), **closed.get(month, {})}
        for month in period.months
    ]


def _with_texts(parts: Iterable[Any], texts: Mapping[str, Sequence[ReportNote]]) -> list[tuple[Any, Any]]:
    return [(part, texts.get(part.task, ()) if part.task else ()) for part in parts]
