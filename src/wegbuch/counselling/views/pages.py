"""What the pages of this room share: the way back, who speaks in messages, drafts."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.access import drafts, policy
from wegbuch.access.frame import SHIELD
from wegbuch.access.gate import StaffRequest
from wegbuch.access.models import AuditEvent, User
from wegbuch.cases.models import Case
from wegbuch.core import areas
from wegbuch.counselling.models import Contact


def is_shielded(request: HttpRequest) -> bool:
    return bool(request.session.get(SHIELD))


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


def saved_last_by(contact: Contact) -> str:
    """Who saved this entry last."""
    events = AuditEvent.objects.filter(model=contact._meta.label_lower, object_id=str(contact.pk))
    user_id = events.order_by("-pk").values_list("user", flat=True).first()
    user = User.objects.filter(pk=user_id).first()
    return str(user) if user else _("Jemand")


def panels(request: StaffRequest, page: str) -> list[dict[str, Any]]:
    """What other rooms show on this page to this user."""
    return [
        {"label": panel.label, "url": reverse(panel.url_name)}
        for panel in areas.panels
        if panel.page == page and policy.allows(panel.action, request.user.roles)
    ]
