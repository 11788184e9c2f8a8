"""The lead closes a month; counsellors see what is missing; settlement shows heads and money."""

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from wegbuch.access import services as access
from wegbuch.access.models import AuditEvent, ReadEvent
from wegbuch.cases.models import BenefitPeriod, Case
from wegbuch.core import tenant
from wegbuch.counselling.models import Contact
from wegbuch.reporting.counting import reading
from wegbuch.reporting.models import ClosedMonth
from wegbuch.reporting.periods import month_of
from wegbuch.reporting.services.settlement import of_closed_month, of_lead

OCTOBER = "2026-10"


def url(name, *args):
    return reverse(f"reporting:{name}", args=args)


def text(page):
    return page.content.decode()


@pytest.fixture
def heads(world, five):
    """Five people of Jana's and three of Olga's get benefits for asylum seekers."""
    for name, number in (("jana", 5), ("olga", 3)):
        with tenant.acting_for(getattr(world, name).organisation_id):
            for case in five[name][:number]:
                BenefitPeriod(person=case.person, scheme="asylblg_3", since=date(2026, 1, 5)).save()
    return world


def test_the_lead_sees_every_month_and_its_state(november, close, signed_in):
    close(month_of(date(2026, 10, 1)), "bruecke")
    page = text(signed_in("lead").get(url("months")))
    assert (page.count("abgeschlossen</span>"), page.count("noch offen</span>"), page.count("läuft</span>")) == (
        1,
        11,
        1,
    )


def test_before_it_is_closed_a_month_says_what_stays_missing(november, signed_in):
    page = text(signed_in("lead").get(url("month", OCTOBER)))
    assert "So bleibt es stehen:" in page
    assert "1 × Thema des Kontakts" in page


def test_closing_says_so(november, signed_in):
    lead = signed_in("lead")
    page = lead.post(url("close_month", OCTOBER), follow=True)
    assert "Oktober 2026 ist abgeschlossen." in text(page)
    with tenant.acting_for(november.bruecke.pk):
        assert ClosedMonth.objects.get().closed_by == november.lead


def test_closing_twice_keeps_the_first(november, signed_in):
    lead = signed_in("lead")
    for _time in range(2):
        page = lead.post(url("close_month", OCTOBER), follow=True)
    assert "ist schon abgeschlossen" in text(page)


def test_a_running_month_offers_no_button(november, signed_in):
    page = text(signed_in("lead").get(url("month", "2026-11")))
    assert "Abschließen können Sie ab Di 01.12.2026." in page
    assert url("close_month", "2026-11") not in page


def test_what_is_missing_is_a_number_for_the_lead_and_no_name(november, signed_in):
    page = text(signed_in("lead").get(url("month", "2026-11")))
    assert "Leistung" in page
    assert november.jana.name in page
    assert november.mariams_case.person.surname not in page


def test_what_is_missing_leads_a_counsellor_to_her_files(november, signed_in):
    page = text(signed_in("jana").get(url("my_gaps", "2026-11")))
    assert reverse("cases:case", args=[november.mariams_case.pk]) in page
    assert reverse("cases:case", args=[november.katjas_case.pk]) not in page
    assert "in Vertretung" not in page


def test_a_contact_without_topic_names_its_people_to_who_wrote_it(november, signed_in):
    page = signed_in("jana").get(url("my_gaps", OCTOBER))
    (contact,) = page.context["contacts"]
    assert [row.case for row in contact.seen] == [november.mariams_case]
    assert november.mariams_case.person.surname in text(page).partition("Kontakte ohne Thema")[2]


def test_behind_the_shield_no_contact_without_topic_says_what_it_was_about(november, signed_in):
    client = signed_in("jana")
    assert "Asyl &amp; Aufenthalt" in text(client.get(url("my_gaps", OCTOBER))).partition("Kontakte ohne Thema")[2]
    client.post(reverse("access:shield"), {"on": "1"})
    shielded = text(client.get(url("my_gaps", OCTOBER))).partition("Kontakte ohne Thema")[2]
    assert "Asyl &amp; Aufenthalt" not in shielded
    assert november.mariams_case.person.surname not in shielded


def looked_at(world, name) -> set:
    """Whose files this user is noted to have looked at for what is missing in them."""
    looks = ReadEvent.objects.filter(user=getattr(world, name).pk, purpose="month.my_gaps")
    return set(looks.values_list("what", "subject"))


def test_what_a_deputy_sees_missing_is_in_the_read_log(november, signed_in):
    with tenant.acting_for(november.bruecke.pk):
        access.name_deputy(
            absent=november.jana,
            deputy=november.katja,
            starts_on=date(2026, 11, 26),
            ends_on=date(2026, 11, 27),
            reason="Urlaub",
        )
    page = text(signed_in("katja").get(url("my_gaps", "2026-11")))
    assert reverse("cases:case", args=[november.mariams_case.pk]) in page
    assert reverse("cases:case", args=[november.katjas_case.pk]) in page
    assert page.count("in Vertretung") == 2
    jana = {("case", case.person_id) for case in (november.mariams_case, november.zahras_case)}
    assert looked_at(november, "katja") == jana


def test_what_is_missing_in_ones_own_files_is_no_look_at_them(november, signed_in):
    signed_in("jana").get(url("my_gaps", "2026-11"))
    assert looked_at(november, "jana") == set()


def test_whoever_is_no_deputy_sees_nothing_of_what_a_colleague_lacks(november, signed_in):
    page = text(signed_in("thomas").get(url("my_gaps", "2026-11")))
    assert "/akte/" not in page.replace(url("my_gaps", "2026-11"), "")
    assert signed_in("settlement").get(url("my_gaps", "2026-11")).status_code == 404


def test_of_what_is_missing_only_ones_own_people_are_read(november, signed_in, monkeypatch):
    read = []
    original = reading._person_row
    monkeypatch.setattr(reading, "_person_row", lambda pk, *rest: read.append(pk) or original(pk, *rest))
    signed_in("katja").get(url("my_gaps", "2026-11"))
    assert set(read) == {november.katjas_case.person_id, november.hidden_case.person_id}


def test_a_correction_stands_beside_the_closed_number(november, close, signed_in):
    close(month_of(date(2026, 10, 1)), "bruecke")
    with tenant.acting_for(november.bruecke.pk):
        contact = Contact.objects.get(held_on=date(2026, 10, 20))
        contact.minutes = 45
        contact.save()
    page = text(signed_in("lead").get(url("month", OCTOBER)))
    assert "0 dazugekommen, 0 weggefallen, 1 geändert" in page
    assert "+30" in page


@pytest.mark.parametrize("month", ["2026-13", "heute", "2027-01", "0001-01", "1900-01"])
def test_a_month_that_is_none_or_has_not_begun_is_not_found(november, signed_in, month):
    assert signed_in("lead").get(url("month", month)).status_code == 404
    assert signed_in("jana").get(url("my_gaps", month)).status_code == 404


@pytest.mark.parametrize(
    ("name", "page"), [("jana", "months"), ("coordination", "months"), ("settlement", "months"), ("jana", "settlement")]
)
def test_who_does_not_close_months_finds_no_page(november, signed_in, name, page):
    assert signed_in(name).get(url(page)).status_code == 404


def test_heads_times_the_rate_is_the_amount(heads, signed_in):
    page = text(signed_in("lead").get(url("settlement")))
    assert "4.505 €" in page
    assert "901 €" in page
    assert "sind nicht im Regelbuch" in page


@pytest.mark.parametrize("day", ["2016-12-31", "1900-01-01"])
def test_a_day_without_a_rate_is_said_at_its_field(heads, signed_in, day):
    page = text(signed_in("lead").get(url("settlement"), {"tag": day}))
    assert "Sätze stehen im Regelbuch ab 01.01.2017." in page
    assert "4.505 €" in page


def test_the_settlement_sees_closed_months_only_and_opens_nothing(heads, close, signed_in):
    client = signed_in("settlement")
    assert "noch nicht überall abgeschlossen" in text(client.get(url("settlement")))
    close(month_of(date(2026, 9, 1)), "bruecke")
    page = text(client.get(url("settlement"), {"tag": "2026-11-12"}))
    assert "Stichtag Mi 30.09.2026" in page
    assert "4.505 €" in page
    assert client.get(url("heads")).status_code == 404


def test_the_settlement_sees_no_number_under_five(heads, close, signed_in):
    with tenant.acting_for(heads.bruecke.pk):
        BenefitPeriod.objects.first().delete()
    close(month_of(date(2026, 9, 1)), "bruecke")
    page = text(signed_in("settlement").get(url("settlement")))
    assert "nicht gezeigt" in page
    assert "901 €" in page


def test_heads_of_a_closed_month_are_the_heads_of_its_last_day(heads, close):
    close(month_of(date(2026, 9, 1)), "bruecke")
    day = date(2026, 9, 30)
    with tenant.acting_for(heads.bruecke.pk):
        assert of_closed_month(day).heads == of_lead(day).heads


def test_a_file_opened_by_mistake_is_no_head(heads, five):
    with tenant.acting_for(heads.bruecke.pk):
        case = Case.objects.get(pk=five["jana"][0].pk)
        case.closed_on, case.closing_reason = date(2026, 11, 26), "entered_in_error"
        case.save()
        assert of_lead(date(2026, 11, 26)).heads.number == 4


def settled(client, ending, **fields):
    return client.post(url("settlement_file", ending), fields)


def test_the_settlement_is_taken_out_as_a_table_and_noted(heads, signed_in):
    answer = settled(signed_in("lead"), "csv", tag="2026-11-26")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="abrechnung-2026-11-26.csv"'
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert "Gezählt für;Brücke e. V." in rows
    assert any(row.startswith("Köpfe mit Asylbewerberleistungen;5;901;4505;01.01.2021;") for row in rows)
    assert AuditEvent.objects.filter(action="exported", object_id="2026-11-26 csv").exists()


def test_the_settlement_as_a_workbook_has_numbers_and_no_formula(heads, signed_in):
    sheet = load_workbook(io.BytesIO(settled(signed_in("lead"), "xlsx", tag="2026-11-26").content)).worksheets[0]
    assert [cell.value for cell in sheet[5]][:4] == ["Köpfe mit Asylbewerberleistungen", 5, 901, 4505]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_the_settlement_file_hides_what_the_page_hides(heads, close, signed_in):
    with tenant.acting_for(heads.bruecke.pk):
        BenefitPeriod.objects.first().delete()
    close(month_of(date(2026, 9, 1)), "bruecke")
    client = signed_in("settlement")
    shown = settled(client, "csv", tag="2026-11-12").content.decode()
    assert "Stichtag;30.09.2026" in shown
    assert "Köpfe mit Asylbewerberleistungen;nicht gezeigt;901;nicht gezeigt;" in shown
    assert settled(client, "exe").status_code == 404
    assert settled(signed_in("jana"), "csv").status_code == 404


def test_every_head_is_a_sign_for_the_lead(heads, signed_in):
    page = text(signed_in("lead").get(url("heads")))
    assert page.count("<code>") == 5
    assert "Beispiel" not in page


def test_the_district_chooses_among_reference_days_only(heads, signed_in):
    client = signed_in("coordination")
    assert "Stichtag Do 26.11.2026" in text(client.get(url("settlement"), {"tag": "2026-11-24"}))
    page = text(client.get(url("settlement"), {"tag": "2026-09-30"}))
    assert "Stichtag Mi 30.09.2026" in page
    assert "noch nicht überall abgeschlossen" in page


def test_the_proof_file_is_taken_out_by_the_lead_and_noted(november, signed_in):
    sent = {"von": "2026-11", "bis": "2026-11"}
    done = signed_in("lead").post(url("proof", "monthly"), sent)
    assert "nachzaehlen.py" in zipfile.ZipFile(io.BytesIO(done.content)).namelist()
    assert AuditEvent.objects.filter(action="exported", object_id="monthly 2026-11 2026-11 proof").count() == 1
    assert signed_in("coordination").post(url("proof", "half_year"), sent).status_code == 404
