"""A month is closed, corrected and reported: Miriam leads, Jana enters, Mr Wendt sees the district, Peter settles."""

import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.reporting.conftest import close, five, hold, november  # noqa: F401
from tests.reporting.test_district_report import crowd, spring  # noqa: F401
from wegbuch.core import tenant
from wegbuch.counselling.models import Contact

from .hand import Hand, words

# From the lead's first page; the list of months and the report stand one click behind the reports.
TO_CLOSED_MONTH, TO_PDF, TO_COUNTED, TO_HALF_YEAR, TO_WHAT_IF = 6, 4, 1, 3, 4
OCTOBER = "/zahlen/monate/2026-10/"
AUTUMN = "/zahlen/berichte/half_year/?von=2026-07&bis=2026-12"
MAGIC = {"PDF": b"%PDF-", "Word": b"PK", "Excel": b"PK", "CSV": b"\xef\xbb\xbf"}


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def loaded(page: Page, button: str, folder: Path) -> Path:
    """The file that a button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


@pytest.fixture
def autumn(town, november):  # noqa: F811
    """October has one contact of 15 minutes with Mariam; November has the rest."""
    return november


@pytest.fixture
def district(town, spring):  # noqa: F811
    """A closed first half of 2026 in which three men are too few to be shown."""
    return spring


def test_a_month_is_closed_and_what_changes_later_is_a_correction(visit, autumn):
    hand = Hand(visit("lead"))
    hand.click(hand.page.get_by_role("link", name="Zahlen").first)
    hand.follow("Berichte")
    hand.follow("Monate abschließen")
    hand.follow("Oktober 2026")
    missing = hand.page.get_by_role("table", name="Fehlende Angaben je Kolleg:in")
    expect(missing.get_by_role("row", name=re.compile("^Jana Roth"))).to_be_visible()
    assert "Habibi" not in words(hand.page)
    hand.click(hand.page.locator("summary", has_text="Oktober 2026 abschließen"))
    hand.send("Oktober 2026 endgültig abschließen")
    expect(hand.page.locator("main")).to_contain_text("Nichts. Heute würde genauso gezählt.")
    assert hand.clicks <= TO_CLOSED_MONTH
    change_minutes(visit, autumn)
    hand.page.reload()
    correction = hand.page.get_by_role("row", name=re.compile("^Überblick · Beratungszeit")).locator("td")
    expect(correction).to_have_text(["15", "30", "+15"])
    expect(hand.page.get_by_role("button", name="Oktober 2026 endgültig abschließen")).to_have_count(0)


def change_minutes(visit, autumn) -> None:
    """Jana finds that it took longer."""
    with tenant.acting_for(autumn.bruecke.pk):
        contact = Contact.objects.get(held_on=date(2026, 10, 20))
    hand = Hand(visit("jana", f"/kontakt/{contact.pk}/"))
    hand.follow("Ändern")
    hand.choose("30", hand.page.get_by_role("group", name="Minuten"))
    hand.send("Speichern")
    expect(hand.page.locator(".wb-kv")).to_contain_text("30")


def test_the_half_year_opens_to_what_was_counted_and_leaves_as_files(visit, autumn, tmp_path):
    page = visit("lead", AUTUMN, accept_downloads=True)
    files = {button: loaded(page, f"Laden als {button}", tmp_path) for button in MAGIC}
    assert {button: file.read_bytes()[: len(MAGIC[button])] for button, file in files.items()} == MAGIC
    assert recounted(loaded(page, "Zählnachweis", tmp_path)) == 0
    hand = Hand(page)
    number = page.locator("main table td a").first
    shown = number.inner_text()
    hand.leave(number)
    expect(heading(page)).to_have_text(re.compile(rf": {shown}$"))
    expect(page.locator(".wb-lines tbody tr").first).to_be_visible()
    assert "Habibi" not in words(page)
    assert hand.clicks <= TO_COUNTED


def recounted(proof: Path) -> int:
    """What the auditor's script says, run on nothing but the file."""
    folder = proof.with_suffix("")
    zipfile.ZipFile(proof).extractall(folder)
    return subprocess.run([sys.executable, "-I", str(folder / "nachzaehlen.py"), str(folder)]).returncode


def test_a_report_is_paper_four_clicks_from_the_first_page(visit, autumn, tmp_path):
    hand = Hand(visit("lead", accept_downloads=True))
    hand.click(hand.page.get_by_role("link", name="Zahlen").first)
    hand.follow("Berichte")
    hand.leave(hand.page.get_by_role("region", name="Monatsstatistik").get_by_role("link", name="November 2026"))
    with hand.page.expect_download() as waiting:
        hand.click(hand.page.get_by_role("button", name="Laden als PDF"))
    assert waiting.value.suggested_filename.endswith(".pdf")
    assert hand.clicks <= TO_PDF


def test_the_coordination_sees_the_half_year_without_small_numbers_and_without_doors(visit, district):
    hand = Hand(visit("wendt"))
    hand.click(hand.page.get_by_role("link", name="Zahlen").first)
    hand.follow("Berichte")
    hand.leave(hand.page.get_by_role("link", name="1. Halbjahr 2026").first)
    sex = hand.page.get_by_role("table", name=re.compile("Betreute Personen nach Geschlecht"))
    expect(sex.get_by_role("row", name=re.compile("^männlich")).get_by_text("nicht gezeigt")).to_be_visible()
    expect(sex.locator("td", has_text=re.compile(r"\b3\b"))).to_have_count(0)
    expect(hand.page.locator("main :is(table, dl) a")).to_have_count(0)
    expect(hand.page.get_by_role("button", name="Zählnachweis")).to_have_count(0)
    assert hand.clicks <= TO_HALF_YEAR


def test_the_settlement_multiplies_heads_and_says_by_what(visit, town):
    page = visit("settlement", "/zahlen/abrechnung/")
    expect(heading(page)).to_have_text("Abrechnung nach Köpfen")
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows.filter(has_text="Köpfe mit Asylbewerberleistungen")).to_contain_text("€")
    expect(page.locator("main table a")).to_have_count(0)


def test_sixty_people_more_are_three_quarters_of_a_post(visit, town):
    hand = Hand(visit("lead"))
    hand.click(hand.page.get_by_role("link", name="Stellenplan").first)
    hand.follow("Vorschau")
    hand.follow("Was wäre, wenn")
    hand.page.get_by_label("Wie viele kommen?").fill("60")
    hand.send("Rechnen")
    answer = hand.page.locator("main strong")
    expect(answer).to_contain_text("Ab 1. Januar 2027 braucht es dafür 0,75 Stellen mehr.")
    assert hand.clicks <= TO_WHAT_IF
