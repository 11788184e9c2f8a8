"""What the pages of this room share: the way back, who speaks in messages, drafts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.access import drafts, policy
from wegbuch.access.frame import SHIELD
from wegbuch.access.gate import StaffRequest
from wegbuch.cases.models import Case
from wegbuch.core import areas
from wegbuch.counselling import months, visitors

# What a person types herself; a name to search for and chips are quickly there again.
WRITTEN = ("note", "follow_up_text", "follow_up_on", "minutes_other")


def is_shielded(request: HttpRequest) -> bool:
    return bool(request.session.get(SHIELD))


def uuid_or_none(text: str | None) -> UUID | None:
    """The id that was sent; None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def month_asked(request: HttpRequest) -> date:
    """The month of the address; this one where it names none, 404 where there is no such list."""
    try:
        return months.read(request.GET.get("monat"))
    except ValueError:
        raise Http404 from None


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where the form said that it came from, if that is a place of this program."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours and address.startswith("/") else otherwise


def draft_context(request: StaffRequest) -> dict[str, Any]:
    """The note „Ihr Text ist noch da“ with its two ways on; nothing while the draft is being written on."""
    if request.method != "GET" or "entwurf" in request.GET:
        return {}
    return {
        "draft": drafts.find(request),
        "resume_url": f"{request.path}?entwurf=1",
        "discard_url": reverse("access:discard_draft"),
    }


def kept_texts(request: StaffRequest) -> list[dict[str, Any]]:
    """Drafts of the quick entry that hold something written: of the person in the address, else of everybody.

    One about a file that is no longer open to the user is not named; it can be written on from the account.
    """
    if request.method != "GET" or "entwurf" in request.GET:
        return []
    case = request.GET.get("fall")
    rows = drafts.of_form(request.user, request.path)
    found = []
    for draft in rows.filter(form=drafts.key(request.path, case)) if case else rows:
        content = drafts.opened(draft)
        visitor = visitors.visitor_named(request.user, content.get("case"))
        if any(content.get(name, "").strip() for name in WRITTEN) and bool(visitor) == bool(content.get("case")):
            found.append({"draft": draft, "about": visitor and visitor.case.person})
    return found


def said(request: HttpRequest, cases: list[Case], minutes: int) -> str:
    """Eingetragen: Mariam Habibi, 10 Minuten."""
    length = ngettext("%(count)s Minute", "%(count)s Minuten", minutes) % {"count": minutes}
    return _("Eingetragen: %(who)s, %(length)s.") % {"who": _named(request, cases), "length": length}


def _named(request: HttpRequest, cases: list[Case]) -> str:
    if not cases:
        return _("anonym")
    person = cases[0].person
    name = person.initials if is_shielded(request) else person.display_name
    others = len(cases) - 1
    if not others:
        return name
    return ngettext("%(name)s und eine weitere Person", "%(name)s und %(count)s weitere Personen", others) % {
        "name": name,
        "count": others,
    }


def panels(request: StaffRequest, page: str) -> list[dict[str, Any]]:
    """What other rooms show on this page to this user."""
    return [
        {"label": panel.label, "url": reverse(panel.url_name)}
        for panel in areas.panels
        if panel.page == page and policy.allows(panel.action, request.user.roles)
    ]
