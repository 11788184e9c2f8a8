"""The page of a case in a browser: its panels come in one go, and stay links where no script runs."""

import pytest
from playwright.sync_api import expect

from wegbuch.entitlements import navigator_page

PANELS = ("Fristen", "Verfahren", "Rechte & Türen", "Anträge", "Wiedervorlagen", "Kontakte")


def opener(page, name: str):
    """The link of a panel that was not filled."""
    return page.get_by_role("region", name=name, exact=True).get_by_role("link", name="Öffnen")


def asked_for(page) -> list[str]:
    """Addresses the page asks for from here on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.resource_type in ("xhr", "fetch") else None)
    return found


def test_the_panels_come_in_one_request_in_their_order(visit, town):
    page, address = visit("jana", "/heute/"), f"/akte/{town.mariams_case.pk}/"
    found = asked_for(page)
    page.goto(address)
    for name in PANELS:
        expect(page.get_by_role("region", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Alle Fristen")).to_be_visible()
    assert [url.partition(address)[2] for url in found] == ["teile/"]
    shown = page.locator("section.wb-panel[aria-label] h2").all_inner_texts()
    assert [name for name in shown if name in PANELS] == list(PANELS)


def test_without_script_every_panel_is_a_link_that_opens(visit, town):
    page = visit("jana", "/heute/", java_script_enabled=False)
    page.goto(f"/akte/{town.mariams_case.pk}/")
    for name in PANELS:
        expect(opener(page, name)).to_be_visible()
    opener(page, "Fristen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fristen")


@pytest.mark.parametrize("width", [390, 1280])
def test_one_that_fails_says_so_and_leads_on(visit, town, monkeypatch, width):
    monkeypatch.setattr(navigator_page, "of_case", lambda case, user: 1 / 0)
    page = visit("jana", f"/akte/{town.mariams_case.pk}/", width=width)
    broken = page.get_by_role("region", name="Rechte & Türen", exact=True)
    expect(broken).to_contain_text("Dieser Teil lässt sich hier gerade nicht zeigen.")
    expect(opener(page, "Rechte & Türen")).to_be_visible()
    expect(page.get_by_role("link", name="Alle Kontakte")).to_be_visible()
