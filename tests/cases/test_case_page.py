"""The page of one case."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wegbuch.access.models import ReadEvent
from wegbuch.access.services import name_deputy
from wegbuch.cases import case_page as shown
from wegbuch.cases.case_page import case_page
from wegbuch.cases.models import (
    BenefitPeriod,
    Case,
    CaseAccess,
    ContactWay,
    FileNumber,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    RelativeAbroad,
    ResidencePeriod,
)
from wegbuch.cases.services import cases, households, people
from wegbuch.cases.way import time_left
from wegbuch.core import areas, clock

TODAY = date(2026, 11, 26)


def page_of(client, case: Case) -> str:
    return client.get(case.get_absolute_url()).content.decode()


def part(page: str, heading: str) -> str:
    """The panel under the heading with this id."""
    return page.partition(f'id="{heading}"')[2].partition("</section>")[0]


# who may open it


def test_the_case_team_opens_the_file(signed_in, world):
    page = page_of(signed_in("jana"), world.mariams_case)
    assert all(
        part in page for part in ("Mariam Habibi", "مریم حبیبی", "KW-00001", "GU Am Kiefernweg, B14", "Jana Roth")
    )


@pytest.mark.parametrize(
    "name", ["thomas", "katja", "olga", "lead", "dpo", "settlement", "house", "admin", "coordination"]
)
def test_to_everybody_else_the_page_does_not_exist(name, signed_in, world):
    assert signed_in(name).get(world.mariams_case.get_absolute_url()).status_code == 404


def test_a_file_that_closes_between_the_gate_and_the_page_does_not_exist(signed_in, world, bruecke, monkeypatch):
    def a_minute_later(*args):
        with clock.travelled(timedelta(minutes=1)):
            return open_files(*args)

    place, open_files = CaseAccess.objects.get(case=world.mariams_case, user=world.jana), shown._open_files
    place.ends_at = clock.now() + timedelta(seconds=30)
    place.save()
    monkeypatch.setattr(shown, "_open_files", a_minute_later)
    assert signed_in("jana").get(world.mariams_case.get_absolute_url()).status_code == 404


def test_a_deputy_opens_the_file(signed_in, world, bruecke):
    name_deputy(
        absent=world.jana, deputy=world.katja, starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 30), reason="Urlaub"
    )
    assert "Mariam Habibi" in page_of(signed_in("katja"), world.mariams_case)


def test_a_look_at_the_file_is_logged(signed_in, world):
    page_of(signed_in("jana"), world.mariams_case)
    assert ReadEvent.objects.filter(user=world.jana.pk, what="case", subject=world.mariam.pk).count() == 1


# the head


def test_safe_contact_stands_in_the_head_and_beside_the_numbers(signed_in, world, bruecke):
    world.mariam.never_contact_rule = "nie auf Mailbox sprechen"
    world.mariam.contact_rule = "Nachricht ab 15 Uhr"
    world.mariam.save()
    page = page_of(signed_in("jana"), world.mariams_case)
    assert page.count("nie auf Mailbox sprechen") == page.count("Nachricht ab 15 Uhr") == 2
    assert "nie auf Mailbox sprechen" in part(page, "h-reach")


def test_a_hidden_address_stands_nowhere(signed_in, world, bruecke):
    for row in HousingPeriod.objects.all():
        row.facility, row.room, row.is_hidden, row.address = None, "", True, "Ahornweg 3, Seedorf"
        row.save()
    page = page_of(signed_in("jana"), world.mariams_case)
    assert "Ahornweg" not in page
    assert "Kiefernweg" not in page
    assert "Anschrift geheim" in page


def test_another_visible_case_of_the_person_is_linked(signed_in, world, bruecke):
    other = cases.open_case(
        world.mariam, user=world.jana, team=world.muehlenau, form="msa_ii", opened_on=date(2026, 9, 1)
    )
    assert other.get_absolute_url() in page_of(signed_in("jana"), world.mariams_case)


def test_a_case_of_another_team_is_not_linked(signed_in, world, bruecke):
    other = cases.open_case(
        world.mariam, user=world.katja, team=world.seedorf, form="msa_ii", opened_on=date(2026, 9, 1)
    )
    page = page_of(signed_in("jana"), world.mariams_case)
    assert other.get_absolute_url() not in page
    assert other.number not in page


def test_a_closed_file_says_so_and_can_be_opened_again(signed_in, world, bruecke):
    case = world.mariams_case
    cases.close_case(case, closed_on=date(2026, 11, 1), reason="independent", version=case.version)
    page = page_of(signed_in("jana"), case)
    assert "Diese Akte ist seit So 01.11.2026 beendet." in page
    assert "Wieder öffnen" in page


def test_the_title_of_the_page_holds_no_name(signed_in, world):
    page = page_of(signed_in("jana"), world.mariams_case)
    assert "<title>Akte KW-00001 · Wegbuch</title>" in page


# members


def test_members_with_an_open_file_are_linked_with_age(signed_in, world):
    page = page_of(signed_in("jana"), world.mariams_case)
    row = page.partition('class="wb-members"')[2].partition("</nav>")[0]
    assert "Zahra Habibi" in row
    assert '<span class="wb-muted">9</span>' in row
    assert f"/haushalt/{world.habibi.pk}/" in row


def test_a_member_with_a_closed_file_is_not_told(signed_in, world, bruecke):
    households.join(world.habibi, world.hodan)
    assert "Hodan" not in page_of(signed_in("jana"), world.mariams_case)


def test_a_former_member_is_not_told(signed_in, world, bruecke):
    households.leave(world.zahras_case.person.memberships.get(), on=date(2026, 11, 1))
    assert "Zahra" not in page_of(signed_in("jana"), world.mariams_case)


def test_relatives_abroad_are_counted_and_named(signed_in, world, bruecke):
    RelativeAbroad(person=world.mariam, name="Farid Habibi", relation="spouse").save()
    page = page_of(signed_in("jana"), world.mariams_case)
    assert 'Familie im Ausland <span class="wb-muted">1</span>' in page
    assert "Farid Habibi" in part(page, "h-people")


def test_blickschutz_keeps_only_the_name_in_hand(signed_in, world, bruecke):
    RelativeAbroad(person=world.mariam, name="Farid Habibi", relation="spouse").save()
    client = signed_in("jana")
    client.post("/konto/blickschutz/")
    page = page_of(client, world.mariams_case)
    assert "Mariam Habibi" in page
    assert "Zahra" not in page
    assert "Farid" not in page


# the way


def test_the_way_ends_with_the_status_of_today(signed_in, world):
    way = part(page_of(signed_in("jana"), world.mariams_case), "h-way")
    assert 'class="is-now" aria-current="step"><b>Aufenthaltsgestattung</b>' in way
    assert "gültig bis 14.01.2027, noch 7 Wochen" in way


def test_an_earlier_status_stands_before_it(signed_in, world, bruecke):
    ResidencePeriod(person=world.mariam, status="S03", since=date(2025, 3, 12), until=date(2025, 4, 1)).save()
    way = part(page_of(signed_in("jana"), world.mariams_case), "h-way")
    assert way.index("<li><b>Ankunftsnachweis</b>") < way.index("is-now")


def test_without_a_status_of_today_the_page_says_so(signed_in, world):
    way = part(page_of(signed_in("jana"), world.zahras_case), "h-way")
    assert "Für heute ist kein Status eingetragen." in way
    assert "is-now" not in way


def test_a_status_with_a_question_is_marked_as_open(signed_in, world, bruecke):
    ResidencePeriod(person=world.zahras_case.person, status="S04", question="Welcher Absatz?").save()
    way = part(page_of(signed_in("jana"), world.zahras_case), "h-way")
    assert "wb-badge--open" in way
    assert "Welcher Absatz?" in way


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "seit 3 Tagen abgelaufen"),
        (date(2026, 11, 26), "endet heute"),
        (date(2026, 11, 27), "noch 1 Tag"),
        (date(2026, 12, 9), "noch 13 Tage"),
        (date(2026, 12, 10), "noch 2 Wochen"),
        (date(2027, 1, 14), "noch 7 Wochen"),
        (date(2027, 11, 26), "noch 12 Monate"),
    ],
)
def test_the_time_left_is_told_in_words(day, words):
    assert time_left(day, TODAY) == words


# facts


def test_the_facts_of_a_person_are_shown(signed_in, world, bruecke):
    BenefitPeriod(person=world.mariam, scheme="asylblg_3", since=date(2025, 6, 3)).save()
    LanguageSkill(person=world.mariam, language="deu", level="A1").save()
    ContactWay(person=world.mariam, kind="phone", value="0151 0000 417", rule="nur Nachrichten").save()
    page = page_of(signed_in("jana"), world.mariams_case)
    facts = part(page, "h-facts")
    assert all(
        word in facts for word in ("§ 3 AsylbLG", "A1", "GU seit 03.06.2025", "14.03.1992", "Afghanistan", "uMSA")
    )
    assert "0151 0000 417" in part(page, "h-reach")
    assert "nur Nachrichten" in part(page, "h-reach")
    assert "9010679-604" in part(page, "h-numbers")


def test_a_year_of_birth_is_written_without_a_point(signed_in, world):
    assert "1999" in part(page_of(signed_in("katja"), world.katjas_case), "h-facts")


def test_a_way_that_must_not_be_used_is_marked(signed_in, world, bruecke):
    ContactWay(person=world.mariam, kind="phone", value="0151 0000 418", is_safe=False).save()
    reach = part(page_of(signed_in("jana"), world.mariams_case), "h-reach")
    assert reach.index("nicht benutzen") < reach.index("0151 0000 418")


def test_the_benefit_household_is_named(signed_in, world, bruecke):
    benefit = households.found_household(name="Habibi", kind="benefit", number="BG-77")
    households.join(benefit, world.mariam)
    assert "BG-77" in page_of(signed_in("jana"), world.mariams_case)


def test_the_readers_of_thirty_days_are_counted(signed_in, world, bruecke):
    cases.add_to_team(world.mariams_case, world.thomas)
    page_of(signed_in("thomas"), world.mariams_case)
    assert "haben in 30 Tagen 2 Personen gelesen" in page_of(signed_in("jana"), world.mariams_case)


def test_a_stub_in_a_list_of_hits_does_not_count_as_reading(signed_in, world):
    signed_in("katja").post("/suche/", {"q": "Habibi"}, follow=True)
    assert "hat in 30 Tagen 1 Person gelesen" in page_of(signed_in("jana"), world.mariams_case)


# other rooms


def test_panels_of_other_rooms_are_asked_for_in_one_go(signed_in, world):
    page = page_of(signed_in("jana"), world.mariams_case)
    assert page.count("hx-get=") == 1
    assert f'hx-get="/akte/{world.mariams_case.pk}/teile/"' in page


def test_without_script_every_panel_is_a_link(signed_in, world, monkeypatch):
    monkeypatch.setattr(areas, "panels", [areas.Panel(1, "case", "cases:readers", "contact.read", "Kontakte")])
    page = page_of(signed_in("jana"), world.mariams_case)
    assert f'<a href="/akte/{world.mariams_case.pk}/gelesen/">Öffnen' in page


def test_a_panel_without_the_right_is_absent(signed_in, world, monkeypatch):
    monkeypatch.setattr(areas, "panels", [areas.Panel(1, "case", "cases:readers", "log.see", "Protokoll")])
    assert "Protokoll" not in page_of(signed_in("jana"), world.mariams_case)


def test_the_sealed_box_is_a_door_without_content(signed_in, world, monkeypatch):
    monkeypatch.setattr(areas, "panels", [areas.Panel(1, "case_sealed", "cases:readers", "protected.open", "Box")])
    box = part(page_of(signed_in("jana"), world.mariams_case), "h-sealed")
    assert "Mit Grund öffnen" in box
    assert "hx-get" not in box


# budget


def _thirty_facts(world) -> None:
    for number in range(30):
        day = date(2020, 1, 1) + timedelta(days=30 * number)
        ResidencePeriod(person=world.mariam, status="S04", since=day, until=day + timedelta(days=29)).save()
        BenefitPeriod(person=world.mariam, scheme="asylblg_3", since=day).save()
        HousingPeriod(
            person=world.mariam, form="shared_accommodation", facility=world.kiefernweg, room=f"C{number}", since=day
        ).save()
        ContactWay(person=world.mariam, kind="phone", value=f"0151 0000 {number:03d}").save()
        FileNumber(person=world.mariam, kind="other", number=f"A {number}").save()
        RelativeAbroad(person=world.mariam, name=f"Tante {number}", relation="other_relative").save()
    for language in ("deu", "ara", "rus", "ukr", "som"):
        LanguageSkill(person=world.mariam, language=language).save()
    for country in ("SYR", "IRN", "PAK"):
        Nationality(person=world.mariam, country=country).save()
    for number in range(5):
        child = people.take_in(
            user=world.jana,
            team=world.muehlenau,
            form="msa_ii",
            opened_on=date(2026, 1, 7),
            given_name=f"Kind {number}",
            surname="Habibi",
        )
        households.join(world.habibi, child.person)


def test_the_content_takes_two_queries(world, bruecke, django_assert_num_queries):
    case = Case.objects.get(pk=world.mariams_case.pk)
    with django_assert_num_queries(2):
        case_page(case, world.jana)


@pytest.mark.keeps_counts
def test_the_page_takes_twelve_queries_with_ten_facts_and_with_a_thousand(signed_in, world, bruecke):
    client = signed_in("jana")
    for facts in (10, 990):
        ContactWay.objects.bulk_create(ContactWay(person=world.mariam, kind="phone") for _number in range(facts))
        page_of(client, world.mariams_case)
        with CaptureQueriesContext(connection) as asked:
            page_of(client, world.mariams_case)
        assert len(asked) <= 12


def test_thirty_facts_take_no_more_queries_than_one(signed_in, world, bruecke):
    client = signed_in("jana")
    page_of(client, world.mariams_case)
    with CaptureQueriesContext(connection) as few:
        page_of(client, world.mariams_case)
    _thirty_facts(world)
    with CaptureQueriesContext(connection) as many:
        page_of(client, world.mariams_case)
    assert len(many) == len(few)
