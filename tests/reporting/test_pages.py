"""The pages of numbers, and who may open which."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access.models import Membership
from wegbuch.cases.models import CaseAccess
from wegbuch.core import clock, tenant
from wegbuch.reporting.periods import quarter_of

COUNTS, CONTACTS = reverse("reporting:counts"), reverse("reporting:contacts")
PEOPLE, DISTRICT = reverse("reporting:people"), reverse("reporting:district")
NAMES = ("Habibi", "Mariam", "Zahra", "Hodan", "Warsame", "Selam", "Tekle", "Samir", "Osman", "مریم")


def words(answer) -> str:
    """What stands on the page, without the frame and without marks."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split()).replace(" ,", ",")


def test_a_counsellor_sees_her_own_numbers(november, signed_in):
    page = signed_in("jana").get(COUNTS)
    assert page.context["report"].contacts.total == 3
    assert "Zahlen November 2026 Ihre eigenen Kontakte · gezählt bis Do 26.11.2026" in words(page)


def test_a_lead_sees_the_numbers_of_the_organisation_and_no_names(november, signed_in):
    page = signed_in("lead").get(COUNTS)
    assert page.context["report"].contacts.total == 4
    assert [name for name in NAMES if name in page.content.decode()] == []


def test_a_lead_who_counsels_may_ask_for_her_own_numbers(november, signed_in):
    Membership(user=november.jana, role="lead", starts_on=date(2026, 1, 1)).save()
    totals = [
        signed_in("jana").get(COUNTS, query).context["report"].contacts.total for query in ({}, {"umfang": "eigene"})
    ]
    assert totals == [4, 3]


def test_a_lead_who_does_not_counsel_has_no_own_numbers(november, signed_in):
    assert signed_in("lead").get(COUNTS, {"umfang": "eigene"}).context["report"].contacts.total == 4


def test_a_number_opens_its_contacts(november, signed_in):
    text = words(signed_in("jana").get(CONTACTS, {"monat": "2026-11", "aufgabe": "3"}))
    assert "2 eigene Kontakte, 0,8 h" in text
    assert "Di 03.11.2026 Mariam Habibi, Zahra Habibi 3 Ankommen &amp; Leistungen Hausbesuch 30" in text


def test_an_anonymous_contact_is_listed_without_a_name(november, signed_in):
    text = words(signed_in("jana").get(CONTACTS, {"monat": "2026-11", "aufgabe": "1"}))
    assert "Do 05.11.2026 ohne Namen" in text


def test_a_contact_whose_file_went_to_another_team_is_counted_and_names_nobody(november, signed_in):
    with tenant.acting_for(november.bruecke.pk):
        for access in CaseAccess.objects.filter(case__in=[november.mariams_case, november.zahras_case]):
            access.ends_at = clock.now()
            access.save()
    page = signed_in("jana").get(CONTACTS, {"monat": "2026-11", "aufgabe": "3"})
    assert "Akte liegt bei einem anderen Team" in words(page)
    assert [name for name in NAMES if name in page.content.decode()] == []


def test_a_lead_opens_a_number_as_counts_of_the_staff(november, signed_in):
    page = signed_in("lead").get(CONTACTS, {"monat": "2026-11"})
    assert "Jana Roth 3 1,0 h Katja Brandt 1 0,8 h Zusammen 4 1,8 h" in words(page)
    assert [name for name in NAMES if name in page.content.decode()] == []


def test_a_number_of_people_opens_the_people(november, signed_in):
    text = words(signed_in("jana").get(PEOPLE, {"monat": "2026-11"}))
    assert "Mariam Habibi 2 Zahra Habibi 1" in text


@pytest.mark.parametrize(
    ("name", "url", "status"),
    [
        ("jana", DISTRICT, 404),
        ("lead", DISTRICT, 404),
        ("lead", PEOPLE, 404),
        ("coordination", DISTRICT, 200),
        ("coordination", COUNTS, 404),
        ("coordination", CONTACTS, 404),
        ("coordination", PEOPLE, 404),
        ("settlement", COUNTS, 404),
        ("house", COUNTS, 404),
        ("dpo", COUNTS, 404),
        ("admin", DISTRICT, 404),
    ],
)
def test_each_role_opens_its_own_numbers(november, signed_in, name, url, status):
    assert signed_in(name).get(url).status_code == status


def test_coordination_opens_no_case_and_no_contact(november, signed_in):
    client = signed_in("coordination")
    addresses = [f"/akte/{november.mariams_case.pk}/", f"/kontakt/{november.contact.pk}/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_coordination_sees_signs_instead_of_small_numbers(november, hold, five, close, signed_in):
    hold("jana", date(2026, 8, 4), task=1, times=4, cases=five["jana"])
    hold("jana", date(2026, 8, 4), task=2, times=7, cases=five["jana"])
    close(quarter_of(date(2026, 8, 4)))
    page = signed_in("coordination").get(DISTRICT)
    text = words(page)
    assert "1 Asyl &amp; Aufenthalt • nicht gezeigt • nicht gezeigt" in text
    assert "2 Perspektive 7 • nicht gezeigt • nicht gezeigt" in text
    assert "nicht gezeigt: eine Zahl unter 5, eine mit weniger als 5 Personen dahinter oder eine" in text


def test_the_sign_is_explained_only_where_it_stands(november, signed_in):
    assert "nicht gezeigt" not in words(signed_in("coordination").get(DISTRICT))


def test_the_district_explains_only_what_it_counts(november, signed_in):
    how = words(signed_in("coordination").get(DISTRICT)).partition("So wurde gezählt")[2]
    assert ("Haushalt " in how, "Beratungszeit" in how) == (False, True)


def test_coordination_learns_who_has_not_closed_a_month(november, close, signed_in):
    close(quarter_of(date(2026, 8, 4)), "bruecke")
    assert "Noch nicht dabei, weil ein Monat offen ist: Havelbruch." in words(signed_in("coordination").get(DISTRICT))


def test_coordination_sees_no_name_and_has_no_search(november, hold, signed_in):
    hold("jana", date(2026, 8, 4), task=1, times=9, cases=[november.mariams_case])
    content = signed_in("coordination").get(DISTRICT).content.decode()
    assert [mark for mark in (*NAMES, 'type="search"') if mark in content] == []


@pytest.mark.parametrize(("name", "url"), [("coordination", DISTRICT), ("jana", COUNTS)])
def test_the_period_is_chosen_before_the_tables(november, signed_in, name, url):
    content = signed_in(name).get(url).content.decode()
    assert content.index('id="s-period"') < content.index("<table")


def test_coordination_gets_whole_settled_quarters_only(november, signed_in):
    page = signed_in("coordination").get(DISTRICT, {"von": "2026-11"})
    assert page.context["period"].label == "3. Quartal 2026"


def test_an_empty_month_says_what_to_do_next(november, signed_in):
    text = words(signed_in("thomas").get(COUNTS))
    assert "In diesem Zeitraum haben Sie noch nichts eingetragen." in text


def test_a_period_that_ends_before_it_begins_is_explained(november, signed_in):
    page = signed_in("jana").get(COUNTS, {"von": "2026-11", "bis": "2026-10"})
    assert "Der letzte Monat liegt vor dem ersten. Bitte tauschen Sie beide." in words(page)


@pytest.mark.parametrize("month", ["quatsch", "2026-99", "0001-01", "1999-12", "2027-01", "9999-12"])
@pytest.mark.parametrize("url", [COUNTS, CONTACTS, PEOPLE])
def test_a_month_that_is_not_counted_is_not_found(november, signed_in, url, month):
    assert signed_in("jana").get(f"{url}?monat={month}").status_code == 404


@pytest.mark.parametrize("query", ["von=2026-99&bis=x", "von=0000-00", "von=2026-11&bis=2026-10"])
def test_a_period_that_makes_no_sense_is_said_where_it_is_chosen(november, signed_in, query):
    client = signed_in("jana")
    assert client.get(f"{COUNTS}?{query}").context["form"].errors
    assert [client.get(f"{url}?{query}").status_code for url in (CONTACTS, PEOPLE)] == [404, 404]


@pytest.mark.parametrize(("query", "status"), [("aufgabe=99", 404), ("aufgabe=x", 404), ("aufgabe=", 200)])
def test_a_task_that_is_none_is_not_found(november, signed_in, query, status):
    assert signed_in("jana").get(f"{CONTACTS}?{query}").status_code == status


@pytest.mark.parametrize("url", [COUNTS, CONTACTS, PEOPLE])
def test_a_page_that_is_none_is_the_first(november, signed_in, url):
    assert signed_in("jana").get(f"{url}?monat=2026-11&seite=x").status_code == 200


@pytest.mark.parametrize("name", ["jana", "lead"])
def test_every_period_that_is_offered_can_be_opened(november, signed_in, name):
    client = signed_in(name)
    offered = client.get(COUNTS).context["offers"]
    pages = [client.get(f"{COUNTS}?{each.query}") for each in offered]
    assert [page.context["period"] for page in pages] == offered
    assert [dict(page.context["form"].errors) for page in pages] == [{}] * 4
    assert [client.get(f"{CONTACTS}?{each.query}").status_code for each in offered] == [200] * 4


def test_several_months_have_a_column_each_that_opens_its_contacts(november, signed_in):
    content = signed_in("jana").get(COUNTS, {"von": "2026-10", "bis": "2026-11"}).content.decode()
    assert f'<a href="{CONTACTS}?monat=2026-10&amp;aufgabe=1">1</a>' in content


@pytest.mark.parametrize("url", [COUNTS, CONTACTS, PEOPLE])
def test_pages_take_as_many_queries_with_many_contacts(november, hold, signed_in, url):
    client, needed = signed_in("jana"), []
    client.get(url)
    for times in (10, 490):
        hold("jana", date(2026, 11, 6), task=4, times=times, cases=[november.mariams_case])
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        needed.append(len(queries))
    assert needed[0] == needed[1]


def test_while_others_may_look_on_the_list_shows_initials_and_no_task(november, signed_in):
    client = signed_in("jana")
    client.post(reverse("access:shield"), {"next": CONTACTS})
    text = words(client.get(CONTACTS, {"monat": "2026-11"}))
    assert "Di 03.11.2026 MH, ZH Hausbesuch 30" in text
