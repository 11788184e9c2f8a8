"""What stands around every page of a signed-in person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from wegbuch.core import areas, codes, tenant
from wegbuch.core.areas import Notice, OpenGlass

from . import policy, waiting
from .models import User

SHIELD = "is_shielded"


@dataclass(frozen=True)
class Door:
    """One entry of the side bar or of the tabs."""

    label: Any
    url: str
    icon: str
    key: str = ""
    is_current: bool = False
    count: int = 0
    is_add: bool = False


@dataclass(frozen=True)
class Frame:
    """Side bar, top bar and tabs for one person on one page."""

    areas: list[Door]
    person_name: str
    initials: str
    place: str
    is_shielded: bool
    can_search: bool
    can_quick_entry: bool
    has_shortcuts: bool
    is_demo: bool
    state_of_law: date
    search_text: str = ""
    break_glass: list[OpenGlass] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    search_url: str = ""
    quick_entry_url: str = ""
    account_url: str = ""
    shield_url: str = ""
    lock_url: str = ""

    @property
    def tabs(self) -> list[Door]:
        """Five places at the thumb; the entry stands in the middle."""
        if not self.can_quick_entry:
            return self.areas[:5]
        add = Door(_("Eintrag"), self.quick_entry_url, "talk", is_add=True)
        more = Door(_("Mehr"), self.account_url, "menu")
        rest = [door for door in self.areas if door.label]
        return [*rest[:2], add, *rest[2:3], more]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame, None for people who are not signed in; built only where a page shows it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or tenant.current_or_none() != user.organisation_id:
        return {"frame": None}
    return {"frame": _where_shown(lambda: build(request, user))}


def build(request: HttpRequest, user: User) -> Frame:
    """What asks the database is asked where it is shown: a part of a page wants to know of the shield alone."""
    return Frame(
        areas=_where_shown(lambda: _doors(request, user)),
        person_name=user.name,
        initials=user.initials,
        place=_place(user),
        is_shielded=bool(request.session.get(SHIELD)),
        can_search=policy.allows("person.search", user.roles),
        can_quick_entry=policy.allows("contact.record", user.roles),
        has_shortcuts=user.has_shortcuts,
        is_demo=settings.ENVIRONMENT.mode == "demo",
        state_of_law=codes.state_of_law(),
        search_text=getattr(request, "search_text", ""),
        break_glass=_where_shown(lambda: [glass for plugged in areas.open_glasses for glass in plugged(request)])
        if user.organisation_id
        else [],
        notices=_where_shown(lambda: [notice for plugged in areas.notices if (notice := plugged(request))]),
        search_url=_address("cases:search"),
        quick_entry_url=_address("counselling:quick_entry"),
        account_url=reverse("access:account"),
        shield_url=reverse("access:shield"),
        lock_url=reverse("access:lock"),
    )


def start_page(user: User) -> str:
    """Where this person's day begins: the first area that is open to her."""
    for area in areas.areas:
        if policy.allows(area.action, user.roles):
            return reverse(area.url_name)
    return reverse("access:start")


def _where_shown(made: Callable[[], Any]) -> Any:
    return SimpleLazyObject(made)


def _doors(request: HttpRequest, user: User) -> list[Door]:
    opened = [area for area in areas.areas if policy.allows(area.action, user.roles)]
    waits = waiting.counts(request, user, opened)
    return [_door(request, area, waits.get(area.url_name, 0)) for area in opened]


def _door(request: HttpRequest, area: areas.Area, count: int) -> Door:
    match = request.resolver_match
    name = match.view_name if match else ""
    is_current = name == area.url_name or name.startswith(area.prefix or ("-",))
    return Door(area.label, reverse(area.url_name), area.icon, area.key, is_current, count)


def _place(user: User) -> str:
    parts = [user.organisation or user.district, user.team]
    return " · ".join(str(part) for part in parts if part)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
