"""The lead's view of the caseload: who answers for which case, without its content."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible

from ..forms.team import NOBODY, AssignmentFilterForm, CaseTeamForm
from ..models import Case
from ..services import assignment, cases

PER_PAGE = 50


@gate("case.without_content", methods=("GET",))
def assignments(request: StaffRequest) -> HttpResponse:
    workers = cases.workers()
    form = AssignmentFilterForm(request.GET, workers=workers)
    chosen = form.cleaned_data["wer"] if form.is_valid() else ""
    worker = next((user for user in workers if str(user.pk) == chosen), None)
    found = assignment.running_cases(worker=worker, is_unassigned=chosen == NOBODY)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": page,
        "lines": assignment.lines(page.object_list),
        "unassigned": assignment.running_cases(is_unassigned=True).count(),
    }
    return render(request, "cases/change/assignments.html", context)


@gate("case.assign", on=Case, rows="assignable_by")
def case_team(request: StaffRequest, case: Case) -> HttpResponse:
    now = assignment.team_of(case)
    form = CaseTeamForm(
        request.POST if request.method == "POST" else None,
        workers=cases.workers(),
        initial={"users": [str(user.pk) for user in now], "seen": " ".join(str(user.pk) for user in now)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            cases.set_team(case, form.chosen(), seen=form.seen_team())
        except cases.TeamChanged:
            messages.warning(request, _("Das Fallteam wurde inzwischen gespeichert. Bitte sehen Sie noch einmal nach."))
            return redirect("cases:case_team", pk=case.pk)
        except NotPossible as problem:
            form.add_error("users", str(problem))
        else:
            messages.success(request, _("Fallteam geändert: Akte %(number)s.") % {"number": case.number})
            return redirect("cases:assignments")
    [line] = assignment.lines([case])
    return render(request, "cases/change/case_team.html", {"form": form, "line": line})
