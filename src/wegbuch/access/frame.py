"""What stands around every page of a signed-in person."""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wegbuch.core import areas, clock, codes, tenant
from wegbuch.core.areas import Notice, OpenGlass

from . import policy, waiting
from .models import User

SHIELD = "is_shielded"
# How many places the bar at the thumb has.
TABS = 5


@dataclass(frozen=True)
class Door:
    """One entry of the side bar or of the tabs."""

    label: str
    url: str
    icon: str
    key: str = ""
    is_current: bool = False
    count: int = 0
    is_add: bool = False


class Frame:
    """Side bar, top bar and tabs for one person on one page.

    Each part is worked out where a page shows it: a part of a page wants to know of the shield alone.
    """

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user = request, user
        self.person_name, self.initials, self.has_shortcuts = user.name, user.initials, user.has_shortcuts
        self.is_shielded = bool(request.session.get(SHIELD))
        self.search_text = getattr(request, "search_text", "")
        self.is_demo = settings.ENVIRONMENT.mode == "demo"
        self.search_url = _address("cases:search")
        self.account_url, self.lock_url = _address("access:account"), _address("access:lock")
        self.shield_url = _address("access:shield")

    @cached_property
    def areas(self) -> tuple[Door, ...]:
        opened = [area for area in areas.areas if policy.allows(area.action, self.user.roles)]
        counts = {area.url_name: self._glance.at(area.url_name, area.count) for area in opened if area.count}
        return tuple(_door(self.request, area, counts.get(area.url_name, 0)) for area in opened)

    @cached_property
    def tabs(self) -> tuple[Door, ...]:
        """Five places at the thumb; the entry stands in the middle, and what does not fit behind „Mehr“."""
        if self.quick_entry_url:
            add = Door(_("Eintrag"), self.quick_entry_url, "talk", is_add=True)
            return (*self.areas[:2], add, *self.areas[2:3], self._more(self.areas[3:]))
        if len(self.areas) <= TABS:
            return self.areas
        return (*self.areas[: TABS - 1], self._more(self.areas[TABS - 1 :]))

    @cached_property
    def break_glass(self) -> list[OpenGlass]:
        if not self.user.organisation_id:
            return []
        known = [glass for plugged in areas.open_glasses for glass in self._glance.at(plugged, plugged)]
        return [glass for glass in known if glass.ends_at > clock.now()]

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(notice for plugged in areas.notices if (notice := self._glance.at(plugged, plugged)))

    @cached_property
    def place(self) -> str:
        """Where this person works, such as „Brücke e. V. · Team Nord“."""
        parts = [self.user.organisation_name or self.user.district, self.user.team_name]
        return " · ".join(str(part) for part in parts if part)

    @property
    def can_search(self) -> bool:
        return policy.allows("person.search", self.user.roles)

    @cached_property
    def quick_entry_url(self) -> str:
        """Where somebody notes a short contact; "" for those who note none."""
        return _address("counselling:quick_entry") if policy.allows("contact.record", self.user.roles) else ""

    @property
    def state_of_law(self) -> date:
        return codes.state_of_law()

    def _more(self, behind: tuple[Door, ...]) -> Door:
        """The account lists every area; it is the current place where one of those behind it is."""
        is_current = any(door.is_current for door in behind) or self.request.path == self.account_url
        return Door(_("Mehr"), self.account_url, "menu", is_current=is_current)

    @cached_property
    def _glance(self) -> waiting.Glance:
        return waiting.glance(self.request, self.user)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame, None for people who are not signed in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or tenant.current_or_none() != user.organisation_id:
        return {"frame": None}
    return {"frame": Frame(request, user)}


def start_page(user: User) -> str:
    """Where this person's day begins: the first area that is open to her."""
    for area in areas.areas:
        if policy.allows(area.action, user.roles):
            return reverse(area.url_name)
    return reverse("access:start")


def _door(request: HttpRequest, area: areas.Area, count: int) -> Door:
    match = request.resolver_match
    name = match.view_name if match else ""
    is_current = name == area.url_name or name.startswith(area.prefix or ("-",))
    return Door(str(area.label), _address(area.url_name), area.icon, area.key, is_current, count)


@cache
def _address(name: str) -> str:
    """The address of a page that stands in every frame; "" where its room is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
