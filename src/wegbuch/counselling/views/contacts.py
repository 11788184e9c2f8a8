"""Counselling entries of a file: written at length, changed, read."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Field, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.meanwhile import last_saver
from wegbuch.cases.models import Case
from wegbuch.core import codes
from wegbuch.core.models import SavedMeanwhile
from wegbuch.counselling import services, speech, visitors
from wegbuch.counselling.forms.contact import ChangeForm, LongForm
from wegbuch.counselling.forms.values import as_chosen, as_last_time, typed
from wegbuch.counselling.models import Contact

from .pages import draft_context
from .quick import enter, tell

NEWEST, A_PAGE = 5, 25
SHOWN = ("held_on", "task_area", "topic", "minutes", "form", "language", "channel", "note")


@dataclass(frozen=True)
class Pair:
    """One field in which two people's texts differ."""

    label: str
    mine: str
    theirs: str


@gate("contact.record", on=Case, keeps_draft=True)
def contact_new(request: StaffRequest, case: Case) -> HttpResponse:
    visitor = visitors.visitor(case, request.user)
    pairs, first = as_last_time(request.user, visitor)
    if "entwurf" in request.GET and (draft := drafts.find(request)):
        first |= typed(LongForm, drafts.opened(draft))
    form = LongForm(request.POST or None, visitor=visitor, pairs=pairs, initial=first)
    if request.method == "POST" and form.is_valid():
        contact = enter(request.user, form, held_on=form.cleaned_data["held_on"])
        if contact:
            tell(request, contact, form)
            return redirect("cases:case", pk=case.pk)
    context = {"form": form, "case": case, "in_hand": case.person, **draft_context(request)}
    return render(request, "counselling/contact_new.html", context)


@gate("contact.change", on=Contact, keeps_draft=True)
def contact_change(request: StaffRequest, contact: Contact) -> HttpResponse:
    if request.method != "POST":
        return _change_page(request, contact, _change_form(request, contact))
    keep = request.POST.get("keep")
    if keep == "theirs":
        drafts.discard(request.user, request.path)
        messages.success(
            request, _("Ihre Änderung ist verworfen. Es gilt der Text von %(name)s.") % {"name": last_saver(contact)}
        )
        return redirect("counselling:contact", pk=contact.pk)
    if keep == "both":
        return _change_page(request, contact, _bound(_both(request.POST, contact), contact))
    form = _bound(request.POST, contact)
    if form.is_valid() and (answer := _save(request, contact, form)):
        return answer
    return _change_page(request, contact, form)


@gate("contact.change", on=Contact, rows="written_by")
def contact_delete(request: StaffRequest, contact: Contact) -> HttpResponse:
    shown = _who(contact, request)
    if request.method != "POST":
        follow_ups = contact.follow_ups.order_by("due_on")
        return render(
            request, "counselling/contact_delete.html", {"contact": contact, "follow_ups": follow_ups, **shown}
        )
    drafts.discard(request.user, reverse("counselling:contact_change", args=[contact.pk]))
    services.delete_contact(contact, user=request.user)
    messages.success(request, _("Der Eintrag ist gelöscht."))
    return redirect(shown["cases"][0] if shown["cases"] else "counselling:quick_entry")


def _change_form(request: StaffRequest, contact: Contact) -> ChangeForm:
    first = as_chosen(contact)
    if "entwurf" in request.GET and (draft := drafts.find(request)):
        first |= typed(ChangeForm, drafts.opened(draft))
    return ChangeForm(initial=first, pairs=_pairs(contact), kept_topic=contact.topic)


def _bound(content: Any, contact: Contact) -> ChangeForm:
    return ChangeForm(content, pairs=_pairs(contact), kept_topic=contact.topic)


def _pairs(contact: Contact) -> list[speech.Pair]:
    return list(dict.fromkeys([(contact.language, contact.channel), speech.GERMAN]))


def _save(request: StaffRequest, contact: Contact, form: ChangeForm) -> HttpResponse | None:
    """Save and go to the entry; None with the reason at the form where it is not possible."""
    fields = {**form.contact_fields(), "held_on": form.cleaned_data["held_on"]}
    try:
        services.change_contact(contact, version=form.cleaned_data["read_version"], **fields)
    except NotPossible as problem:
        form.add_error("held_on", str(problem))
        return None
    except SavedMeanwhile as told:
        theirs: Any = told.theirs
        return _change_page(request, theirs, _for_the_next_time(form, theirs), told)
    drafts.discard(request.user, request.path)
    messages.success(request, _("Gespeichert."))
    return redirect("counselling:contact", pk=contact.pk)


def _for_the_next_time(form: ChangeForm, theirs: Contact) -> ChangeForm:
    """What was typed, in a form that knows the other's version."""
    content: Any = form.data
    return _bound({**content.dict(), "read_version": str(theirs.version)}, theirs)


def _both(content: Any, contact: Contact) -> Any:
    """What was typed, with the other's note below the own one."""
    content = content.copy()
    if content.get("note", "").strip() != contact.note.strip():
        content["note"] = f"{content.get('note', '')}\n\n{contact.note}".strip()
    content["read_version"] = str(contact.version)
    return content


def _change_page(
    request: StaffRequest, contact: Contact, form: ChangeForm, told: SavedMeanwhile | None = None
) -> HttpResponse:
    context = {"form": form, "contact": contact, **_who(contact, request), **draft_context(request)}
    if told:
        context["meanwhile"] = {"by": last_saver(contact), "pairs": _differences(told.mine, told.theirs)}
    return render(request, "counselling/contact_change.html", context)


def _differences(mine: Any, theirs: Any) -> list[Pair]:
    words = ((_label(name), _words(mine, name), _words(theirs, name)) for name in SHOWN)
    return [Pair(*pair) for pair in words if pair[1] != pair[2]]


def _label(name: str) -> str:
    return str(cast(Field, Contact._meta.get_field(name)).verbose_name)


def _words(contact: Contact, name: str) -> str:
    """A column as people read it."""
    value = getattr(contact, name)
    lists = {
        "task_area": "task_areas",
        "form": "contact_forms",
        "language": "languages",
        "channel": "interpreter_channels",
    }
    if name in lists:
        return codes.label(lists[name], str(value))
    return value.strftime("%d.%m.%Y") if name == "held_on" else str(value or "")


def _who(contact: Contact, request: StaffRequest) -> dict[str, Any]:
    """Whose entry it is: people whose file is open to the reader by name, all others as a number."""
    rows = list(contact.participations.select_related("case__person"))
    visible = set(
        Case.objects.visible_to(request.user).filter(pk__in=[row.case_id for row in rows]).values_list("pk", flat=True)
    )
    cases = [row.case for row in rows if row.case_id in visible]
    return {"cases": cases, "others": len(rows) - len(cases), "in_hand": [case.person for case in cases]}


@gate("contact.read", on=Contact, methods=("GET",))
def contact(request: StaffRequest, contact: Contact) -> HttpResponse:
    context = {
        "contact": contact,
        "may_undo": services.may_undo(contact, request.user),
        "may_write_out": Contact.objects.short_networking_of(request.user).filter(pk=contact.pk).exists(),
        "follow_ups": contact.follow_ups.order_by("due_on"),
        **_who(contact, request),
    }
    return render(request, "counselling/contact.html", context)


@gate("contact.read", on=Case, methods=("GET",))
def contacts_of_case(request: StaffRequest, case: Case) -> HttpResponse:
    rows = _contacts(case)
    context: dict[str, Any] = {"case": case, "in_hand": case.person}
    if request.htmx:
        context |= {"contacts": rows[:NEWEST], "total": rows.count(), "is_panel": True}
        return render(request, "counselling/_contacts.html", context)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("seite"))
    context |= {"contacts": page.object_list, "page": page, "total": page.paginator.count}
    return render(request, "counselling/contacts.html", context)


def _contacts(case: Case) -> QuerySet[Contact]:
    rows = Contact.objects.filter(participations__case=case).select_related("author", "topic")
    return rows.prefetch_related("participations").order_by("-held_on", "-entered_at")
