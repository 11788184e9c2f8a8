"""The pages of reports: who may open which, what a number opens, and what leaves the house as a file."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from wegbuch.access.models import Membership
from wegbuch.access.models.log import AuditEvent
from wegbuch.access.roles import Role
from wegbuch.core import clock, tenant
from wegbuch.counselling.models import ReportNote
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.periods import from_months
from wegbuch.reporting.places import asked, cell_query
from wegbuch.reporting.services.closing import close_month
from wegbuch.reporting.services.reports import build
from wegbuch.staffing.services import add_post

from .test_pages import NAMES, words

REPORTS = reverse("reporting:reports")
OCTOBER, NOVEMBER = ({"von": month, "bis": month} for month in ("2026-10", "2026-11"))
YEAR = {"von": "2026-01", "bis": "2026-12"}


def page_of(report: str) -> str:
    return reverse("reporting:report", args=[report])


def opened(report: str) -> str:
    return reverse("reporting:counted", args=[report])


def file_of(report: str, ending: str) -> str:
    return reverse("reporting:report_file", args=[report, ending])


@pytest.fixture
def note(november):
    """A text about task 1 that Jana offered in November."""
    with tenant.acting_for(november.bruecke.pk):
        row = ReportNote(
            author=november.jana,
            team=november.jana.team,
            written_at=clock.now(),
            month=date(2026, 11, 1),
            task_area=1,
            text="Die Anhörungen kommen kurzfristig.",
        )
        row.save()
    return row


def test_a_lead_finds_her_reports_with_their_periods(november, signed_in):
    text = words(signed_in("lead").get(REPORTS))
    assert "Monatsstatistik Was in einem Monat geschah, aus den täglichen Einträgen. November 2026" in text
    assert re.findall(r"\d\. Halbjahr \d+", text) == ["2. Halbjahr 2026", "1. Halbjahr 2026", "2. Halbjahr 2025"]


def test_a_period_says_how_many_of_its_months_are_closed(november, signed_in):
    with tenant.acting_for(november.bruecke.pk):
        close_month(user=november.lead, first=date(2026, 10, 1))
    text = words(signed_in("lead").get(REPORTS))
    assert "Jahr 2026 1 von 12 Monaten abgeschlossen" in text
    assert "Oktober 2026 abgeschlossen September 2026 noch offen" in text


def test_coordination_finds_only_what_is_made_for_it_and_has_ended(november, signed_in):
    text = words(signed_in("coordination").get(REPORTS))
    assert "Sachbericht" not in text
    assert re.findall(r"\d\. Halbjahr \d+", text)[0] == "1. Halbjahr 2026"


@pytest.mark.parametrize(
    ("name", "report", "status"),
    [
        ("lead", "monthly", 200),
        ("lead", "activity", 200),
        ("lead", "unheard_of", 404),
        ("coordination", "half_year", 200),
        ("coordination", "activity", 404),
        ("jana", "monthly", 404),
        ("settlement", "half_year", 404),
        ("dpo", "half_year", 404),
    ],
)
def test_each_role_opens_its_own_reports(november, signed_in, name, report, status):
    assert signed_in(name).get(page_of(report)).status_code == status


def test_a_report_page_shows_the_numbers_and_no_names(november, signed_in):
    page = signed_in("lead").get(page_of("monthly"), NOVEMBER)
    text = words(page)
    assert "Kontakte 4 Beratungszeit 1,8 h" in text
    assert "Dieser Monat ist noch nicht abgeschlossen. Die Zahlen können sich noch ändern." in text
    assert [name for name in NAMES if name in page.content.decode()] == []


def test_a_closed_month_shows_its_day_and_digest(november, signed_in):
    with tenant.acting_for(november.bruecke.pk):
        digest = close_month(user=november.lead, first=date(2026, 10, 1)).digest
    text = words(signed_in("lead").get(page_of("monthly"), OCTOBER))
    assert "Diese Zahlen ändern sich nicht mehr." in text
    assert f"Oktober 2026 Do 26.11.2026 {digest[:16]}" in text


@pytest.mark.parametrize(
    "query", [{"von": "2026-13", "bis": "2026-13"}, {"von": "1-1"}, {"von": "2026-11", "bis": "2026-10"}]
)
def test_a_period_that_is_none_gives_the_present_one(november, signed_in, query):
    page = signed_in("lead").get(page_of("monthly"), query)
    assert (page.status_code, page.context["period"].label) == (200, "November 2026")


def test_coordination_cannot_ask_for_a_period_of_its_own(november, signed_in):
    page = signed_in("coordination").get(page_of("half_year"), {"von": "2026-02", "bis": "2026-06"})
    assert page.context["period"].label == "1. Halbjahr 2026"


def test_every_number_of_a_page_opens_as_many_as_it_says(november, signed_in):
    client = signed_in("lead")
    page = client.get(page_of("monthly"), NOVEMBER).content.decode()
    links = re.findall(r'href="(/zahlen/berichte/monthly/gezaehlt/[^"]+)">([^<]+)</a>', page)
    answers = [client.get(link.replace("&amp;", "&")).context["number"] for link, _number in links]
    assert len(links) > 40
    assert answers == [number for _link, number in links]


def test_nothing_opens_from_zero(november, signed_in):
    page = signed_in("lead").get(page_of("monthly"), NOVEMBER).content.decode()
    assert re.findall(r"gezaehlt/[^\"]+\">0<", page) == []


def test_an_opened_number_shows_signs_and_words_and_no_names(november, signed_in):
    query = {**NOVEMBER, "tabelle": "task", "mass": "contacts", "zeile": "3"}
    page = signed_in("lead").get(opened("monthly"), query)
    text = words(page)
    assert "Kontakte: 2 Kontakte · Aufgabe: 3 Ankommen &amp; Leistungen" in text
    assert re.search(r"Minuten [0-9a-f]{16} 3 Ankommen &amp; Leistungen \d\d [0-9a-f]{16} 3", text)
    assert "Hausbesuch" not in text
    assert [name for name in NAMES if name in page.content.decode()] == []


def test_opened_posts_are_read_as_posts_and_speak_of_no_signs(november, signed_in):
    with tenant.acting_for(november.bruecke.pk):
        add_post(label="Seedorf", form="housing_based_msa", share=Decimal("0.80"), starts_on=date(2025, 1, 1))
    text = words(signed_in("lead").get(opened("half_year"), {**YEAR, "tabelle": "posts", "mass": "vacant"}))
    assert "Form Stellen davon besetzt davon frei Unterbringungsnahe Migrationssozialarbeit 0,80 0,00 0,80" in text
    assert ("Hundertstel" in text, "Zeichen" in text) == (False, False)


@pytest.mark.parametrize(
    "query",
    [
        {"mass": "contacts"},
        {"abschnitt": "1", "mass": "offers"},
        {"abschnitt": "99", "mass": "contacts"},
        {"tabelle": "nothing", "mass": "contacts"},
        {"tabelle": "task", "mass": "supported"},
        {"tabelle": "task", "mass": "contacts", "zeile": "12"},
        {"tabelle": "task", "mass": "contacts", "spalte": "f"},
        {"tabelle": "sex", "mass": "supported", "zeile": "0", "spalte": "x"},
    ],
)
def test_a_number_the_report_does_not_have_is_not_found(november, signed_in, query):
    assert signed_in("lead").get(opened("monthly"), {**NOVEMBER, **query}).status_code == 404


def test_without_a_number_one_comes_back_to_the_report(november, signed_in):
    answer = signed_in("lead").get(opened("monthly"), NOVEMBER)
    assert answer.headers["Location"] == f"{page_of('monthly')}?von=2026-11&bis=2026-11"


def test_for_coordination_no_number_opens(november, signed_in):
    client = signed_in("coordination")
    assert client.get(opened("half_year"), {"abschnitt": "1", "mass": "contacts"}).status_code == 404
    assert "gezaehlt" not in client.get(page_of("half_year")).content.decode()


def test_an_address_leads_back_to_its_cell(november):
    report = book().reports["monthly"]
    with tenant.acting_for(november.bruecke.pk):
        built = build(report, from_months(date(2026, 11, 1), date(2026, 11, 1)), whose="Brücke e. V.")
    counted = next(table for part in built.parts for table in part.tables if table.table.id == "sex")
    query = dict(pair.split("=") for pair in cell_query(counted, counted.lines[1].key, 0).split("&"))
    place = asked(report, query).place
    assert (place.row, place.column) == (counted.lines[1].key, counted.heads[0][0])


def test_a_lead_takes_a_text_into_the_report(note, november, signed_in):
    client = signed_in("lead")
    address = reverse("reporting:report_text", args=["activity", note.pk])
    answer = client.post(address, {**YEAR, "state": "taken", "seen_version": note.version})
    assert answer.headers["Location"] == f"{page_of('activity')}?von=2026-01&bis=2026-12#texte-1"
    with tenant.acting_for(november.bruecke.pk):
        assert ReportNote.objects.get().state == "taken"


def test_a_text_that_was_changed_meanwhile_is_not_taken_in(note, november, signed_in):
    address = reverse("reporting:report_text", args=["activity", note.pk])
    signed_in("lead").post(address, {**YEAR, "state": "taken", "seen_version": note.version + 1})
    with tenant.acting_for(november.bruecke.pk):
        assert ReportNote.objects.get().state == "offered"


def decide(client, report: str, note: ReportNote, **fields):
    address = reverse("reporting:report_text", args=[report, note.pk])
    return client.post(address, {**YEAR, "state": "taken", "seen_version": note.version, **fields})


@pytest.mark.parametrize(
    ("report", "fields"),
    [
        ("activity", {"von": "2026-01", "bis": "2026-10"}),
        ("activity", {"von": "2025-01", "bis": "2025-12"}),
        ("half_year", {"von": "2026-07", "bis": "2026-12"}),
        ("monthly", NOVEMBER),
    ],
)
def test_a_text_of_another_period_or_report_is_not_there(note, november, signed_in, report, fields):
    assert decide(signed_in("lead"), report, note, **fields).status_code == 404
    with tenant.acting_for(november.bruecke.pk):
        assert ReportNote.objects.get().state == "offered"


@pytest.mark.parametrize("name", ["jana", "other_lead", "coordination", "settlement"])
def test_nobody_but_the_lead_takes_a_text_in(note, signed_in, name):
    assert decide(signed_in(name), "activity", note).status_code == 404


def test_a_text_that_may_name_somebody_is_asked_about_in_its_report(note, november, signed_in):
    with tenant.acting_for(november.bruecke.pk):
        note.text = "Hodan ist ein Ort."
        note.save()
    client = signed_in("lead")
    page = client.get(decide(client, "activity", note).url).content.decode()
    assert ("vielleicht ein Name" in page, 'name="is_no_name"' in page) == (True, True)
    decide(client, "activity", note, is_no_name="on")
    with tenant.acting_for(november.bruecke.pk):
        assert ReportNote.objects.get().state == "taken"


def test_a_text_written_on_after_the_question_is_asked_about_anew(note, november, signed_in):
    def write(text: str) -> None:
        with tenant.acting_for(november.bruecke.pk):
            note.text = text
            note.save()

    write("Hodan ist ein Ort.")
    client = signed_in("lead")
    address = decide(client, "activity", note).url
    write("Selam wartet.")
    page = client.get(address).content.decode()
    assert ("Selam wartet." in page, "vielleicht ein Name" in page, 'name="is_no_name"' in page) == (True, False, False)


def test_about_her_own_text_another_lead_decides_in_the_report_too(note, november, signed_in):
    Membership(user=november.jana, role=Role.LEAD, starts_on=date(2026, 1, 1)).save()
    client, address = signed_in("jana"), reverse("reporting:report_text", args=["activity", note.pk])
    page = client.get(decide(client, "activity", note).url).content.decode()
    assert "Über Ihren eigenen Text entscheidet eine andere Leitung." in page
    assert (address in page, "Darüber entscheidet eine andere Leitung." in page) == (False, True)
    assert address in signed_in("lead").get(page_of("activity"), YEAR).content.decode()
    with tenant.acting_for(november.bruecke.pk):
        assert ReportNote.objects.get().state == "offered"


LAST_YEAR = {"von": "2025-01", "bis": "2025-12"}


@pytest.fixture
def last_years(note, november):
    """The same text, of November of the year before."""
    with tenant.acting_for(november.bruecke.pk):
        note.month = date(2025, 11, 1)
        note.save()
    return note


def test_texts_of_a_year_of_which_every_month_is_closed_stand(last_years, november, close, signed_in):
    close(from_months(date(2025, 1, 1), date(2025, 12, 1)), "bruecke")
    client = signed_in("lead")
    page = client.get(decide(client, "activity", last_years, **LAST_YEAR).url).content.decode()
    assert ("abgeschlossen. Seine Texte bleiben" in page, 'name="state"' in page) == (True, False)
    with tenant.acting_for(november.bruecke.pk):
        assert ReportNote.objects.get().state == "offered"


def test_texts_of_a_year_with_an_open_month_are_decided(last_years, november, close, signed_in):
    close(from_months(date(2025, 1, 1), date(2025, 11, 1)), "bruecke")
    decide(signed_in("lead"), "activity", last_years, **LAST_YEAR)
    with tenant.acting_for(november.bruecke.pk):
        assert ReportNote.objects.get().state == "taken"


def test_people_behind_a_number_show_nothing_but_what_the_table_divides_by(november, signed_in):
    query = {**NOVEMBER, "tabelle": "status", "mass": "counselled"}
    context = signed_in("lead").get(opened("monthly"), query).context
    assert context["heads"] == ["Person", "Aufenthalt"]
    figure = signed_in("lead").get(opened("monthly"), {**NOVEMBER, "abschnitt": "1", "mass": "counselled"}).context
    assert figure["heads"] == ["Person"]
    assert {len(words) + len(numbers) for _signs, words, numbers in figure["lines"]} == {0}


def test_only_texts_that_were_taken_in_stand_in_the_file(note, november, signed_in):
    before = made(signed_in("lead"), "docx")
    with tenant.acting_for(november.bruecke.pk):
        row = ReportNote.objects.get()
        row.state = "taken"
        row.save()
    after = made(signed_in("lead"), "docx")
    assert [text_of(content).count("Die Anhörungen kommen kurzfristig.") for content in (before, after)] == [0, 1]


def made(client, ending: str) -> bytes:
    """The yearly report as the background left it."""
    page = client.post(file_of("activity", ending), YEAR, follow=True)
    return client.get(page.context["file"].get_absolute_url()).content


def text_of(content: bytes) -> str:
    import io

    from docx import Document

    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx", "csv"])
def test_a_file_comes_as_attachment_that_nobody_keeps(november, signed_in, ending):
    answer = signed_in("lead").post(file_of("monthly", ending), NOVEMBER)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="monatsstatistik-2026-11.{ending}"'


def test_a_file_that_is_taken_out_stands_in_the_log(november, signed_in):
    signed_in("lead").post(file_of("monthly", "csv"), NOVEMBER)
    event = AuditEvent.objects.filter(action="exported").get()
    assert (event.model, event.object_id, event.user) == (
        "reporting.report", "monthly 2026-11 2026-11 csv", november.lead.pk,
    )  # fmt: skip


def test_a_pdf_that_does_not_succeed_is_said_on_the_page(november, signed_in, monkeypatch):
    monkeypatch.setattr("wegbuch.reporting.outputs.paper.SETTER", "wegbuch.reporting.outputs.nothing")
    answer = signed_in("lead").post(file_of("monthly", "pdf"), NOVEMBER, follow=True)
    assert "Das PDF ist nicht gelungen. Word und Excel gehen trotzdem." in words(answer)
    assert not AuditEvent.objects.filter(action="exported").exists()


def test_a_hidden_number_is_explained_below_its_table(november, hold, five, close, signed_in):
    hold("jana", date(2026, 3, 4), task=2, times=7, cases=five["jana"])
    close(from_months(date(2026, 1, 1), date(2026, 6, 1)))
    text = words(signed_in("coordination").get(page_of("half_year"), {"von": "2026-01", "bis": "2026-06"}))
    assert "2 Perspektive" in text
    assert "nicht gezeigt: eine Zahl unter 5" in text


def test_a_file_of_an_unknown_kind_is_not_found(november, signed_in):
    assert signed_in("lead").post(file_of("monthly", "exe"), NOVEMBER).status_code == 404


def test_a_file_is_not_handed_out_for_a_look(november, signed_in):
    assert signed_in("lead").get(file_of("monthly", "csv"), NOVEMBER).status_code == 405


def test_coordination_takes_out_what_it_sees(november, signed_in):
    answer = signed_in("coordination").post(file_of("half_year", "csv"), {"von": "2026-01", "bis": "2026-06"})
    assert (answer.status_code, "1. Halbjahr 2026" in answer.content.decode()) == (200, True)
