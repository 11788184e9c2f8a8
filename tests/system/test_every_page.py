"""Every page that answers GET, in a real browser: axe, both widths, both lights, no sideways scroll, one heading."""

from datetime import date

import pytest

from tests.security.routes import PERSONAS, address, furnish, routes
from tests.security.test_matrix import read_table
from wegbuch.core import tenant
from wegbuch.reporting.services.closing import close_month

from .conftest import COLOUR_RULES, RULES, faults, sign_in

# One of each role. A page of many roles looks the same to all of them, and the first one opens it.
OPENERS = ("jana", "lead", "coordination", "settlement", "house", "dpo", "admin")
MANY = 4
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
    "/im-hintergrund/datei/<uuid:pk>/",
)
# Pages that an address shows only when it is asked for something.
ASKED = {
    "lead": (
        "/stellenplan/was-waere-wenn/?zahl=38&wann=2027&verteilung=last_quarter&weg=2&schluessel=80",
        "/zahlen/berichte/activity/?von=2026-10&bis=2026-12",
        "/zahlen/berichte/half_year/gezaehlt/?von=2026-07&bis=2026-12&abschnitt=1&mass=contacts",
        "/zahlen/berichte/monthly/?von=2026-09&bis=2026-11",
        "/zahlen/monate/2026-09/",
    ),
    "coordination": ("/stellenplan/was-waere-wenn/?zahl=38&wann=2027-Q1&weg=2&schluessel=80",),
}

# Every panel that loads by itself was sent for, and nothing is on its way or being put in its place.
PANELS_STAND = """() =>
  [...document.querySelectorAll('[hx-trigger="load"]')].every(panel => panel['htmx-internal-data']?.loaded)
  && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
"""


def openers(cells: tuple[int, ...]) -> list[str]:
    """Whom the table of rights lets in; a page of nobody's own files is a colleague's."""
    found = [name for name in OPENERS if cells[PERSONAS.index(name)] in (200, 302)] or ["thomas"]
    return found if len(found) < MANY else found[:1]


def pages(town) -> dict[str, list[tuple[str, str]]]:
    """Route and filled address of every page, by who opens it."""
    found, table = {name: [(path, path) for path in paths] for name, paths in ASKED.items()}, read_table()
    with tenant.acting_for(town.bruecke.pk):
        for route, (pattern, its_gate) in sorted(routes().items()):
            if "GET" in its_gate.methods and route not in NOT_PAGES:
                path = address(town, pattern, its_gate, route)
                for name in openers(table[route, "GET"]):
                    found.setdefault(name, []).append((route, path))
    return found


@pytest.fixture
def furnished(town):
    furnish(town)
    with tenant.acting_for(town.bruecke.pk):
        close_month(user=town.lead, first=date(2026, 9, 1))
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
PARTS = {"jana": 4, "lead": 2}
LOOKS = [(name, part) for name in (*OPENERS, "thomas") for part in range(PARTS.get(name, 1))]


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
