"""Posts of the own organisation: list, new, one with its history, filled, ended."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.saying import said_in
from wegbuch.core import clock

from .. import services
from ..forms import EndForm, FillForm, PostForm
from ..models import Holding, Post
from ..posts import Plan


@gate("staffing.see", methods=("GET",))
def posts(request: StaffRequest) -> HttpResponse:
    day = clock.today()
    held = Prefetch("holdings", Holding.objects.on(day).select_related("user"), to_attr="held_now")
    rows = Post.objects.order_by("form", "label").prefetch_related(held)
    known = [(post, post.share - sum(one.share for one in post.held_now)) for post in rows]
    ended = [post for post, _free in known if post.ends_on and post.ends_on < day]
    running = [(post, free) for post, free in known if post not in ended]
    return render(request, "staffing/posts.html", {"running": running, "ended": ended, "day": day})


@gate("staffing.change")
def post_new(request: StaffRequest) -> HttpResponse:
    form = PostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said_in(form, field="ends_on"):
            post = services.add_post(**form.cleaned_data)
            messages.success(request, _("Die Stelle ist eingetragen."))
            return redirect("staffing:post", pk=post.pk)
    return _form_page(request, form, heading=_("Neue Stelle"), button=_("Stelle eintragen"))


@gate("staffing.see", on=Post, methods=("GET",))
def post(request: StaffRequest, post: Post) -> HttpResponse:
    holdings = list(post.holdings.select_related("user").order_by("-starts_on"))
    free = Plan((post,), tuple(holdings)).vacant_on(clock.today())
    return render(
        request, "staffing/post.html", {"post": post, "holdings": holdings, "free": free, "day": clock.today()}
    )


@gate("staffing.change", on=Post)
def post_fill(request: StaffRequest, post: Post) -> HttpResponse:
    free = post.share - services.most(post.holdings.all(), clock.today(), post.ends_on)
    form = FillForm(request.POST if request.method == "POST" else None, free=free)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            services.fill_post(post, **form.cleaned_data)
            messages.success(request, _("Die Besetzung ist eingetragen."))
            return redirect("staffing:post", pk=post.pk)
    return _form_page(request, form, heading=_("Stelle besetzen"), button=_("Besetzung eintragen"), post=post)


@gate("staffing.change", on=Post)
def post_end(request: StaffRequest, post: Post) -> HttpResponse:
    return _end(
        request,
        post,
        services.end_post,
        post=post,
        heading=_("Stelle beenden"),
        said=_("Das Ende der Stelle ist eingetragen."),
    )


@gate("staffing.change", on=Holding)
def holding_end(request: StaffRequest, holding: Holding) -> HttpResponse:
    heading = _("%(name)s verlässt die Stelle") % {"name": holding.user.name}
    return _end(
        request,
        holding,
        services.end_holding,
        post=holding.post,
        heading=heading,
        said=_("Das Ende der Besetzung ist eingetragen."),
    )


def _end(
    request: StaffRequest, row: Any, end: Callable[..., Any], *, post: Post, heading: str, said: str
) -> HttpResponse:
    """Ask for the last day of a post or of somebody on it."""
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said_in(form, field="ends_on", row=row):
            end(row, ends_on=form.cleaned_data["ends_on"])
            messages.success(request, said)
            return redirect("staffing:post", pk=post.pk)
    return _form_page(request, form, heading=heading, button=_("Ende eintragen"), post=post)


def _form_page(request: StaffRequest, form: Any, **words: Any) -> HttpResponse:
    return render(request, "staffing/post_form.html", {"form": form, **words})
