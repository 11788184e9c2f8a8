"""A report taken out as a file: at once, or in the background if it takes long."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wegbuch.access import sessions
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core.handing_out import handed_out

from ..catalogue import Report
from ..outputs.kinds import OUTPUTS
from ..outputs.paper import NO_PDF, NotSet
from ..periods import Period
from ..places import period_query
from ..services import files, orders
from .asked import Reader


@gate("report.see", methods=("POST",), saves_itself=True)
def report_file(request: StaffRequest, report: str, ending: str) -> HttpResponse:
    reader = Reader.of(request.user)
    found = reader.report(report)
    if ending not in OUTPUTS:
        raise Http404
    period, _chosen = reader.period(found, request.POST)
    return _file(request, reader, found, period, ending)


@gate("report.proof", methods=("POST",), saves_itself=True)
def proof(request: StaffRequest, report: str) -> HttpResponse:
    """The records of a report without names, for whoever gave the password a moment ago."""
    reader = Reader.of(request.user)
    found = reader.report(report)
    period, _chosen = reader.period(found, request.POST)
    if not sessions.is_fresh(request):
        return redirect(f"{reverse('access:unlock')}?{urlencode({'next': _page_of(found, period)})}")
    return _file(request, reader, found, period, files.PROOF)


def _file(request: StaffRequest, reader: Reader, report: Report, period: Period, ending: str) -> HttpResponse:
    """A coordination has no organisation and so no place for a file: it waits for it."""
    if reader.sees_everything and orders.takes_long(report, period):
        return redirect(orders.order(report, period, ending, user=reader.user))
    return _at_once(request, reader, report, period, ending)


def _at_once(request: StaffRequest, reader: Reader, report: Report, period: Period, ending: str) -> HttpResponse:
    """The bytes are made before the short transaction that notes it, so that nobody waits for them."""
    try:
        file = _made(reader, report, period, ending)
    except NotSet:
        messages.error(request, NO_PDF)
        return redirect(_page_of(report, period))
    with transaction.atomic():
        files.note_taken_out(report, period, ending, organisation=reader.user.organisation_id)
    return handed_out(file.content, name=file.name, content_type=file.content_type)


def _made(reader: Reader, report: Report, period: Period, ending: str) -> files.File:
    """raises  NotSet"""
    if reader.sees_everything:
        return files.of_organisation(report, period, ending, user=reader.user)
    built, _waiting = reader.build(report, period)
    return files.report_file(built, ending, {})


def _page_of(report: Report, period: Period) -> str:
    return f"{reverse('reporting:report', args=[report.id])}?{period_query(period)}"
