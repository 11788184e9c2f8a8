"""The lead's list of deadlines: days and who answers for them, without a word of their content."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.models import Team
from wegbuch.cases.saying import said_in
from wegbuch.core import clock

from .. import team_deadlines as found
from ..deadline_page import case_team
from ..forms.lists import ResponsibleForm, TeamForm
from ..models import Deadline
from ..services.assigning import assign

PER_PAGE = 50


@gate("deadline.without_content", methods=("GET",))
def team_deadlines(request: StaffRequest) -> HttpResponse:
    form = TeamForm(request.GET, teams=list(Team.objects.all()))
    rows = found.open_deadlines(team=form.chosen())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": page,
        "lines": [found.line(row) for row in page.object_list],
        "overdue": rows.filter(counts_on__lt=clock.today()).count(),
    }
    return render(request, "procedures/team_deadlines.html", context)


@gate("deadline.without_content", on=Deadline, rows="assignable_by")
def team_deadline(request: StaffRequest, deadline: Deadline) -> HttpResponse:
    form = ResponsibleForm(
        request.POST if request.method == "POST" else None,
        team=list(case_team(deadline.person_id)),
        initial={"responsible": str(deadline.responsible_id)},
    )
    line = found.line(found.open_deadlines().get(pk=deadline.pk))
    if request.method == "POST" and form.is_valid():
        with said_in(form, field="responsible"):
            assign(deadline, responsible=form.chosen())
            words = {"name": deadline.responsible.name, "number": line.number}
            messages.success(request, _("%(name)s ist jetzt zuständig: Akte %(number)s.") % words)
            return redirect("procedures:team_deadlines")
    return render(request, "procedures/team_deadline.html", {"form": form, "line": line})
