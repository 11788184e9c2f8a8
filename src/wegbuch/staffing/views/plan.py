"""What is ahead: announced arrivals, the forecast, and the question what if."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.saying import said_in
from wegbuch.core import clock

from .. import outlook, services
from ..course import Step
from ..forms import AnnouncementForm, WhatIfForm
from ..models import Announcement
from ..picture import Bar, bars


@gate("staffing.plan", methods=("GET",))
def forecast(request: StaffRequest) -> HttpResponse:
    scope = outlook.scope_of(request.user, clock.today())
    rows = Announcement.objects.visible_to(request.user).select_related("entered_by", "corrected_by")
    ahead = list(rows.filter(month__gte=scope.day.replace(day=1)))
    steps = outlook.forecast(scope, [row for row in ahead if not hasattr(row, "corrected_by")])
    context = {
        "scope": scope,
        "sentence": outlook.forecast_in_words(scope, steps),
        "rows": _with_pictures(steps),
        "announced": ahead,
    }
    return render(request, "staffing/forecast.html", context)


@gate("staffing.announce")
def announcement_new(request: StaffRequest) -> HttpResponse:
    return _announce(request, AnnouncementForm(request.POST if request.method == "POST" else None))


@gate("staffing.announce", on=Announcement, rows="correctable_by")
def announcement_correct(request: StaffRequest, announcement: Announcement) -> HttpResponse:
    """The number that was said before stays in the list."""
    names = ("direction", "month", "number", "children", "source")
    initial = {name: getattr(announcement, name) for name in names}
    form = AnnouncementForm(request.POST if request.method == "POST" else None, initial=initial)
    return _announce(request, form, corrects=announcement)


@gate("staffing.plan", methods=("GET",))
def what_if(request: StaffRequest) -> HttpResponse:
    scope = outlook.scope_of(request.user, clock.today())
    context: dict[str, Any] = {"scope": scope}
    form = WhatIfForm(request.GET if "zahl" in request.GET else None, initial={"schluessel": int(scope.rate.amount)})
    if form.is_bound and form.is_valid():
        asked = form.question
        steps = outlook.answer(scope, asked)
        context |= {
            "question": outlook.question_in_words(asked, form.when),
            "sentence": outlook.answer_in_words(asked, steps),
            "running": outlook.running_in_words(form.cleaned_data["wann"], scope.day),
            "rows": _with_pictures(steps),
            "pattern": asked.pattern,
        }
    return render(request, "staffing/what_if.html", {**context, "form": form})


def _announce(request: StaffRequest, form: AnnouncementForm, *, corrects: Announcement | None = None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with said_in(form, field="children"):
            services.announce(by=request.user, corrects=corrects, **form.cleaned_data)
            messages.success(request, _("Die Zahl ist berichtigt.") if corrects else _("Die Zahl ist eingetragen."))
            return redirect("staffing:forecast")
    return render(request, "staffing/announcement_form.html", {"form": form, "corrects": corrects})


def _with_pictures(steps: tuple[Step, ...]) -> list[tuple[Step, Bar]]:
    return list(zip(steps, bars([(step.needed, step.filled) for step in steps]), strict=True))
