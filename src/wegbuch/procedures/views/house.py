"""Post of a house for its management, and who keeps which house."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.access.services import NotPossible
from wegbuch.cases import files
from wegbuch.cases.models import Facility
from wegbuch.cases.saying import add_problem
from wegbuch.core.middleware import takes_files

from .. import post_log
from ..forms.house import HouseChangeForm, HouseNewForm, KeepersForm, filled_for_house
from ..forms.post import HandOutForm
from ..models import PostFile, PostFileKind, PostItem
from ..services import houses, post
from .post import PER_PAGE, about_change, changed, hand_out, sent_key, way_back


@gate("post.house", methods=("GET",))
def house_post(request: StaffRequest) -> HttpResponse:
    is_whole = "alle" in request.GET
    items = post_log.of_house(request.user, is_whole=is_whole)
    page: Page[Any] = Paginator(items, PER_PAGE).get_page(request.GET.get("seite"))
    shown = list(page.object_list)
    log_looks(shown, request.user, "post.house")
    page.object_list = post_log.rows(shown)
    context = {"page": page, "houses": houses.kept_by(request.user), "is_whole": is_whole}
    return render(request, "procedures/house_post.html", context)


@takes_files
@gate("post.house", saves_itself=True)
def house_post_new(request: StaffRequest) -> HttpResponse:
    kept = list(houses.kept_by(request.user))
    if not kept:
        return redirect("procedures:house_post")
    if known := post.entered_before(request.user, sent_key(request)):
        return redirect("procedures:house_post_item", pk=known.pk)
    if request.method == "POST":
        form = HouseNewForm(request.POST, request.FILES, user=request.user, kept=kept)
        if form.is_valid() and (item := _enter(request, form)):
            messages.success(request, _("Eingetragen: Postbuch Nr. %(number)s.") % {"number": item.number})
            return redirect("procedures:house_post")
    else:
        form = HouseNewForm(user=request.user, kept=kept)
    return render(request, "procedures/house_post_new.html", {"form": form, "houses": kept})


def _enter(request: StaffRequest, form: HouseNewForm) -> PostItem | None:
    """Enter the item; None with the reason at the form where it is not possible."""
    more = {name: form.cleaned_data[name] for name in ("envelope", "entry_key")}
    try:
        return post.enter_post(user=request.user, **form.addressee(), **form.columns(), **more)
    except NotPossible as problem:
        add_problem(form, problem)
        return None


@gate("post.house", on=PostItem, rows="of_keeper", methods=("GET",))
def house_post_item(request: StaffRequest, item: PostItem) -> HttpResponse:
    return _item_page(request, item, HandOutForm())


def _item_page(request: StaffRequest, item: PostItem, form: HandOutForm) -> HttpResponse:
    context = {
        "item": item,
        "row": post_log.rows([item])[0],
        "files": list(item.files.filter(kind=PostFileKind.ENVELOPE)),
        "may_change": PostItem.objects.changeable_by_keeper(request.user).filter(pk=item.pk).exists(),
        "form": form,
    }
    return render(request, "procedures/house_post_item.html", context)


@gate("post.house", on=PostItem, rows="changeable_by_keeper")
def house_post_change(request: StaffRequest, item: PostItem) -> HttpResponse:
    as_it_is, kept = filled_for_house(item), list(houses.kept_by(request.user))

    def make(typed: Any) -> HouseChangeForm:
        return HouseChangeForm(typed, initial=as_it_is, kept=kept, item=item)

    outcome = changed(request, item, make=make)
    if outcome.is_saved:
        return redirect("procedures:house_post_item", pk=item.pk)
    context = about_change(item, outcome, page="procedures:house_post_item")
    return render(request, "procedures/house_post_change.html", context)


@gate("post.house", on=PostItem, rows="of_keeper", methods=("POST",))
def house_post_handed(request: StaffRequest, item: PostItem) -> HttpResponse:
    form = hand_out(request, item)
    return _item_page(request, item, form) if form else way_back(request, "procedures:house_post", item)


@gate("post.house", on=PostFile, rows="of_keeper", methods=("GET",))
def house_photo(request: StaffRequest, photo: PostFile) -> HttpResponse:
    return files.response(photo.file)


@gate("post.keepers")
def keepers(request: StaffRequest) -> HttpResponse:
    kept, managers = list(Facility.objects.all()), houses.managers()
    form = KeepersForm(request.POST if request.method == "POST" else None, kept=kept, managers=managers)
    if form.is_valid():
        for house in kept:
            houses.set_keepers(house, form.chosen_for(house))
        messages.success(request, _("Gespeichert."))
        return redirect("procedures:keepers")
    return render(request, "procedures/keepers.html", {"form": form, "houses": kept, "managers": managers})
