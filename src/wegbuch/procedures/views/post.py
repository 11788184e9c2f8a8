"""Postbuch of the case team: the list, a new item, one item with its photos."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.frame import SHIELD
from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases import files
from wegbuch.cases.forms.drafted import kept
from wegbuch.cases.forms.meanwhile import Make, Outcome, saved_since, settle
from wegbuch.cases.saying import add_problem, said_in, said_to
from wegbuch.core.middleware import takes_files
from wegbuch.core.models import SavedMeanwhile

from .. import post_log
from ..forms.post import HandOutForm, HouseFilter, PhotosForm, PostChangeForm, PostNewForm, filled_from
from ..models import PostFile, PostItem
from ..services import post as services

PER_PAGE = 25
MOST_TODAY = 5


@gate("post.log", methods=("GET",))
def post(request: StaffRequest) -> HttpResponse:
    houses = list(post_log.houses(request.user))
    house = next((one for one in houses if str(one.pk) == request.GET.get("haus")), None)
    is_whole = "alle" in request.GET
    items = post_log.shown(request.user, house=house, is_whole=is_whole)
    page: Page[Any] = Paginator(items, PER_PAGE).get_page(request.GET.get("seite"))
    shown = list(page.object_list)
    log_looks(post_log.of_others(shown, request.user), request.user, "post.log")
    page.object_list = post_log.rows(shown)
    filter_form = HouseFilter(houses=houses, initial={"haus": house.pk if house else ""})
    context = {"page": page, "house": house, "is_whole": is_whole, "has_houses": bool(houses)}
    return render(request, "procedures/post.html", {**context, "filter_form": filter_form})


@gate("post.log", methods=("GET",))
def post_today(request: StaffRequest) -> HttpResponse:
    """The panel on Heute; without script its link leads to the whole list."""
    if not request.htmx:
        return redirect("procedures:post")
    unread = post_log.shown(request.user).filter(post_log.UNREAD)
    shown = list(unread[:MOST_TODAY])
    log_looks(post_log.of_others(shown, request.user), request.user, "post.log")
    count = len(shown) if len(shown) < MOST_TODAY else unread.count()
    return render(request, "procedures/_post_today.html", {"rows": post_log.rows(shown), "count": count})


@takes_files
@gate("post.log", keeps_draft=True, saves_itself=True)
def post_new(request: StaffRequest) -> HttpResponse:
    if known := services.entered_before(request.user, sent_key(request)):
        return redirect("procedures:post_item", pk=known.pk)
    resumed: dict[str, Any] = {}
    if request.method == "POST":
        form = PostNewForm(request.POST, request.FILES, user=request.user, is_shielded=is_shielded(request))
        if form.is_valid() and (item := _enter(request, form)):
            return _onwards(request, item)
    else:
        _draft, resumed = kept(request)
        initial = {"case": request.GET.get("fall"), "channel": request.GET.get("weg"), **resumed}
        form = PostNewForm(initial=initial, user=request.user, is_shielded=is_shielded(request))
    waiting = [] if resumed or form.is_bound else drafts.of_form(request.user, request.path)
    context = {"form": form, "drafts": waiting, "discard_url": reverse("access:discard_draft")}
    return render(request, "procedures/post_new.html", context)


def _enter(request: StaffRequest, form: PostNewForm) -> PostItem | None:
    """Enter the item; None with the reason at the form where it is not possible."""
    data = form.cleaned_data
    photos = {name: data[name] for name in ("envelope", "letter", "entry_key")}
    try:
        return services.enter_post(user=request.user, **form.addressee(), **form.columns(), **photos)
    except NotPossible as problem:
        add_problem(form, problem)
        return None


def _onwards(request: StaffRequest, item: PostItem) -> HttpResponse:
    drafts.discard(request.user, request.path, request.POST)
    messages.success(request, _("Eingetragen: Postbuch Nr. %(number)s.") % {"number": item.number})
    if "read_letter" in request.POST and item.person_id:
        return redirect("procedures:letter_new", pk=item.pk)
    return redirect("procedures:post")


@gate("post.log", methods=("POST",))
def post_search(request: StaffRequest) -> HttpResponse:
    """The part of the form that offers people while a name is typed."""
    who = request.POST.get("who", "")[:120]
    form = PostChangeForm(initial={"who": who}, user=request.user, is_shielded=is_shielded(request))
    return render(request, "procedures/_post_hits.html", {"form": form, "is_swap": True})


@gate("post.log", on=PostItem, methods=("GET",))
def post_item(request: StaffRequest, item: PostItem) -> HttpResponse:
    return _item_page(request, item)


def _item_page(request: StaffRequest, item: PostItem, **forms: Any) -> HttpResponse:
    may_change = PostItem.objects.changeable_by(request.user).filter(pk=item.pk).exists()
    context = {
        "item": item,
        "in_hand": item.person,
        "row": post_log.rows([item])[0],
        "files": list(item.files.select_related("file")),
        "may_change": may_change,
        "hand_out_form": HandOutForm(),
        "photos_form": PhotosForm(user=request.user) if may_change and item.person_id else None,
        "form": next(iter(forms.values()), None),
    }
    return render(request, "procedures/post_item.html", {**context, **forms})


@gate("post.log", on=PostItem, rows="changeable_by")
def post_change(request: StaffRequest, item: PostItem) -> HttpResponse:
    as_it_is = filled_from(item)

    def make(typed: Any) -> PostChangeForm:
        return PostChangeForm(typed, initial=as_it_is, user=request.user, is_shielded=is_shielded(request))

    outcome = changed(request, item, make=make)
    if outcome.is_saved:
        return redirect("procedures:post_item", pk=item.pk)
    context = {"in_hand": item.person, **about_change(item, outcome, page="procedures:post_item")}
    return render(request, "procedures/post_change.html", context)


def changed(request: StaffRequest, item: PostItem, *, make: Make) -> Outcome:
    """What became of the form: shown as the item is, saved, or beside what a colleague saved since."""
    if request.method != "POST":
        return Outcome(make(None), item.version)

    def save(form: Any, version: int) -> None:
        services.change_post(item, user=request.user, version=version, **form.addressee(), **form.columns())

    outcome = settle(request, item, make=make, save=save)
    if outcome.is_saved:
        messages.success(request, _("Gespeichert."))
    else:
        item.refresh_from_db()
    return outcome


def about_change(item: PostItem, outcome: Outcome, *, page: str) -> dict[str, Any]:
    """What the page of the form shows, with the page it leads back to."""
    shown = {"form": outcome.form, "version": outcome.version, "meanwhile": outcome.meanwhile}
    return {"item": item, "page": page, **shown}


@takes_files
@gate("post.log", on=PostItem, rows="changeable_by", methods=("POST",), saves_itself=True)
def post_photos(request: StaffRequest, item: PostItem) -> HttpResponse:
    form = PhotosForm(request.POST, request.FILES, user=request.user)
    if form.is_valid():
        with said_in(form, row=item):
            services.add_photos(item, user=request.user, **form.cleaned_data)
            messages.success(request, _("Die Fotos sind bei der Post."))
            return redirect("procedures:post_item", pk=item.pk)
    return _item_page(request, item, photos_form=form)


@gate("post.log", on=PostItem, rows="changeable_by", methods=("POST",))
def post_handed(request: StaffRequest, item: PostItem) -> HttpResponse:
    form = hand_out(request, item, reader=request.user)
    return _item_page(request, item, hand_out_form=form) if form else way_back(request, "procedures:post", item)


@gate("post.log", on=PostItem, rows="changeable_by", methods=("POST",))
def post_reading(request: StaffRequest, item: PostItem, needs_reading: bool) -> HttpResponse:
    with said_to(request):
        services.mark_reading(item, needs_reading=needs_reading)
        if needs_reading:
            messages.success(request, _("Die Post wartet wieder darauf, gelesen zu werden."))
        else:
            undo = reverse("procedures:post_to_read", args=[item.pk])
            text = _("Nr. %(number)s: Sie haben keine Frist gefunden.") % {"number": item.number}
            messages.success(request, text, extra_tags=f"undo:{undo}")
    return way_back(request, "procedures:post", item)


@gate("post.log", on=PostFile, methods=("GET",))
def post_photo(request: StaffRequest, photo: PostFile) -> HttpResponse:
    return files.response(photo.file)


def hand_out(request: StaffRequest, item: PostItem, *, reader: User | None = None) -> HandOutForm | None:
    """Note that the post was handed out; the form with the reason where it was not possible."""
    form = HandOutForm(request.POST if "handed_on" in request.POST else {"handed_on": "heute"})
    if not form.is_valid():
        return form
    try:
        services.hand_out(item, reader=reader, **form.cleaned_data)
    except SavedMeanwhile as late:
        messages.warning(request, saved_since(late.theirs))
    except NotPossible as problem:
        item.refresh_from_db()
        add_problem(form, problem)
        return form
    else:
        messages.success(request, _("Nr. %(number)s ist ausgehändigt.") % {"number": item.number})
    return None


def way_back(request: HttpRequest, page: str, item: PostItem) -> HttpResponse:
    """To the item where the button stood there, else to the list."""
    return redirect(f"{page}_item", pk=item.pk) if "from_item" in request.POST else redirect(page)


def sent_key(request: HttpRequest) -> UUID | None:
    """The key of the sheet that was sent."""
    try:
        return UUID(request.POST.get("entry_key", ""))
    except ValueError:
        return None


def is_shielded(request: HttpRequest) -> bool:
    return bool(request.session.get(SHIELD))
