"""The page that a number opens: what it was counted from, line by line and without names."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wegbuch.access.gate import StaffRequest, gate

from .. import opened
from ..catalogue import Report
from ..counting.records import Records, records_of
from ..counting.tables import ALL, count, number, units
from ..outputs.words import TOGETHER, written
from ..periods import Period
from ..places import Asked, NoSuchNumber, asked, period_query, refuse_unknown_keys
from ..services.ledgers import ledger_of, pseudonyms
from .asked import Reader

PER_PAGE = 50


@gate("report.organisation", methods=("GET",))
def counted(request: StaffRequest, report: str) -> HttpResponse:
    reader = Reader.of(request.user)
    found = reader.report(report)
    period, _form = reader.period(found, request.GET)
    if "mass" not in request.GET:
        return redirect(f"{reverse('reporting:report', args=[found.id])}?{period_query(period)}")
    place, records = _place(found, request, period)
    sheet, lines = opened.sheet_of(found, place), list(units(place.place, records))
    rows = sheet.signed(lines, pseudonyms().at, found, period)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "report": found,
        "period": period,
        "query": period_query(period),
        "asked": place,
        "where": _where(place),
        "number": written(place.place.measure, number(place.place.measure, lines)),
        "how_made": opened.how_made(place.place.measure),
        "has_signs": bool(sheet.sign),
        "heads": opened.heads(sheet),
        "number_heads": opened.number_heads(sheet),
        "lines": opened.lines(sheet, page.object_list),
        "page": page,
    }
    return render(request, "reporting/counted.html", context)


def _place(report: Report, request: StaffRequest, period: Period) -> tuple[Asked, Records]:
    """The number of the address with everything that is counted in the period.

    raises  Http404 for a number the report does not have
    """
    try:
        place = asked(report, request.GET.dict())
        records = records_of(ledger_of(period))
        if place.table is not None:
            refuse_unknown_keys(place, count(place.section, place.table, records, period.month_keys))
    except NoSuchNumber:
        raise Http404 from None
    return place, records


def _where(asked: Asked) -> list[str]:
    """Words for where the number stands: section, row, column."""
    place = asked.place
    words = [asked.section.title]
    for dimension, key in ((place.rows, place.row), (place.columns, place.column)):
        if dimension is not None:
            words.append(f"{dimension.title}: {TOGETHER if key == ALL else dimension.label(key)}")
    return words
