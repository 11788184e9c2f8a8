"""The log, for the data protection officer: who read or changed what, and why."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wegbuch.core import areas, clock, readonly

from .. import words
from ..forms import LogFilterForm
from ..gate import StaffRequest, gate
from ..log import Look, chain_name, keep_reads
from ..models import AuditEvent, ReadEvent, User

PER_PAGE = 50
FILTER = "log_filter"


@gate("log.see")
def log(request: StaffRequest) -> HttpResponse:
    """The filter is kept in the session, so that no case number stands in an address."""
    if request.method == "POST":
        is_cleared = "clear" in request.POST
        chosen = {name: request.POST.get(name, "") for name in LogFilterForm.base_fields}
        request.session[FILTER] = {} if is_cleared else chosen
        return redirect("access:log")
    chosen = request.session.get(FILTER) or {}
    form = LogFilterForm(chosen, user=request.user)
    content = form.cleaned_data if form.is_valid() else {}
    kind = AuditEvent if content.get("kind") == "changes" else ReadEvent
    _keep_own_look(kind, request.user)
    page = Paginator(_events(kind, content, request.user), PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": page,
        "is_reads": kind is ReadEvent,
        "is_filtered": any(chosen.values()),
        **_names(page.object_list),
    }
    return render(request, "access/log.html", context)


def _keep_own_look(kind: Any, user: User) -> None:
    """Who watches is seen too: the look stands in the log before anything of it is shown."""
    look = Look("log", "reads" if kind is ReadEvent else "changes", None, "log.see")
    if user.organisation_id:
        with readonly.writing_down_the_look():
            keep_reads(user.pk, user.organisation_id, [look])


def _events(kind: Any, content: dict[str, Any], user: User) -> Any:
    events = kind._default_manager.filter(chain=chain_name(kind, user.organisation_id)).order_by("-number")
    if content.get("user"):
        events = events.filter(user=content["user"].pk)
    if content.get("subject"):
        found = [pk for finder in areas.subject_finders for pk in finder(content["subject"])]
        events = events.filter(subject__in=found)
    if content.get("first"):
        events = events.filter(at__gte=_midnight(content["first"]))
    if content.get("last"):
        events = events.filter(at__lt=_midnight(content["last"] + timedelta(days=1)))
    return events


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.BERLIN)


def _names(events: Any) -> dict[str, Any]:
    rows = list(events)
    accounts = {row.user for row in rows if row.user}
    accounts |= {UUID(row.object_id) for row in rows if _is_about_an_account(row)}
    staff = dict(User.objects.filter(pk__in=accounts).values_list("pk", "name"))
    subjects = [row.subject for row in rows if row.subject]
    labels = {pk: label for plugged in areas.subject_labels for pk, label in plugged(subjects).items()}
    for row in rows:
        row.user_name, row.subject_label = staff.get(row.user, _part(row)), labels.get(row.subject, "")
        row.deed = words.look(row.what, row.purpose) if isinstance(row, ReadEvent) else _change(row, staff)
    return {"events": rows}


def _part(row: Any) -> str:
    """The part of the program that acted where no person did."""
    return getattr(row, "part", "")


def _is_about_an_account(row: Any) -> bool:
    return getattr(row, "model", "") == User._meta.label_lower


def _change(row: AuditEvent, staff: dict[UUID, str]) -> str:
    whose = [staff.get(UUID(row.object_id), "")] if _is_about_an_account(row) else []
    return " ".join(filter(None, [words.thing(row.model), *whose, words.deed(row.action)]))
