"""The calendar address in the account, and the calendar under it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate, open_to_all, standing_as

from ..forms.calendar import AddressForm
from ..models import CalendarFeed
from ..services import calendar_feed


@gate("calendar.feed")
def calendar(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        secret = calendar_feed.make(request.user)
        address = request.build_absolute_uri(reverse("procedures:calendar_feed", args=[secret]))
        return render(request, "procedures/calendar_made.html", {"form": AddressForm(initial={"address": address})})
    return render(request, "procedures/calendar.html", {"feed": CalendarFeed.objects.visible_to(request.user).first()})


@gate("calendar.feed", methods=("POST",))
def revoke(request: StaffRequest) -> HttpResponse:
    calendar_feed.revoke(request.user)
    messages.success(request, _("Die Kalenderadresse gilt nicht mehr."))
    return redirect("procedures:calendar")


def _feed(request: HttpRequest, token: str) -> HttpResponse:
    user = calendar_feed.reader(token)
    if user is None or not user.is_active or not policy.allows("calendar.feed", user.roles):
        raise Http404
    with standing_as(user):
        return HttpResponse(calendar_feed.calendar_of(user), content_type="text/calendar; charset=utf-8")


feed = open_to_all(_feed, methods=("GET",))
