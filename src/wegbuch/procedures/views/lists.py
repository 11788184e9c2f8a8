"""Lists of deadlines, of what lacks one, and the paper list for an emergency."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.cases.saying import said_to
from wegbuch.core import clock

from .. import lists as found
from ..forms.lists import OnPaperForm
from ..services import papers as paper_services
from ..services import rechecks

PER_PAGE = 50
# Name of the address, what the list holds, and how much of it waits.
LISTS: tuple[tuple[str, Any, Callable[[User], int]], ...] = (
    ("list_week", gettext_lazy("Diese Woche"), lambda user: sum(part.count for part in found.week(user))),
    ("list_unconfirmed", gettext_lazy("Unbestätigt"), lambda user: found.unconfirmed(user).count()),
    ("recheck", gettext_lazy("Neu gerechnet"), lambda user: len(rechecks.changes(user))),
    (
        "list_without_step",
        gettext_lazy("Ohne nächsten Schritt"),
        lambda user: found.cases_without_step(user).count() + found.proceedings_without_step(user).count(),
    ),
    ("list_papers", gettext_lazy("Papiere laufen ab"), lambda user: len(_papers(user))),
    ("list_rules", gettext_lazy("Regeln, lange nicht geprüft"), lambda user: len(found.unchecked_rules(clock.today()))),
)


@gate("deadline.read", methods=("GET",))
def lists(request: StaffRequest) -> HttpResponse:
    rows = [(f"procedures:{name}", label, count(request.user)) for name, label, count in LISTS]
    return render(request, "procedures/_lists.html" if request.htmx else "procedures/lists.html", {"lists": rows})


@gate("deadline.read", methods=("GET",))
def week(request: StaffRequest) -> HttpResponse:
    parts = found.week(request.user)
    note_looks(request, [row for part in parts for day in part.days for row in day.rows])
    today = clock.today()
    context = {"parts": parts, "count": sum(part.count for part in parts), "last": found.week_ends(today)}
    return render(request, "procedures/list_week.html", context | {"today": today})


@gate("deadline.read", methods=("GET",))
def unconfirmed(request: StaffRequest) -> HttpResponse:
    page = page_of(request, found.unconfirmed(request.user))
    note_looks(request, page.object_list)
    context = {"page": page, "count": page.paginator.count, "today": clock.today()}
    return render(request, "procedures/list_unconfirmed.html", context)


@gate("deadline.read", methods=("GET",))
def without_step(request: StaffRequest) -> HttpResponse:
    page = page_of(request, found.cases_without_step(request.user))
    proceedings = list(found.proceedings_without_step(request.user))
    running = found.running_proceedings(page.object_list)
    files = found.files_of(request.user, {row.person_id for row in proceedings})
    note_looks(request, [*page.object_list, *proceedings])
    context = {
        "page": page,
        "cases": [(case, running.get(case.person_id, [])) for case in page.object_list],
        "proceedings": [(row, files[row.person_id]) for row in proceedings],
        "count": page.paginator.count + len(proceedings),
        "today": clock.today(),
    }
    return render(request, "procedures/list_without_step.html", context)


@gate("deadline.read", methods=("GET",))
def papers(request: StaffRequest) -> HttpResponse:
    rows = _papers(request.user)
    page = page_of(request, rows)
    note_looks(request, [paper.case for paper in page.object_list])
    context = {"page": page, "count": len(rows), "today": clock.today()}
    return render(request, "procedures/list_papers.html", context)


@gate("deadline.change", on=Case, rows="changeable_by", methods=("POST",))
def residence_deadline(request: StaffRequest, case: Case, row: UUID) -> HttpResponse:
    paper = paper_services.paper_of(case, row, clock.today())
    if paper is None:
        raise Http404
    with said_to(request):
        deadline = paper_services.open_deadline(paper, user=request.user)
        messages.success(request, _("Frist angelegt: %(act)s.") % {"act": deadline.act})
        return redirect("procedures:deadline", pk=deadline.pk)
    return redirect("procedures:list_papers")


@gate("deadline.read", methods=("GET",))
def rules(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    rows = found.unchecked_by_document(request.user, today)
    context = {"documents": rows, "count": sum(len(row.rules) for row in rows), "today": today}
    return render(request, "procedures/list_rules.html", context)


@gate("deadline.emergency_list")
def emergency(request: StaffRequest) -> HttpResponse:
    sheets = found.emergency_sheets(request.user)
    rows = [row for sheet in sheets for row in sheet.rows]
    form = OnPaperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        log_looks([row.deadline for row in rows], request.user, "deadline.emergency_list")
        context = {"sheets": sheets, "made_at": clock.now(), "reason": form.cleaned_data["reason"]}
        return render(request, "procedures/emergency_sheets.html", context | {"count": len(rows)})
    return render(request, "procedures/emergency.html", {"form": form, "count": len(rows)})


def _papers(user: User) -> list[paper_services.Paper]:
    return paper_services.running_out(found.working_cases(user), clock.today())


def page_of(request: StaffRequest, rows: Any) -> Page[Any]:
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    page.object_list = list(page.object_list)
    return page


def note_looks(request: StaffRequest, rows: Any) -> None:
    """Write down the look at files outside the user's own case teams."""
    if foreign := found.foreign(rows, request.user):
        log_looks(foreign, request.user, "deadline.read")
