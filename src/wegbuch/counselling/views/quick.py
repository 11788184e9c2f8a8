"""Kurzkontakt: one entry between two people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock
from wegbuch.counselling import services, visitors
from wegbuch.counselling.forms.quick import QuickForm
from wegbuch.counselling.forms.values import as_last_time, typed
from wegbuch.counselling.models import NETWORKING, Contact

from .pages import is_shielded, kept_texts, said

# What is filled as the last time; a field that one of these reveals begins with its name.
USUAL = ("minutes", "form", "language")


@gate("contact.record", keeps_draft=True)
def quick_entry(request: StaffRequest) -> HttpResponse:
    if request.method == "POST" and "other_person" not in request.POST:
        form = _form(request, request.POST.get("case"), data=request.POST)
        if form.is_valid() and (contact := _enter(request, form)):
            return _onwards(request, contact, form)
    else:
        form = _empty_form(request)
    return render(request, "counselling/quick_entry.html", _context(request, form))


@gate("contact.record", methods=("POST",))
def quick_search(request: StaffRequest) -> HttpResponse:
    """The part of the form that offers people while a name is typed."""
    form = _form(request, None, initial={"who": request.POST.get("who", "")[:200]})
    return render(request, "counselling/_hits.html", {"form": form, "is_swap": True})


@gate("contact.record", methods=("POST",))
def quick_person(request: StaffRequest) -> HttpResponse:
    """The parts of the form that change with the person: household, and what is filled as the last time."""
    case_id = None if "is_anonymous" in request.POST else request.POST.get("case")
    form = _form(request, case_id, initial=_chosen_already(request))
    return render(request, "counselling/_members.html", {"form": form, "is_swap": True})


def _chosen_already(request: StaffRequest) -> dict[str, Any]:
    """Minutes, form and language where they are no longer as they were filled; of the language also its channel."""
    before = visitors.visitor_named(request.user, request.POST.get("usual_of"))
    _pairs, filled = as_last_time(request.user, before)
    sent = typed(QuickForm, request.POST)
    changed = {name for name in USUAL if name in sent and sent[name] != filled[name]}
    return {name: value for name, value in sent.items() if name.split("_")[0] in changed}


def _empty_form(request: StaffRequest) -> QuickForm:
    """A form without a person, with the person of the link, or with what was typed before."""
    if request.method == "POST":
        kept = typed(QuickForm, request.POST)
        return _form(request, None, initial={**kept, "who": "", "case": None, "members": []})
    if "entwurf" in request.GET and (draft := drafts.find(request)):
        content = drafts.opened(draft)
        return _form(request, content.get("case"), initial=typed(QuickForm, content))
    form = _form(request, request.GET.get("fall"), initial={"task_area": request.GET.get("aufgabe")})
    if "fall" in request.GET and form.visitor is None:
        raise Http404
    return form


def _form(
    request: StaffRequest, case_id: str | None, *, data: Any = None, initial: dict[str, Any] | None = None
) -> QuickForm:
    visitor = visitors.visitor_named(request.user, case_id) if case_id else _only_one_meant(request.user, data)
    pairs, first = as_last_time(request.user, visitor)
    if visitor:
        log_looks([visitor.case], request.user, "contact.record")
        first["case"] = visitor.case.pk
    return QuickForm(
        data,
        user=request.user,
        visitor=visitor,
        pairs=pairs,
        initial={**first, **(initial or {})},
        is_shielded=is_shielded(request),
    )


def _only_one_meant(user: User, data: Any) -> visitors.Visitor | None:
    """The person behind a name that was sent without a choice."""
    name = "" if data is None or "is_anonymous" in data else data.get("who", "").strip()[:200]
    return visitors.named_surely(name, user) if name and name.casefold() != visitors.ANONYMOUS else None


def _enter(request: StaffRequest, form: QuickForm) -> Contact | None:
    """Enter the contact; None with the reason at the form where it is not possible."""
    return enter(request.user, form, held_on=clock.today())


def enter(user: User, form: Any, **fields: Any) -> Contact | None:
    entry = {**form.entry(), **fields}
    team = user.team or (entry["cases"][0].team if entry["cases"] else None)
    try:
        if team is None:
            raise NotPossible("Ihr Konto gehört zu keinem Team. Bitte fragen Sie Ihre Leitung.")
        return services.record_contact(author=user, team=team, **entry)
    except NotPossible as problem:
        form.add_error("held_on" if "held_on" in form.fields else None, str(problem))
        return None


def _onwards(request: StaffRequest, contact: Contact, form: QuickForm) -> HttpResponseRedirect:
    """Say what was entered and go where the next work is."""
    tell(request, contact, form)
    page = reverse("counselling:quick_entry")
    if "next_person" in request.POST:
        return redirect(f"{page}?aufgabe={contact.task_area}")
    if "from_case" in request.POST and form.visitor:
        return redirect("cases:case", pk=form.visitor.case.pk)
    return redirect(page)


def tell(request: StaffRequest, contact: Contact, form: Any) -> None:
    drafts.discard(request.user, request.path, request.POST)
    undo = reverse("counselling:contact_undo", args=[contact.pk])
    messages.success(request, said(request, form.cases(), contact.minutes), extra_tags=f"undo:{undo}")


@gate("contact.undo", on=Contact, methods=("POST",))
def contact_undo(request: StaffRequest, contact: Contact) -> HttpResponse:
    case_ids = list(contact.participations.values_list("case_id", flat=True))
    page = reverse("counselling:quick_entry")
    try:
        services.undo_contact(contact, user=request.user)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("counselling:contact", pk=contact.pk)
    messages.success(request, _("Der Eintrag ist zurückgenommen. Sie können ihn neu eintragen."))
    return redirect(f"{page}?fall={case_ids[0]}" if len(case_ids) == 1 else page)


def _context(request: StaffRequest, form: QuickForm) -> dict[str, Any]:
    entered = _entered_today(request.user)
    is_open = any(form[name].errors or form[name].value() for name in ("note", "follow_up_text"))
    return {
        "form": form,
        "entered": entered,
        "entered_minutes": sum(row["contact"].minutes for row in entered),
        "now": clock.now(),
        "from_case": "fall" in request.GET or "from_case" in request.POST,
        "is_fold_open": is_open
        or form["follow_up"].value() not in (None, "none")
        or bool("topic" in form.fields and form["topic"].errors),
        "in_hand": form.visitor.case.person if form.visitor else None,
        "kept_texts": kept_texts(request),
        "discard_url": reverse("access:discard_draft"),
    }


def _entered_today(user: User) -> list[dict[str, Any]]:
    """Today's own entries, newest first; never with a full name, for people sit beside the screen."""
    rows = Contact.objects.filter(author=user, held_on=clock.today()).order_by("-entered_at")
    return [_in_a_line(contact) for contact in rows.prefetch_related("participations__case__person")]


def _in_a_line(contact: Contact) -> dict[str, Any]:
    people = [row.case.person for row in contact.participations.all()]
    may_write_out = contact.task_area == NETWORKING and not people
    return {"contact": contact, "who": _in_short(people), "may_write_out": may_write_out}


def _in_short(people: list[Any]) -> str:
    if not people:
        return _("anonym")
    if len(people) == 1:
        return " ".join(f"{letter}." for letter in people[0].initials)
    return _("%(letter)s., %(count)s Personen") % {
        "letter": (people[0].surname or people[0].given_name)[:1],
        "count": len(people),
    }
