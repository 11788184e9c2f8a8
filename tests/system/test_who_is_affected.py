"""Who is affected when the law changes, and when somebody's benefit changes: in the browser, day for day."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.entitlements import making_facts
from wegbuch.cases.models import Case, CaseAccess, RelativeAbroad, ResidencePeriod
from wegbuch.core import tenant

from .hand import Hand, words

SUSPENDED, RESUMES = "Nachzug zu subsidiär Geschützten ist ausgesetzt", "Nachzug zu subsidiär Geschützten ab 24.07.2027"
TO_LIST, TO_NOTE = 2, 2
NOTE = "Mit Hiwot und der Fachstelle im Mai 2027 sprechen."


@pytest.fixture
def hiwot(town) -> Case:
    """Subsidiary protection; her husband is abroad and not yet invited for his visa."""
    with tenant.acting_for(town.bruecke.pk):
        case = making_facts.admit(town, "Hiwot", birth_date=date(1990, 1, 8), nationalities=["ERI"])
        ResidencePeriod(person=case.person, status="S12", since=date(2026, 6, 1)).save()
        tesfa = RelativeAbroad(person=case.person, name="Tesfa", relation="spouse", country="ETH")
        tesfa.save()
        making_facts.say(town, case.person, "visa_pickup_invited", False, relative=tesfa)
    return case


@pytest.fixture
def selam(town) -> Case:
    """A recognised refugee, her husband and her son abroad."""
    with tenant.acting_for(town.bruecke.pk):
        return making_facts.selam(town)


def files(page: Page) -> Locator:
    return page.locator("main section.wb-break")


def row(page: Page, rule: str) -> Locator:
    return files(page).locator("li", has_text=rule)


def ribbon(page: Page, rule: str) -> Locator:
    return page.locator(".wb-doors tr").filter(has=page.get_by_role("link", name=rule, exact=True))


# The reunification with people of subsidiary protection is suspended until 23.07.2027.


def test_of_subsidiary_protection_the_door_is_closed_until_24_july_2027(visit, hiwot):
    page = visit("jana", f"/akte/{hiwot.pk}/perspektive/?weg=family")
    later = ribbon(page, RESUMES)
    expect(later).to_contain_text("öffnet 24.07.2027")
    expect(later).to_contain_text("bis zum 24.07.2027 geschlossen")
    expect(later.locator("svg .later").first).to_be_visible()
    expect(ribbon(page, SUSPENDED)).to_contain_text("eingeschränkt bis 23.07.2027")
    expect(page.locator("main")).not_to_contain_text("Eine Tür schließt")


def test_on_24_july_2027_hers_changes_and_that_of_the_refugee_does_not(visit, hiwot, selam):
    hand = Hand(visit("jana", "/rechte/"))
    hand.follow("Wer ist betroffen")
    hand.follow(re.compile("^24.07.2027: Aussetzung"))
    assert hand.clicks <= TO_LIST
    page = hand.page
    assert files(page).locator("h3").all_inner_texts() == ["Hiwot T."]
    for old, new, rule in (("gilt nicht", "nach Ermessen", RESUMES), ("eingeschränkt", "gilt nicht", SUSPENDED)):
        assert [each.strip() for each in row(page, rule).locator(".wb-badge").all_inner_texts()] == [old, new]
    assert "Selam" not in words(page)


def test_what_was_looked_at_is_marked_as_seen_with_a_note(visit, hiwot):
    hand = Hand(visit("jana", "/rechte/betroffen/?tag=2027-07-24"))
    mine = row(hand.page, RESUMES)
    hand.click(mine.locator("summary", has_text="mit Notiz"))
    mine.get_by_label("Notiz").fill(NOTE)
    hand.leave(mine.get_by_role("button", name="Gesehen"))
    expect(mine).to_contain_text(f"Gesehen von Jana Roth, Do 26.11.2026: {NOTE}")
    expect(mine.get_by_role("button", name="Gesehen")).to_have_count(0)
    assert hand.clicks <= TO_NOTE


# The benefit changes on 01.02.2026.


@pytest.fixture
def on(settings, town):
    """Turn the calendar to a day; the case teams are there since 2025."""
    with tenant.acting_for(town.bruecke.pk):
        for each in CaseAccess.objects.all():
            each.starts_at = datetime(2025, 6, 3, tzinfo=UTC)
            each.save()

    def turn(year: int, month: int, day: int) -> None:
        settings.WEGBUCH_TODAY = date(year, month, day)

    return turn


def begin_and_apply(hand: Hand, applied_on: str) -> None:
    """Jana begins the change in the file and enters the day of the application."""
    hand.follow("Wechsel beginnen")
    hand.pick("Bisherige Leistung", "AsylbLG Grundleistungen")
    hand.pick("Neue Leistung", "SGB II")
    hand.page.locator("[name=right_since]").fill("1.2.2026")
    hand.send("Beginnen")
    hand.follow("Tage eintragen")
    hand.page.locator("[name=applied_on]").fill(applied_on)
    hand.send("Speichern")


def month(page: Page, part: str, name: str) -> Locator:
    line = page.locator("tr").filter(has=page.get_by_role("rowheader", name=part))
    return line.locator(f"td[data-label='{name}']")


def test_an_application_of_20_february_leaves_no_gap_but_comes_late(visit, on, town):
    on(2026, 2, 20)
    hand = Hand(visit("jana", f"/akte/{town.mariams_case.pk}/wechsel/"))
    begin_and_apply(hand, "20.02.2026")
    expect(hand.page.locator("main .wb-note--warn")).to_contain_text("das Geld kommt aber später")
    expect(hand.page.locator("main .wb-note--danger")).to_have_count(0)
    expect(month(hand.page, "Geld", "Februar 2026")).to_have_text("kommt später")


def test_an_application_of_3_march_leaves_february_uncovered(visit, on, town):
    on(2026, 3, 3)
    hand = Hand(visit("jana", f"/akte/{town.mariams_case.pk}/wechsel/"))
    begin_and_apply(hand, "03.03.2026")
    red = hand.page.locator("main .wb-note--danger").first
    expect(red).to_contain_text("Februar 2026: kein Geld. Der Antrag gilt erst ab 01.03.2026.")
    expect(month(hand.page, "Geld", "Februar 2026").locator(".wb-badge--danger")).to_have_text("Lücke")
    assert "Voraussichtlich möglich bis Mi 31.01.2029." in words(hand.page)
