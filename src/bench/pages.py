"""The same work asked of the program and of the floor, one call after the other."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import tenant

from .floor import settings as floor_settings
from .load import Land
from .people import OWN, RARE

YEAR = 2025
HTMX: dict[str, Any] = {"headers": {"hx-request": "true"}}
NOTE = "Bescheid erklärt, nächster Schritt besprochen."


@dataclass(frozen=True)
class Work:
    """One thing somebody does.

    product, floor  do it once; floor is None where the floor has no such page
    """

    key: str
    title: str
    product: Callable[[], Any]
    floor: Callable[[], Any] | None = None


class Asked(AssertionError):
    """A page did not answer as it must, so its time says nothing."""


def client(user: User, *, is_floor: bool = False) -> Client:
    """A signed-in client; that of the floor goes through the floor's middleware, addresses and plain sessions alone."""
    made = Client(raise_request_exception=True)
    own, *plain = settings.AUTHENTICATION_BACKENDS
    made.force_login(user, backend=plain[-1] if is_floor else own)
    if is_floor:
        middleware = ["bench.pages.asks_the_floor", *floor_settings.MIDDLEWARE]
        with override_settings(MIDDLEWARE=middleware, SESSION_ENGINE=floor_settings.SESSION_ENGINE):
            made.handler.load_middleware()
    return made


def asks_the_floor(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware: the addresses of this request are those of the floor, which knows no wall."""

    def handle(request: Any) -> Any:
        request.urlconf = floor_settings.ROOT_URLCONF
        with tenant.without_wall("the floor filters by itself"):
            return get_response(request)

    return handle


class Desk:
    """The measured worker with her files, the lead, and both at the floor."""

    def __init__(self, land: Land) -> None:
        self.land = land
        self.worker, self.floor = client(land.worker), client(land.worker, is_floor=True)
        with tenant.acting_for(land.organisation.pk):
            mine = Case.objects.of_team_member(land.worker).order_by("number")
            self.cases = [str(pk) for pk in mine.values_list("pk", flat=True)[:OWN]]
        self.full, self.others = self.cases[0], cycle(self.cases[1:])

    def get(self, name: str, *args: Any, query: str = "", **headers: Any) -> Callable[[], Any]:
        """Asks the worker's page of this name."""
        address = reverse(name, args=args) + query
        return lambda: _ok(self.worker.get(address, **headers))

    def at_floor(self, address: str) -> Callable[[], Any]:
        return lambda: _ok(self.floor.get(address))

    @cached_property
    def search_token(self) -> UUID:
        answer: Any = self.worker.post(reverse("cases:search"), {"q": RARE})
        return UUID(answer.url.rstrip("/").rpartition("/")[2])

    def works(self) -> Iterator[Work]:
        """Everything that is measured with pages."""
        yield from self._reading()
        yield from self._saving()
        yield from self._beside()
        # The last, signed in only then: over a million people it takes so long that an idle session is locked.
        yield self._report()

    def _reading(self) -> Iterable[Work]:
        floor_case, floor_contacts = f"/fall/{self.full}/", f"/fall/{self.full}/kontakte/"
        yield Work(
            "search", "Suche, 25 Treffer", self.get("cases:found", self.search_token),
            self.at_floor(f"/suche/?q={RARE.lower()}"),
        )  # fmt: skip
        yield Work("case", "Akte, die Seite", self.get("cases:case", self.full), self.at_floor(floor_case))
        yield Work("case_all", "Akte mit allem, was sie nachlädt", self._with_panels(), self.at_floor(floor_case))
        yield Work(
            "contacts", "Kontakte einer Akte", self.get("counselling:contacts_of_case", self.full),
            self.at_floor(floor_contacts),
        )  # fmt: skip
        yield Work("cases", "Menschen, erste Seite", self.get("cases:people"), self.at_floor("/faelle/"))
        yield Work("due", "Fristen", self.get("procedures:deadlines"), self.at_floor("/fristen/"))
        yield Work("empty", "Seite ohne Daten", self.get("access:account"), self.at_floor("/leer/"))

    def _with_panels(self) -> Callable[[], Any]:
        """The page of a case and every part that a browser fetches with it."""
        page = self.get("cases:case", self.full)
        parts = self.get("cases:case_panels", self.full, **HTMX)
        return lambda: [page(), parts()]

    def _saving(self) -> Iterable[Work]:
        yield Work("save", "Kontakt speichern, mit dem Formular", self._save, self._save_at_floor)

    def _save(self) -> None:
        address = reverse("counselling:contact_new", args=[next(self.others)])
        form = contact_form(_ok(self.worker.get(address)).content.decode())
        _moved(self.worker.post(address, form))

    def _save_at_floor(self) -> None:
        address = f"/fall/{next(self.others)}/kontakt/"
        _ok(self.floor.get(address))
        form = {"held_on": "26.11.2026", "task_area": 3, "form": "conversation", "minutes": 20}
        # Without a note: the floor would write it in clear where the program reads sealed ones.
        _moved(self.floor.post(address, {**form, "language": "prs", "channel": "video"}))

    def _report(self) -> Work:
        lead, at_floor = client(self.land.lead), client(self.land.lead, is_floor=True)
        address = reverse("reporting:counts") + f"?von={YEAR}-01&bis={YEAR}-12"
        return Work(
            "year", "Bericht eines Jahres, ganze Organisation", lambda: _ok(lead.get(address)),
            lambda: _ok(at_floor.get(f"/jahr/{YEAR}/")),
        )  # fmt: skip

    def _beside(self) -> Iterable[Work]:
        """Pages that no goal speaks of, for the profile."""
        yield Work("today", "Heute", self.get("counselling:today"))
        yield Work("ask", "Suche absenden", self._ask)

    def _ask(self) -> None:
        _moved(self.worker.post(reverse("cases:search"), {"q": RARE}))


def contact_form(page: str) -> dict[str, Any]:
    """What somebody sends with the form of a contact, from the page it stands on."""
    key = re.search(r'name="entry_key" value="([^"]+)"', page)
    return {
        "entry_key": key[1] if key else str(uuid4()),
        "task_area": "3",
        "minutes": "20",
        "form": "conversation",
        "language": "prs:video",
        "held_on": "heute",
        "follow_up": "none",
        "note": NOTE,
    }


def cookie_of(user: User) -> str:
    """The session cookie of somebody who has signed in."""
    return f"{settings.SESSION_COOKIE_NAME}={client(user).cookies[settings.SESSION_COOKIE_NAME].value}"


def _ok(answer: Any) -> Any:
    if answer.status_code != 200:
        raise Asked(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
    return answer


def _moved(answer: Any) -> None:
    if answer.status_code not in (302, 303):
        raise Asked(f"{answer.request['PATH_INFO']} answered {answer.status_code} instead of going on")
