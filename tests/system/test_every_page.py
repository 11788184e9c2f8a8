"""Every page that answers GET, in a real browser: axe, both widths, both lights, no sideways scroll, one heading."""

import pytest

from tests.security.routes import address, furnish, routes
from wegbuch.access import policy
from wegbuch.access.roles import Role
from wegbuch.core import tenant

from .conftest import COLOUR_RULES, RULES, faults, sign_in

# Who opens a page of an action: the first role that the policy lets in.
OPENERS = {
    Role.WORKER: "jana",
    Role.LEAD: "lead",
    Role.COORDINATION: "coordination",
    Role.SETTLEMENT: "settlement",
    Role.HOUSE_MANAGEMENT: "house",
    Role.DATA_PROTECTION: "dpo",
    Role.ADMINISTRATION: "admin",
}
ADDRESSES = {"coordination": "wendt"}
WIDTHS = (320, 390, 768, 1280, 1600)
NOT_PAGES = (
    "/listen/<uuid:pk>/bericht.csv",
    "/gesund/",
    "/konto/inaktiv/",
    "/suche/<uuid:token>/",
    "/einladung/<str:secret>/",
    "/anmelden/",
    "/datei/<uuid:pk>/",
    "/post/foto/<uuid:pk>/",
    "/haus/post/foto/<uuid:pk>/",
    "/gegenrechnen/<uuid:pk>/foto/<uuid:photo>/",
    "/kalender/<str:token>.ics",
)

# Every panel that loads by itself was sent for, and nothing is on its way or being put in its place.
PANELS_STAND = """() =>
  [...document.querySelectorAll('[hx-trigger="load"]')].every(panel => panel['htmx-internal-data']?.loaded)
  && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
"""


def opener(route: str, its_gate) -> str:
    if its_gate.rows in ("openable_by", "answerable_by"):
        return "thomas"
    roles = policy.POLICY[its_gate.action]
    return next(name for role, name in OPENERS.items() if role in roles)


def pages(town) -> dict[str, list[tuple[str, str]]]:
    """Route and filled address of every page, by who opens it."""
    found: dict[str, list[tuple[str, str]]] = {}
    with tenant.acting_for(town.bruecke.pk):
        for route, (pattern, its_gate) in sorted(routes().items()):
            if "GET" in its_gate.methods and route not in NOT_PAGES:
                found.setdefault(opener(route, its_gate), []).append((route, address(town, pattern, its_gate, route)))
    return found


@pytest.fixture
def furnished(town):
    furnish(town)
    return town


@pytest.fixture
def look(browser, live_server, furnished):
    """A page in a context that lets axe in."""
    contexts = []

    def sign_in_as(name: str | None):
        context = browser.new_context(base_url=live_server.url, bypass_csp=True, locale="de-DE")
        contexts.append(context)
        page = context.new_page()
        if name:
            sign_in(page, f"{ADDRESSES.get(name, name)}@example.org", furnished.password)
        return page

    yield sign_in_as
    for context in contexts:
        context.close()


def trouble(page, route: str) -> list[str]:
    """What is wrong with the page that is open, at every width and in both lights."""
    found = []
    if page.locator("h1").count() != 1:
        found.append(f"{route}: {page.locator('h1').count()} headings of level 1")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{route}: scrolls sideways at {width}")
        if width in (390, 1280):
            for light, rules in (("light", RULES), ("dark", COLOUR_RULES)):
                page.emulate_media(color_scheme=light)
                found += [f"{route} {width} {light}: {fault}" for fault in faults(page, rules)]
    return found


# A counsellor opens most pages: in parts, so that two workers share them.
PARTS = {"jana": 4}
LOOKS = [(name, part) for name in (*OPENERS.values(), "thomas") for part in range(PARTS.get(name, 1))]


@pytest.mark.parametrize(("name", "part"), LOOKS)
def test_every_page_is_sound(look, furnished, name, part):
    page, found = look(name), []
    for route, path in pages(furnished).get(name, [])[part :: PARTS.get(name, 1)]:
        answer = page.goto(path)
        page.wait_for_function(PANELS_STAND)
        if answer.status != 200:
            found.append(f"{route}: {answer.status}")
            continue
        found += trouble(page, route)
    assert found == []


def test_pages_before_signing_in_are_sound(look, furnished):
    page, found = look(None), []
    for path in ("/anmelden/", f"/einladung/{furnished.secret}/", "/gibt-es-nicht/"):
        page.goto(path)
        found += trouble(page, path.partition("/einladung/")[0] or "/einladung/")
    assert found == []


def test_every_page_of_a_case_prints_without_frame_and_without_the_sealed_box(look, furnished):
    page = look("jana")
    page.goto(f"/akte/{furnished.mariams_case.pk}/")
    page.emulate_media(media="print")
    assert not page.locator(".wb-side").is_visible()
    assert not page.locator(".wb-sealed").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
