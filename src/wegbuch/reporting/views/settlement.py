"""The settlement by heads."""

from datetime import date

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core import clock
from wegbuch.core.handing_out import handed_out

from ..forms import DayForm
from ..outputs.kinds import OUTPUTS
from ..outputs.settlement_files import MAKERS
from ..periods import quarter_of
from ..services import settlement as money

PER_PAGE = 100
QUARTERS = 4


@gate("report.settlement", methods=("GET",))
def settlement(request: StaffRequest) -> HttpResponse:
    day, form = _day(request, request.GET)
    context = {"day": day, "form": form, "days": _reference_days(request), "found": _found(request, day)}
    files = [(ending, OUTPUTS[ending].title) for ending in MAKERS]
    return render(request, "reporting/settlement.html", {**context, "opens": _opens(request), "files": files})


@gate("report.settlement", methods=("POST",), saves_itself=True)
def settlement_file(request: StaffRequest, ending: str) -> HttpResponse:
    """The same as a file; that it left the house stands in the log."""
    if ending not in MAKERS:
        raise Http404
    day, _form = _day(request, request.POST)
    owner = request.user.organisation or request.user.district
    content = MAKERS[ending](_found(request, day), str(owner.name) if owner else "")
    with transaction.atomic():
        money.note_taken_out(day, ending, organisation=request.user.organisation_id)
    return handed_out(content, name=f"abrechnung-{day}.{ending}", content_type=OUTPUTS[ending].content_type)


@gate("report.heads", methods=("GET",))
def heads(request: StaffRequest) -> HttpResponse:
    """Everybody who counts on the day, as signs."""
    day, _form = _day(request, request.GET)
    page = Paginator(money.signs_of_heads(day), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "reporting/heads.html", {"day": day, "page": page})


def _found(request: StaffRequest, day: date) -> money.Settlement:
    if _opens(request):
        return money.of_lead(day)
    if request.user.organisation_id:
        return money.of_closed_month(day)
    if request.user.district is None:
        raise Http404
    return money.of_district(request.user.district, day, clock.today())


def _opens(request: StaffRequest) -> bool:
    return policy.allows("report.heads", request.user.roles)


def _day(request: StaffRequest, asked_for: QueryDict) -> tuple[date, DayForm]:
    """The day that is asked for; the lead may ask for any, others for the reference days only."""
    days = _reference_days(request)
    form = DayForm(asked_for if "tag" in asked_for else None, initial={"tag": days[0]}, earliest=money.earliest())
    asked = form.cleaned_data["tag"] if form.is_bound and form.is_valid() else days[0]
    return (asked if _opens(request) or asked in days else days[0]), form


def _reference_days(request: StaffRequest) -> list[date]:
    """The last days of the quarters before; with today first for whom a day more or less tells nothing new."""
    quarter = quarter_of(clock.today())
    ends = [quarter := quarter.before for _count in range(QUARTERS)]
    is_of_organisation = request.user.organisation_id and not _opens(request)
    return [*([] if is_of_organisation else [clock.today()]), *(each.last for each in ends)]
