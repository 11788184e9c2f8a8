"""A yellow envelope comes in: logged, read, counted, found again by a second person, kept or late."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cases.paper_samples import from_phone, upload
from tests.procedures import making
from wegbuch.cases import files
from wegbuch.core import clock, tenant
from wegbuch.procedures.models import Deadline, Letter
from wegbuch.procedures.services import checks, houses, post

MOST_FOR_POST, MOST_FOR_LETTER = 6, 4
PHOTO = {"name": "umschlag.jpg", "mimeType": "image/jpeg", "buffer": from_phone()}
UNFOUNDED, REJECTED = "bamf_rejected_manifestly_unfounded", "bamf_rejected"
REASONS = "Begründung der Klage mit Tatsachen und Beweisen"
TOGETHER = "Klage und Eilantrag nach § 80 Abs. 5 VwGO"
UNCONFIRMED = "Unbestätigt: bitte gegenrechnen lassen"
TWO_DAYS = "Zwei verschiedene Tage. Es gilt der frühere, bis Sie sich geeinigt haben."


@pytest.fixture(autouse=True)
def _disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


class Finger:
    """Jana's finger on her phone: every tap, every day typed and every photo counts, a name does not."""

    def __init__(self, page: Page) -> None:
        self.page, self.inputs = page, 0

    def taps(self, place: Locator) -> None:
        self.inputs += 1
        place.tap()

    def chip(self, text: str) -> None:
        self.taps(self.page.locator("main label", has_text=re.compile(f"^\\s*{text}\\s*$")).first)

    def types(self, label: str, text: str) -> None:
        self.inputs += 1
        self.page.get_by_label(label).fill(text)

    def chooses(self, label: str, text: str) -> None:
        self.inputs += 1
        with swapping(self.page):
            self.page.get_by_label(label).select_option(label=text)

    def photographs(self, group: str) -> None:
        self.inputs += 1
        self.page.get_by_role("group", name=group).locator("[type=file]").set_input_files(PHOTO)

    def sends(self, button: str) -> None:
        with self.page.expect_navigation():
            self.taps(self.page.get_by_role("button", name=button, exact=True))


@contextmanager
def swapping(page: Page) -> Iterator[None]:
    """Wait until htmx has put the answer in its place."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        yield
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def fill(page: Page, **typed: str) -> None:
    """Type into the form of a letter by the names of its fields; the kind first, it asks for further days."""
    if "kind" in typed:
        choose(page, typed.pop("kind"))
    for name, text in typed.items():
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"main label:has([name={name}][value='{text}'])").click()
        elif name == "court":
            field.select_option(text)
        else:
            field.fill(text)


def choose(page: Page, kind: str) -> None:
    select = page.locator("main [name=kind]")
    if select.input_value() != kind:
        with swapping(page):
            select.select_option(kind)


def calculate(page: Page) -> Locator:
    """The result beside the form."""
    with swapping(page):
        page.get_by_role("button", name="Berechnen").click()
    return page.locator("#result")


def of_mariam(town) -> str:
    return f"/akte/{town.mariams_case.pk}/brief/"


# The way of one letter: Jana's phone, Thomas' second look.


def log_envelope(finger: Finger) -> None:
    finger.taps(finger.page.get_by_role("link", name="Post eintragen").first)
    finger.page.get_by_label("Für wen?").fill("Maryam Habiby")
    finger.chip("BAMF")
    finger.chip("Gelber Umschlag")
    finger.types("Zugestellt am", "25.11.2026")
    finger.photographs("Fotos vom Umschlag")
    finger.sends("Eintragen und Brief erfassen")


def read_letter(finger: Finger) -> None:
    finger.chooses("Was ist es?", "BAMF: abgelehnt als offensichtlich unbegründet")
    finger.types("Asylantrag eingereicht am", "06.07.2026")
    finger.chip("1 Woche")


def check(page: Page, served_on: str) -> str:
    """Answer the two questions of Gegenrechnen; the text of the page before them."""
    page.get_by_role("link", name="Gegenrechnen für Jana Roth").click()
    page.get_by_role("heading", name="Gegenrechnen", level=1).wait_for()
    before = page.locator("main").inner_text()
    page.get_by_label("Welcher Tag steht auf dem gelben Umschlag").fill(served_on)
    page.locator("label", has_text="1 Woche").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Vergleichen").click()
    return before


def test_an_envelope_becomes_two_tasks_and_goes_to_a_second_person_in_ten_inputs(visit, town):
    page = visit("jana", "/heute/", width=390, has_touch=True, is_mobile=True)
    finger = Finger(page)
    log_envelope(finger)
    assert finger.inputs <= MOST_FOR_POST
    finger.inputs = 0
    read_letter(finger)
    first = page.locator("#result .wb-result").first
    for words in (TOGETHER, "Mi 02.12.2026", "noch 6 Tage", "sicher: heute handeln", UNCONFIRMED):
        expect(first).to_contain_text(words)
    finger.sends("Eintragen und Thomas fragen")
    assert finger.inputs <= MOST_FOR_LETTER
    expect(page.get_by_text("Eingetragen. Gefragt: Thomas Ihde.")).to_be_visible()
    for act in ("Klage", "Eilantrag nach § 80 Abs. 5 VwGO"):
        expect(page.get_by_role("link", name=f"Frist: {act}", exact=True)).to_be_visible()
    assert page.locator(".wb-photos img").count() == 1


@pytest.fixture
def asked(town) -> Letter:
    """Jana's letter with a photo, which Thomas is asked to find again."""
    with tenant.acting_for(town.bruecke.pk):
        item = making.post_item(town)
        stored = files.keep(upload(PHOTO["buffer"], PHOTO["name"]), by=town.jana)
        post.add_photos(item, user=town.jana, envelope=[stored.pk])
        letter = making.letter(town, item=item, instructed_period="1 week")
        checks.ask(letter, by=town.jana, asked=town.thomas)
    return letter


def test_the_second_person_sees_photo_and_questions_but_not_the_result_and_confirms(visit, asked):
    thomas = visit("thomas", "/fristen/")
    thomas.get_by_role("link", name="Gegenrechnen für Jana Roth").click()
    photo = thomas.get_by_role("img", name="Foto: Umschlag")
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("photo => photo.naturalWidth") > 0
    thomas.go_back()
    before = check(thomas, "25.11.2026")
    assert [words for words in ("02.12.", "25.11.", "Klage", "Eilantrag", "Habibi") if words in before] == []
    names = re.compile("Bestätigt: Jana Roth .+ Thomas Ihde .+ gleiches Ergebnis")
    expect(thomas.get_by_role("heading", name=names)).to_be_visible()
    jana = visit("jana", f"/brief/{asked.pk}/")
    expect(jana.get_by_text(names)).to_be_visible()
    expect(jana.locator(".wb-result__bar")).to_have_text("Bestätigt")


def test_where_two_people_read_two_days_both_are_shown_and_the_earlier_counts(visit, asked):
    thomas = visit("thomas", "/fristen/")
    check(thomas, "24.11.2026")
    expect(thomas.get_by_role("heading", name=TWO_DAYS)).to_be_visible()
    for day in ("Mi 02.12.2026", "Di 01.12.2026"):
        expect(thomas.locator(".wb-readings")).to_contain_text(day)
    jana = visit("jana", f"/brief/{asked.pk}/")
    expect(jana.locator(".wb-result__bar")).to_have_text(TWO_DAYS)
    expect(jana.locator(".wb-result .wb-day b").first).to_have_text("Di 01.12.2026")


# The days of practice, typed as they stand on the paper. Today is 11.01.2027, so that all of them lie behind.
# What is typed; act and day that must be shown; words that must stand in the reasons.

ASYLUM = {"channel": "yellow", "decided_on": "", "instruction": "unknown", "court": "vg_potsdam"}
NEW, OLD = ASYLUM | {"lodged_on": "06.07.2026"}, ASYLUM | {"lodged_on": "02.03.2025"}
UNFOUNDED_IN_A_WEEK = NEW | {"kind": UNFOUNDED, "instructed_period": "1 week"}
REJECTED_IN_TWO = {"kind": REJECTED, "instructed_period": "2 weeks"}
JUDGMENT = {"kind": "court_judgment_residence", "channel": "yellow", "instruction": "correct", "instructed_period": ""}
SCENARIOS = [
    (
        UNFOUNDED_IN_A_WEEK | {"served_on": "10.11.2026"},
        {TOGETHER: "Di 17.11.2026", REASONS: "Do 10.12.2026"},
        ("§ 36 Abs. 2", "Art. 67 Abs. 7 lit. a", "kein Wochenende, kein Feiertag in Brandenburg"),
    ),
    (
        NEW | REJECTED_IN_TWO | {"served_on": "12.12.2026"},
        {"Klage": "Mo 28.12.2026", REASONS: "Di 12.01.2027"},
        ("§ 74 Abs. 1 Satz 1", "Sa 26.12.2026 2. Weihnachtstag: weiter"),
    ),
    (
        OLD | REJECTED_IN_TWO | {"served_on": "30.04.2026"},
        {"Klage": "Fr 15.05.2026"},
        ("§ 74 Abs. 1 AsylG a. F.", "Do 14.05.2026 Christi Himmelfahrt: weiter"),
    ),
    (
        ASYLUM | REJECTED_IN_TWO | {"lodged_on": "03.02.2017", "served_on": "12.04.2017"},
        {"Klage": "Mi 26.04.2017"},
        ("§ 74 Abs. 1 AsylG a. F.",),
    ),
    (
        NEW | REJECTED_IN_TWO | {"served_on": "17.10.2026"},
        {"Klage": "Mo 02.11.2026"},
        ("Sa 31.10.2026 Reformationstag: weiter",),
    ),
    (
        OLD | REJECTED_IN_TWO | {"served_on": "17.10.2025"},
        {"Klage": "Mo 03.11.2025"},
        ("Fr 31.10.2025 Reformationstag: weiter",),
    ),
    (
        UNFOUNDED_IN_A_WEEK | {"channel": "returned", "posted_on": "20.11.2026", "returned_on": "25.11.2026"},
        {TOGETHER: "Fr 27.11.2026"},
        ("kam zurück: es zählt der Tag, an dem der Brief aufgegeben wurde", "§ 10 Abs. 2 AsylG"),
    ),
    (
        ASYLUM | REJECTED_IN_TWO | {"lodged_on": "11.06.2026", "served_on": "25.11.2026"},
        {"Klage": "Mi 09.12.2026"},
        ("(altes Recht)", "§ 74 Abs. 1 AsylG a. F.", "Mi 09.12.2026: Nach neuem Recht gerechnet"),
    ),
    (
        ASYLUM | REJECTED_IN_TWO | {"lodged_on": "12.06.2026", "served_on": "25.11.2026"},
        {"Klage": "Mi 09.12.2026"},
        ("Art. 67 Abs. 7 lit. b", "VO (EU) 2024/1348"),
    ),
    (
        NEW | {"kind": REJECTED, "served_on": "25.11.2026", "instruction": "missing", "instructed_period": ""},
        {"Klage": "Mi 09.12.2026"},
        ("Do 25.02.2027: Die Belehrung fehlt oder ist falsch: die längere Frist läuft. Ziel bleibt der frühere Tag.",),
    ),
    (
        JUDGMENT | {"served_on": "08.01.2027", "court": "vg_potsdam"},
        {"Antrag auf Zulassung der Berufung": "Mo 08.02.2027", "Begründung des Antrags": "Di 09.03.2027"},
        ("§ 124a Abs. 4 VwGO", "Mo 08.03. Internationaler Frauentag: weiter"),
    ),
    (
        UNFOUNDED_IN_A_WEEK | {"channel": "reception_centre", "arrived_on": "10.11.2026", "handed_on": "19.11.2026"},
        {TOGETHER: "Mo 23.11.2026"},
        ("4. Tag nach der Übergabe an die Aufnahmeeinrichtung", "das beginnt keine neue Frist", "§ 10 Abs. 4 AsylG"),
    ),
]


def lacking(result: Locator, expected: dict[str, str], words: tuple[str, ...]) -> list[str]:
    """What the result ought to show and does not; a box is to say its source, and that nobody confirmed it."""
    boxes = [
        (box.locator("h2").inner_text(), box.locator(".wb-day b").inner_text(), " ".join(box.text_content().split()))
        for box in result.locator(".wb-result").all()
    ]
    found = {act: day for act, day, _text in boxes}
    whole = " ".join(text for _act, _day, text in boxes)
    missing = [f"{act} {day}" for act, day in expected.items() if found.get(act) != day]
    missing += [word for word in words if word not in whole]
    missing += [f"source of {act}" for act, _day, text in boxes if not re.search("Grundlage.+§.+https://", text)]
    return missing + [f"flag of {act}" for act, _day, text in boxes if "nbestätigt" not in text]


def test_the_days_of_practice_come_out_of_the_form(visit, town):
    with clock.travelled(timedelta(days=46)):
        page, missing = visit("jana", of_mariam(town)), {}
        for typed, expected, words in SCENARIOS:
            fill(page, **typed)
            if lacks := lacking(calculate(page), expected, words):
                missing[str(typed)] = lacks
    assert missing == {}


REFUSED = (
    ({"served_on": "31.02.2026"}, "Zugestellt am", "Der 31. Februar existiert nicht. Beispiel: 28.02.2026"),
    (
        {"served_on": "24.11.2026", "decided_on": "25.11.2026"},
        "Zugestellt am",
        "Der Brief kann nicht vor dem Bescheid zugestellt sein. Bitte prüfen Sie beide Tage.",
    ),
    (
        {"channel": "ordinary", "posted_on": "27.11.2026"},
        "Aufgegeben am",
        "Das Datum liegt in der Zukunft. Meinen Sie den 27.11.2025?",
    ),
)


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Eintragen und Thomas fragen").click()


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_or_photographed_is_lost(visit, town):
    page = visit("jana", of_mariam(town))
    page.get_by_role("group", name="Fotos vom Umschlag").locator("[type=file]").set_input_files(PHOTO)
    fill(page, kind=UNFOUNDED, channel="yellow", lodged_on="06.07.2026", instructed_period="1 week")
    fill(page, file_number="9 K 12/26", court="vg_potsdam")
    for typed, label, sentence in REFUSED:
        fill(page, **typed)
        enter(page)
        expect(page.get_by_label(label)).to_have_accessible_description(re.compile(re.escape(sentence)))
        for name, text in typed.items():
            field = page.locator(f"main [name={name}]:is([type=text], :checked)")
            expect(field).to_have_value(text)
        expect(page.get_by_label("Aktenzeichen")).to_have_value("9 K 12/26")
        expect(page.locator("main [name=kind]")).to_have_value(UNFOUNDED)
        expect(page.locator("main [name=court]")).to_have_value("vg_potsdam")
        expect(page.locator("main [name=instructed_period]:checked")).to_have_value("1 week")
        expect(page.get_by_role("link", name="umschlag.jpg")).to_be_visible()
    fill(page, posted_on="20.11.2026", decided_on="19.11.2026")
    enter(page)
    expect(page.get_by_role("img", name="Foto 1: Umschlag")).to_be_visible()


def test_a_deadline_is_kept_with_its_proof_and_asks_for_nothing_any_more(visit, town):
    with tenant.acting_for(town.bruecke.pk):
        row = making.deadline(town)
    page = visit("jana", f"/frist/{row.pk}/")
    page.get_by_role("link", name="Nachweis anlegen").click()
    page.locator("label", has_text="Faxbericht").click()
    page.get_by_role("group", name="Foto oder PDF").locator("[type=file]").set_input_files(PHOTO)
    page.get_by_role("checkbox", name="Eilantrag nach § 80 Abs. 5 VwGO").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Frist ist gewahrt").click()
    expect(page.get_by_text("Abgeschlossen: gewahrt.")).to_be_visible()
    assert page.request.get(page.get_by_role("link", name="Faxbericht").get_attribute("href")).status == 200
    with tenant.acting_for(town.bruecke.pk):
        kept = {row.act for row in Deadline.objects.filter(state="kept")}
        assert kept == {"Klage", "Eilantrag nach § 80 Abs. 5 VwGO"}
    expect(page.locator(".wb-result .wb-day")).to_contain_text("gewahrt")
    expect(page.locator(".wb-result")).not_to_contain_text("heute handeln")


def test_a_deadline_that_was_missed_leads_to_reinstatement(visit, town):
    with tenant.acting_for(town.bruecke.pk):
        row = making.deadline(town, item=making.post_item(town, served_on=date(2026, 11, 10)))
    page = visit("jana", f"/frist/{row.pk}/")
    page.get_by_role("link", name="Was jetzt zu tun ist").click()
    expect(page.get_by_role("heading", name="Zu spät?", level=1)).to_be_visible()
    expect(page.get_by_text("In derselben Zeit nachholen: Klage")).to_be_visible()
    page.get_by_label("Warum wurde die Frist versäumt?").fill("Der Brief lag beim Nachbarn.")
    with page.expect_navigation():
        page.get_by_role("button", name="Wiedereinsetzung eintragen").click()
    expect(page.get_by_text("Eingetragen: Wiedereinsetzung bis Do 10.12.2026.")).to_be_visible()
    expect(page.locator(".wb-result__bar")).to_have_text(UNCONFIRMED)
    expect(page.get_by_text("Versäumte Handlung nachholen").first).to_be_visible()


def test_what_the_house_logs_waits_unread_on_janas_day(visit, town):
    with tenant.acting_for(town.bruecke.pk):
        houses.set_keepers(town.kiefernweg, [town.house])
    page = visit("house", "/haus/post/neu/")
    page.get_by_label("Für wen?").select_option(label="Mariam Habibi · B14")
    fill(page, sender="bamf", channel="yellow")
    with page.expect_navigation():
        page.get_by_role("button", name="Eintragen", exact=True).click()
    panel = visit("jana", "/heute/").get_by_role("region", name="Post")
    for words in ("1 noch nicht gelesen", "Mariam Habibi", "GU Am Kiefernweg, B14"):
        expect(panel).to_contain_text(words)
    expect(panel.get_by_role("link", name="Brief erfassen")).to_be_visible()


def test_a_letter_is_counted_and_entered_without_script(visit, town):
    page = visit("jana", of_mariam(town), java_script_enabled=False)
    page.get_by_label("Was ist es?").select_option(UNFOUNDED)
    fill(page, channel="yellow", served_on="25.11.2026", instructed_period="1 week")
    page.get_by_role("button", name="Berechnen").click()
    expect(page.locator("#result")).to_contain_text("Angabe fehlt: Wann wurde der Asylantrag beim BAMF eingereicht")
    fill(page, lodged_on="06.07.2026")
    page.get_by_role("button", name="Berechnen").click()
    expect(page.locator("#result .wb-day b").first).to_have_text("Mi 02.12.2026")
    enter(page)
    expect(page.get_by_text("Eingetragen. Gefragt: Thomas Ihde.")).to_be_visible()
