"""The pages of counts: one's own, the organisation's, the district's."""

from contextlib import nullcontext
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.models import Case, Person
from wegbuch.core import clock, codes, replica

from .. import counts as counting
from .. import periods
from ..charts import bars
from ..district import DistrictCounts, across_district
from ..forms import PeriodForm, QuarterForm
from ..suppression import Shown

PER_PAGE = 50
QUARTERS = 8
OWN = "eigene"


@gate("count.see", methods=("GET",))
def counts(request: StaffRequest) -> HttpResponse:
    period, form = _chosen(request)
    scope = _scope(request)
    with nullcontext() if scope.is_own else replica.counting():
        report = counting.report(scope, period)
    today = clock.today()
    context = {
        **_frame_of(request, scope, period),
        "form": form,
        "report": report,
        "bars": bars(counting.TASKS, report.contacts.row_totals, report.before.row_totals, report.minutes.row_totals),
        "sums": _sums(report.contacts, report.before, report.minutes),
        "months": _months(report.contacts),
        "languages": list(zip(report.languages.rows, report.languages.row_totals, strict=True)),
        "channels": _channels(report.languages),
        "offers": [
            periods.month_of(today),
            periods.month_of(today).before,
            periods.quarter_of(today),
            periods.year_of(today),
        ],
    }
    return render(request, "reporting/counts.html", context)


@gate("count.see", methods=("GET",))
def contacts(request: StaffRequest) -> HttpResponse:
    """What a number is made of: one's own contacts one by one, those of the organisation as counts of the staff."""
    period = _asked(request)
    scope, task = _scope(request), _task(request)
    held = counting.counted(scope.contacts, period).filter(task_area__in=[task] if task else counting.TASKS)
    context = {
        **_frame_of(request, scope, period),
        "task": task,
        **held.aggregate(n=Count("pk"), minutes=Sum("minutes")),
    }
    if not scope.is_own:
        return render(request, "reporting/by_worker.html", {**context, "rows": counting.grouped(held, "author__name")})
    page = Paginator(held.with_people(request.user), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "reporting/contacts.html", {**context, "page": page})


@gate("count.own", methods=("GET",))
def people(request: StaffRequest) -> HttpResponse:
    """The people behind one's own number, as far as their files are still open to one."""
    period = _asked(request)
    scope = counting.Scope(request.user, is_own=True)
    held = counting.counselling(scope.contacts, period)
    persons = counting.people(held)
    own = Q(cases__participations__contact__in=held.values("pk"))
    visible = persons.filter(pk__in=Person.objects.visible_to(request.user).values("pk"))
    rows = visible.annotate(n=Count("cases__participations", filter=own, distinct=True)).order_by(
        "surname", "given_name"
    )
    page = Paginator(_with_cases(rows, request.user), PER_PAGE).get_page(request.GET.get("seite"))
    context = {**_frame_of(request, scope, period), "page": page, "elsewhere": persons.count() - page.paginator.count}
    return render(request, "reporting/people.html", context)


@gate("count.district", methods=("GET",))
def district(request: StaffRequest) -> HttpResponse:
    if request.user.district is None:
        raise Http404
    quarters = periods.ended_quarters(QUARTERS)
    form = QuarterForm(request.GET if "von" in request.GET else None, quarters=quarters)
    asked = form.cleaned_data["von"] if form.is_bound and form.is_valid() else ""
    period = next((each for each in quarters if f"{each.first:%Y-%m}" == asked), quarters[0])
    shown, before = (across_district(request.user.district, each) for each in (period, period.before))
    context = {
        "form": form,
        "period": period,
        "district": request.user.district,
        "shown": shown,
        "before": before,
        "bars": bars(counting.TASKS, shown.contacts.row_totals, before.contacts.row_totals, shown.minutes.row_totals),
        "sums": _sums(shown.contacts, before.contacts, shown.minutes),
        "lines": _task_lines(shown.contacts),
        "more_lines": _other_lines(shown),
    }
    return render(request, "reporting/district.html", context)


def _chosen(request: StaffRequest) -> tuple[periods.Period, PeriodForm]:
    """The period of the address, and the form to choose another by; this month where the form says what is wrong."""
    form = PeriodForm(request.GET) if "von" in request.GET else None
    period = _asked(request) if form is None or form.is_valid() else periods.month_of(clock.today())
    first = {"von": f"{period.first:%Y-%m}", "bis": f"{period.last:%Y-%m}"}
    return period, form or PeriodForm(initial=first)


def _asked(request: StaffRequest) -> periods.Period:
    """The period of the address; this month where it names none, 404 where it names a wrong one."""
    try:
        return periods.from_query(request.GET, periods.month_of(clock.today()))
    except periods.NoSuchPeriod:
        raise Http404 from None


def _scope(request: StaffRequest) -> counting.Scope:
    """A lead sees the organisation; who also counsels may ask for her own numbers."""
    leads, works = (policy.allows(action, request.user.roles) for action in ("count.organisation", "count.own"))
    return counting.Scope(request.user, is_own=not leads or (works and request.GET.get("umfang") == OWN))


def _frame_of(request: StaffRequest, scope: counting.Scope, period: periods.Period) -> dict[str, Any]:
    """What every page of one scope and period says and links to."""
    roles = request.user.roles
    has_both = policy.allows("count.organisation", roles) and policy.allows("count.own", roles)
    own = f"&umfang={OWN}" if has_both and scope.is_own else ""
    return {
        "scope": scope,
        "period": period,
        "query": period.query + own,
        "own": own,
        "has_both": has_both,
        "has_reports": policy.allows("report.see", roles),
    }


def _task(request: StaffRequest) -> int | None:
    """The task of the address; None where it names none, 404 where there is no such task."""
    text = request.GET.get("aufgabe", "")
    if text and text not in map(str, (*counting.TASKS, *counting.BESIDE)):
        raise Http404
    return int(text) if text else None


def _with_cases(persons: Any, user: Any) -> Any:
    return persons.prefetch_related(Prefetch("cases", Case.objects.visible_to(user), to_attr="open_cases"))


def _sums(contacts: Any, before: Any, minutes: Any) -> dict[str, int | None]:
    return {"contacts": contacts.total, "before": before.total, "minutes": minutes.total}


def _months(table: counting.Table) -> list[tuple[int, list[tuple[int, str]], int]]:
    """Task, each month's contacts with the address of the month, and their sum."""
    queries = [periods.month_of(month).query for month in table.columns]
    rows = zip(table.rows, table.cells, table.row_totals, strict=True)
    return [(task, list(zip(cells, queries, strict=True)), total) for task, cells, total in rows]


def _channels(table: counting.Table) -> list[tuple[str, int]]:
    """Ways of interpreting that were used."""
    return [pair for pair in zip(table.columns, table.column_totals, strict=True) if pair[1]]


def _task_lines(contacts: Shown) -> list[dict[str, Any]]:
    labels = [f"{task} {codes.label('task_areas', str(task))}" for task in counting.TASKS]
    return _lines(labels, contacts)


def _other_lines(shown: DistrictCounts) -> list[dict[str, Any]]:
    return [
        *_lines([_("Kontakte mit Sprachmittlung"), _("Kontakte ohne Sprachmittlung")], shown.interpreted),
    ]


def _lines(labels: list[str], shown: Shown) -> list[dict[str, Any]]:
    rows = zip(labels, shown.cells, shown.row_totals, strict=True)
    return [{"label": label, "cells": cells, "total": total} for label, cells, total in rows]
