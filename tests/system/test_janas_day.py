"""Jana's day, as a person would do it: sign in, find, enter, come back the next morning, be counted."""

from datetime import timedelta

import pytest

from wegbuch.core import clock, tenant
from wegbuch.counselling.models import Contact

NOTE = "Brief vom Sozialamt erklärt. Nachweis Schule fehlt."


@pytest.fixture
def jana(visit):
    return visit("jana")


def find(page, text: str) -> None:
    """Type into the search field of the frame and press Enter: nothing beyond the name."""
    page.get_by_role("search").get_by_role("searchbox").fill(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def enter_contact_for_mariam(page) -> None:
    find(page, "Maryam Habiby")
    if page.get_by_role("heading", name="Suche").count():
        page.locator("main li", has_text="Mariam Habibi").get_by_role("link", name="Eintragen").click()
    else:
        page.get_by_role("link", name="Kontakt eintragen").click()
    page.locator("label", has_text="Ankommen").click()
    page.locator("label", has_text="Dari, Video").click()
    page.get_by_text("Notiz oder Wiedervorlage", exact=True).click()
    page.get_by_label("Notiz", exact=False).first.fill(NOTE)
    page.locator("label", has_text="morgen").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Eintragen", exact=True).click()


def test_mariam_is_found_by_another_spelling_and_nothing_of_her_name_stands_in_an_address(jana):
    find(jana, "Maryam Habiby")
    assert jana.get_by_text("Mariam Habibi").first.is_visible()
    assert "abib" not in jana.url.lower()


def test_a_contact_with_dari_video_and_a_note_is_entered(jana, town):
    enter_contact_for_mariam(jana)
    assert jana.get_by_text("Eingetragen: Mariam Habibi").first.is_visible()
    with tenant.acting_for(town.bruecke.pk):
        contact = Contact.objects.order_by("-entered_at").first()
        assert (contact.language, contact.channel, contact.task_area, contact.note) == ("prs", "video", 3, NOTE)


def test_an_anonymous_contact_needs_no_name(jana, town):
    jana.get_by_role("link", name="Kurzkontakt").first.click()
    jana.locator("label", has_text="anonym").first.click()
    jana.locator("label", has_text="Alltag").click()
    with jana.expect_navigation():
        jana.get_by_role("button", name="Eintragen", exact=True).click()
    with tenant.acting_for(town.bruecke.pk):
        contact = Contact.objects.order_by("-entered_at").first()
        assert (contact.task_area, contact.participations.count()) == (7, 0)


def test_what_was_set_for_tomorrow_stands_on_today_the_next_morning(jana, visit):
    enter_contact_for_mariam(jana)
    with clock.travelled(timedelta(days=1)):
        morning = visit("jana", "/heute/")
        panel = morning.locator("section", has=morning.get_by_role("heading", name="Wiedervorlagen"))
        assert panel.get_by_text("Mariam Habibi").count() >= 1


def test_the_count_shows_what_was_entered(jana, visit):
    before = figure(visit("jana", "/zahlen/"))
    enter_contact_for_mariam(jana)
    assert figure(visit("jana", "/zahlen/")) == before + 1


def figure(page) -> int:
    box = page.locator(".wb-fig", has_text="Kontakte").first
    return int(box.locator("b").inner_text().split()[0])


def test_coordination_sees_counts_and_no_file(visit, town):
    page = visit("wendt", "/")
    assert page.get_by_role("heading", level=1).is_visible()
    assert "Habibi" not in page.content()
    answer = page.goto(f"/akte/{town.mariams_case.pk}/")
    assert answer.status == 404
    assert page.get_by_text("Diese Seite gibt es nicht, oder sie ist nicht für Sie freigegeben.").is_visible()


def test_nothing_is_loaded_from_elsewhere(jana):
    enter_contact_for_mariam(jana)
    for path in ("/heute/", "/menschen/", "/zahlen/", "/konto/"):
        jana.goto(path)
    assert jana.strangers == []


def test_the_whole_entry_works_without_script(visit, town):
    page = visit("jana", java_script_enabled=False)
    enter_contact_for_mariam(page)
    assert page.get_by_text("Eingetragen: Mariam Habibi").first.is_visible()
