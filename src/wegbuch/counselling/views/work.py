"""Group offers and networking: entered in seconds, listed by month, changed and deleted by whoever wrote them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.drafted import kept, version_to_send
from wegbuch.cases.forms.meanwhile import Outcome, settle
from wegbuch.counselling import months, work
from wegbuch.counselling.forms.work import NetworkForm, OfferForm, WorkFields, as_entered, as_last_time, last_time
from wegbuch.counselling.models import Contact, GroupOffer, NetworkEntry, WorkEntry

from .pages import uuid_or_none


@dataclass(frozen=True)
class Kind:
    """What differs between the two: `name` begins the names of its addresses."""

    name: str
    template: str
    form: type[WorkFields]
    record: Callable[..., WorkEntry]
    list_name: str

    @property
    def list_url(self) -> str:
        return reverse(self.list_name)

    def list_of(self, day: date) -> str:
        """The list of the month of a day; the present one for an old entry that stands before every list."""
        month = day.replace(day=1)
        return f"{self.list_url}?monat={month:%Y-%m}" if months.EARLIEST <= month < months.this() else self.list_url


OFFER = Kind(
    "group_offer", "counselling/group_offer_form.html", OfferForm, work.record_offer, "counselling:group_offers"
)
NETWORK = Kind(
    "network_entry",
    "counselling/network_entry_form.html",
    NetworkForm,
    work.record_networking,
    "counselling:network_entries",
)


@gate("work.record", keeps_draft=True)
def group_offer_new(request: StaffRequest) -> HttpResponse:
    return _new(request, OFFER)


@gate("work.record", keeps_draft=True)
def network_entry_new(request: StaffRequest) -> HttpResponse:
    return _new(request, NETWORK, _short_entry(request))


@gate("work.record", on=GroupOffer, rows="of_team", methods=("GET",))
def group_offer(request: StaffRequest, row: GroupOffer) -> HttpResponse:
    return render(request, "counselling/group_offer.html", {"offer": row})


@gate("work.record", on=NetworkEntry, rows="of_team", methods=("GET",))
def network_entry(request: StaffRequest, row: NetworkEntry) -> HttpResponse:
    return render(request, "counselling/network_entry.html", {"entry": row})


@gate("work.change", on=GroupOffer, rows="written_by", keeps_draft=True)
def group_offer_change(request: StaffRequest, row: GroupOffer) -> HttpResponse:
    return _change(request, OFFER, row)


@gate("work.change", on=NetworkEntry, rows="written_by", keeps_draft=True)
def network_entry_change(request: StaffRequest, row: NetworkEntry) -> HttpResponse:
    return _change(request, NETWORK, row)


@gate("work.change", on=GroupOffer, rows="written_by")
def group_offer_delete(request: StaffRequest, row: GroupOffer) -> HttpResponse:
    return _delete(request, OFFER, row)


@gate("work.change", on=NetworkEntry, rows="written_by")
def network_entry_delete(request: StaffRequest, row: NetworkEntry) -> HttpResponse:
    return _delete(request, NETWORK, row)


def _short_entry(request: StaffRequest) -> Contact | None:
    """The user's short entry under task 8 that is to be written out; 404 where the address names none."""
    asked = uuid_or_none(request.POST.get("contact") or request.GET.get("kontakt"))
    short = Contact.objects.short_networking_of(request.user).filter(pk=asked).first() if asked else None
    if "kontakt" in request.GET and short is None:
        raise Http404
    if short:
        log_looks([short], request.user, "work.record")
    return short


def _new(request: StaffRequest, kind: Kind, short: Contact | None = None) -> HttpResponse:
    draft, resumed = kept(request)
    last = last_time(kind.form, request.user)
    first = as_last_time(kind.form, last) | _as_short(short)
    form = kind.form(request.POST or None, user=request.user, initial=first | resumed)
    if request.method == "POST" and form.is_valid() and (entry := _recorded(request, kind, form, short)):
        drafts.discard(request.user, request.path, request.POST)
        messages.success(request, _said(form, entry))
        return redirect(kind.list_of(entry.held_on))
    offered = draft if request.method == "GET" and not resumed else None
    taken_from = None if resumed else last
    return _form_page(request, kind, {"form": form, "short": short, "draft": offered, "taken_from": taken_from})


def _as_short(short: Contact | None) -> dict[str, Any]:
    """First values of an entry that writes a short one out."""
    if short is None:
        return {}
    length = {"minutes": "other", "minutes_other": short.minutes}
    if str(short.minutes) in map(str, NetworkForm.lengths):
        length = {"minutes": str(short.minutes)}
    return {"held_on": short.held_on, "topic": str(short.topic or ""), "note": short.note, **length}


def _recorded(request: StaffRequest, kind: Kind, form: WorkFields, short: Contact | None) -> WorkEntry | None:
    """Enter it; None with the reason at the form where it is not possible."""
    taken_over = {"short_entry": short} if kind is NETWORK else {}
    try:
        return kind.record(author=request.user, **form.entry(), **taken_over)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return None


def _said(form: WorkFields, entry: WorkEntry) -> str:
    """Eingetragen: Frauencafé, 90 Minuten."""
    length = ngettext("%(count)s Minute", "%(count)s Minuten", entry.minutes) % {"count": entry.minutes}
    return _("Eingetragen: %(what)s, %(length)s.") % {"what": getattr(entry, form.suggested), "length": length}


def _change(request: StaffRequest, kind: Kind, row: WorkEntry) -> HttpResponse:
    draft, resumed = kept(request)
    if request.method == "POST":
        outcome = settle(request, row, make=lambda typed: _form(request, kind, row, typed), save=_save(row))
        if outcome.is_saved:
            drafts.discard(request.user, request.path)
            messages.success(request, _("Gespeichert."))
            return redirect(f"counselling:{kind.name}", pk=row.pk)
        return _change_page(request, kind, row, outcome)
    form = kind.form(user=request.user, row=row, initial=as_entered(kind.form, row) | resumed)
    return _change_page(request, kind, row, Outcome(form, version_to_send(resumed, row)), None if resumed else draft)


def _form(request: StaffRequest, kind: Kind, row: WorkEntry, typed: Any) -> WorkFields:
    """The form of an entry as it lies there now."""
    fresh = type(row).objects.filter(pk=row.pk).first() or row
    return kind.form(typed, user=request.user, row=fresh, initial=as_entered(kind.form, fresh))


def _save(row: WorkEntry) -> Callable[[Any, int], object]:
    return lambda form, version: work.change(row, version=version, **form.entry())


def _change_page(
    request: StaffRequest, kind: Kind, row: WorkEntry, outcome: Outcome, draft: Any = None
) -> HttpResponse:
    context = {
        "row": row,
        "list_url": kind.list_of(row.held_on),
        "form": outcome.form,
        "version": outcome.version,
        "meanwhile": outcome.meanwhile,
        "draft": draft,
    }
    return _form_page(request, kind, context)


def _form_page(request: StaffRequest, kind: Kind, context: dict[str, Any]) -> HttpResponse:
    more = ("colleagues", "volunteers", "note", "agreed", "next_step", "organisations")
    form = context["form"]
    is_open = "row" in context or any(form[name].errors or form[name].value() for name in more if name in form.fields)
    addresses = {"discard_url": reverse("access:discard_draft"), "resume_url": f"{request.path}?entwurf=1"}
    fixed = {"list_url": kind.list_url, "is_fold_open": is_open, **addresses}
    return render(request, kind.template, {**fixed, **context})


def _delete(request: StaffRequest, kind: Kind, row: WorkEntry) -> HttpResponse:
    change_url = reverse(f"counselling:{kind.name}_change", args=[row.pk])
    if request.method != "POST":
        context = {"row": row, "title": getattr(row, kind.form.suggested), "change_url": change_url}
        return render(request, "counselling/work_delete.html", context)
    drafts.discard(request.user, change_url)
    work.delete(row, user=request.user)
    messages.success(request, _("Der Eintrag ist gelöscht."))
    return redirect(kind.list_of(row.held_on))
