"""The settlement by heads, and the proof file of a report."""

from datetime import date

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core import audit, clock

from ..forms import DayForm
from ..periods import month_after, quarter_of
from ..services import settlement as money
from ..services.proof import proof_file
from .asked import Reader

PER_PAGE = 100
QUARTERS = 4


@gate("report.settlement", methods=("GET",))
def settlement(request: StaffRequest) -> HttpResponse:
    day, form = _day(request)
    context = {"day": day, "form": form, "days": _reference_days(), "found": _found(request, day)}
    return render(request, "reporting/settlement.html", {**context, "opens": _opens(request)})


@gate("report.heads", methods=("GET",))
def heads(request: StaffRequest) -> HttpResponse:
    """Everybody who counts on the day, as signs."""
    day, _form = _day(request)
    page = Paginator(money.signs_of_heads(day), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "reporting/heads.html", {"day": day, "page": page})


@gate("report.proof", methods=("POST",), saves_itself=True)
def proof(request: StaffRequest, report: str) -> HttpResponse:
    """The records of a report without names; that they left the house is noted."""
    reader = Reader.of(request.user)
    found = reader.report(report)
    period, _form = reader.period(found, request.POST)
    content = proof_file(found, period, whose=reader.whose)
    which = f"{found.id} {period.first:%Y-%m} {period.last:%Y-%m} proof"
    with transaction.atomic():
        audit.write([audit.Event("exported", "reporting.report", which, request.user.organisation_id)])
    name = f"wegbuch-nachweis-{found.id}-{period.first:%Y-%m}-{period.last:%Y-%m}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _found(request: StaffRequest, day: date) -> money.Settlement:
    if request.user.organisation_id:
        return money.of_organisation(day, sees_people=_opens(request))
    if request.user.district is None:
        raise Http404
    return money.of_district(request.user.district, day)


def _opens(request: StaffRequest) -> bool:
    return policy.allows("report.heads", request.user.roles)


def _day(request: StaffRequest) -> tuple[date, DayForm]:
    """The day of the address; today where it names none. A district asks for today and ends of quarters only."""
    form = DayForm(request.GET if "tag" in request.GET else None, initial={"tag": clock.today()})
    asked = form.cleaned_data["tag"] if form.is_bound and form.is_valid() else clock.today()
    is_free = request.user.organisation_id is not None or asked in _reference_days()
    return (asked if is_free else clock.today()), form


def _reference_days() -> list[date]:
    """Today and the last days of the quarters before."""
    quarter, found = quarter_of(clock.today()), [clock.today()]
    for _count in range(QUARTERS):
        quarter = quarter_of(month_after(quarter.first, -1))
        found.append(quarter.last)
    return found
