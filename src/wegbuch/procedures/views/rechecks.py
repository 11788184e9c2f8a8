"""Deadlines that the present lawbook counts otherwise: take the new day over, or stay with the old one."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.saying import said_in, said_to
from wegbuch.core import clock

from .. import recheck_page
from ..forms.lists import StayForm
from ..models import Deadline
from ..recheck_jobs import LONG, said_of_changed
from ..services import recheck_all as everything
from ..services import rechecks
from .lists import note_looks, page_of


@gate("deadline.read", methods=("GET",))
def recheck(request: StaffRequest) -> HttpResponse:
    return _list(request)


@gate("deadline.take_all")
def recheck_all(request: StaffRequest) -> HttpResponse:
    """What taking all over would do, in numbers; a POST does just that, or asks again where it is another by now."""
    outlook = everything.outlook(request.user)
    if request.method == "POST" and outlook.taken and request.POST.get("seen") == outlook.mark:
        return _take_all(request, outlook)
    if request.method == "POST":
        messages.warning(request, rechecks.OTHER_BY_NOW)
    context = {"outlook": outlook, "today": clock.today(), "is_long": outlook.taken > LONG}
    return render(request, "procedures/recheck_all.html", context)


def _take_all(request: StaffRequest, outlook: everything.Outlook) -> HttpResponse:
    if outlook.taken > LONG:
        return redirect(everything.order(outlook, user=request.user))
    taken = everything.take_over_all(request.user, shown=outlook.shown)
    if taken.written:
        _say_taken(request, taken.written)
    if taken.changed:
        messages.warning(request, said_of_changed(taken.changed))
    return redirect("procedures:recheck")


@gate("deadline.change", on=Deadline, rows="changeable_by", methods=("POST",))
def recheck_take(request: StaffRequest, deadline: Deadline) -> HttpResponse:
    with said_to(request):
        taken = rechecks.take_over(deadline, user=request.user, seen=request.POST.get("seen", ""))
        _say_taken(request, len(taken))
    return redirect("procedures:recheck")


def _say_taken(request: StaffRequest, count: int) -> None:
    said = ngettext(
        "Übernommen. Bitte lassen Sie den neuen Tag gegenrechnen.",
        "Übernommen: %(count)s Fristen. Bitte lassen Sie den neuen Tag gegenrechnen.",
        count,
    )
    messages.success(request, said % {"count": count})


@gate("deadline.change", on=Deadline, rows="changeable_by", methods=("POST",))
def recheck_stay(request: StaffRequest, deadline: Deadline) -> HttpResponse:
    form = StayForm(request.POST, auto_id=f"{deadline.pk}_%s")
    if not form.is_valid():
        return _list(request, deadline, form)
    with said_in(form, row=deadline):
        rechecks.stay(deadline, user=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Der alte Tag bleibt. Der Grund steht bei der Frist."))
        return redirect("procedures:recheck")
    return _list(request, deadline, form)


def _list(request: StaffRequest, deadline: Deadline | None = None, form: StayForm | None = None) -> HttpResponse:
    """Every row with its own form; the one that was sent keeps what was typed."""
    changes = rechecks.changes(request.user)
    page = page_of(request, changes)
    prefetch_related_objects([change.row for change in page.object_list], "person")
    note_looks(request, [change.row for change in page.object_list])
    rows = [
        {
            "change": change,
            "acts": recheck_page.acts(change.rows),
            "lines": recheck_page.lines(change),
            "reason": recheck_page.reason(change),
            "form": form if deadline in change.rows else StayForm(auto_id=f"{change.row.pk}_%s"),
            "is_open": deadline in change.rows,
        }
        for change in page.object_list
    ]
    if form and not any(row["is_open"] for row in rows):
        for sentence in form.non_field_errors():
            messages.warning(request, str(sentence))
    context = {"page": page, "rows": rows, "form": form, "count": len(changes), "today": clock.today()}
    context["can_take_all"] = any(change.fresh for change in changes) and len(changes) > 1
    return render(request, "procedures/recheck.html", context)
