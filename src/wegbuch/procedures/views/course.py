"""The whole course of a person on one page."""

from django.http import HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.models import Case

from .. import proceeding_page as pages
from ..course import course_of


@gate("proceeding.read", on=Case, methods=("GET",))
def course(request: StaffRequest, case: Case) -> HttpResponse:
    context = {
        "case": case,
        "person": case.person,
        "in_hand": case.person,
        "course": course_of(case.person),
        "is_changeable": pages.is_changeable(case.person, request.user),
    }
    return render(request, "procedures/course.html", context)
