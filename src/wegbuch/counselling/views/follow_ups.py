"""Follow-ups: set, done, open again, moved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.models import Case
from wegbuch.core import dates
from wegbuch.counselling import services
from wegbuch.counselling.forms.follow_ups import FollowUpForm, MoveForm
from wegbuch.counselling.models import FollowUp

from .pages import way_back


@gate("follow_up.change", on=Case)
def follow_ups_of_case(request: StaffRequest, case: Case) -> HttpResponse:
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        follow_up = services.set_follow_up(owner=request.user, case=case, **form.cleaned_data)
        messages.success(request, _("Wiedervorlage am %(day)s.") % {"day": dates.with_weekday(follow_up.due_on)})
        return redirect(way_back(request, case.get_absolute_url()))
    rows = FollowUp.objects.filter(case=case).select_related("owner")
    context = {"case": case, "in_hand": case.person, "form": form, "open": rows.open()}
    if request.htmx:
        return render(request, "counselling/_follow_ups.html", context | {"is_panel": True})
    context["done"] = rows.exclude(done_at=None).order_by("-done_at")[:10]
    return render(request, "counselling/follow_ups.html", context)


@gate("follow_up.change", on=FollowUp, methods=("POST",))
def follow_up_done(request: StaffRequest, follow_up: FollowUp) -> HttpResponse:
    services.finish(follow_up)
    undo = reverse("counselling:follow_up_reopen", args=[follow_up.pk])
    messages.success(request, _("Wiedervorlage erledigt."), extra_tags=f"undo:{undo}")
    return redirect(way_back(request, reverse("counselling:today")))


@gate("follow_up.change", on=FollowUp, methods=("POST",))
def follow_up_reopen(request: StaffRequest, follow_up: FollowUp) -> HttpResponse:
    services.reopen(follow_up)
    messages.success(request, _("Die Wiedervorlage steht wieder auf der Liste."))
    return redirect(way_back(request, reverse("counselling:today")))


@gate("follow_up.change", on=FollowUp)
def follow_up_move(request: StaffRequest, follow_up: FollowUp) -> HttpResponse:
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.move(follow_up, due_on=form.day())
        messages.success(request, _("Verschoben auf %(day)s.") % {"day": dates.with_weekday(follow_up.due_on)})
        return redirect(way_back(request, reverse("counselling:today")))
    in_hand = follow_up.case.person if follow_up.case else None
    return render(
        request, "counselling/follow_up_move.html", {"follow_up": follow_up, "form": form, "in_hand": in_hand}
    )
