"""The pages of rights and doors: a household, one person, the panel on the page of a case."""

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.entitlements import making_navigator as making
from wegbuch.cases.services import cases, households
from wegbuch.entitlements import law

HTMX = {"HX-Request": "true"}


def of_household(client, home):
    return client.get(reverse("entitlements:of_household", args=[home.pk]))


def of_case(client, case, **headers):
    return client.get(reverse("entitlements:of_case", args=[case.pk]), headers=headers)


def rows(page):
    return [row for topic in page.answered for row in (*topic.shown, *topic.folded)]


def everything(page):
    topics = (*page.answered, *page.unanswered)
    shown = [row for topic in topics for row in (*topic.shown, *topic.folded, *topic.unsure)]
    return [(row.door.rule.id, row.door.result, row.door.missing) for row in shown]


def names(row):
    return {whom.subject.person.given_name for whom in row.whom}


def row_of(page, rule):
    return next(row for row in rows(page) if row.door.rule.id == rule)


def offered(response):
    """What on the page would change something: questions, answers, applications."""
    return set(re.findall(r"Antrag beginnen|Angaben ergänzen|/angaben/(?=[a-z])", response.content.decode()))


# a family of five with three statuses


def test_each_claim_names_those_whom_it_is_for(bruecke, signed_in):
    page = of_household(signed_in("jana"), making.family(bruecke).home).context["page"]
    assert names(row_of(page, "asylblg_in_scope")) == {"Karim", "Laila", "Nadia"}
    assert names(row_of(page, "travel_document_refugee")) == {"Omid", "Parwana"}


def test_what_is_open_to_all_five_is_said_once(bruecke, signed_in):
    page = of_household(signed_in("jana"), making.family(bruecke).home).context["page"]
    assert row_of(page, "legal_aid_certificate").is_for_all


def test_the_head_shows_age_and_status_of_each_member(bruecke, signed_in):
    content = of_household(signed_in("jana"), making.family(bruecke).home).content.decode()
    assert "Karim Rahimi</bdi>, 40 · Duldung nach § 60a" in content
    assert "Omid Rahimi</bdi>, 18 · Aufenthaltserlaubnis § 25 Abs. 2" in content


def test_topics_stand_in_the_order_of_life(bruecke, signed_in):
    page = of_household(signed_in("jana"), making.family(bruecke).home).context["page"]
    order = list(law.topics())
    places = [order.index(topic.code) for topic in page.answered]
    assert places == sorted(places)


def test_an_amount_stands_beside_its_claim(bruecke, signed_in):
    content = of_household(signed_in("jana"), making.family(bruecke).home).content.decode()
    assert "25,00 € im Monat, zusätzlich" in content


def test_a_restriction_is_called_restricted(bruecke, signed_in):
    page = of_household(signed_in("jana"), making.family(bruecke).home).context["page"]
    assert row_of(page, "sgb2_excluded_asylblg").door.badge.text == "eingeschränkt"


def test_nothing_is_promised_and_the_state_of_the_law_is_shown(bruecke, signed_in):
    content = of_household(signed_in("jana"), making.family(bruecke).home).content.decode()
    assert "Information, keine Rechtsberatung." in content
    assert "Alle Angaben voraussichtlich, Rechtsstand 19.08.2026." in content


def test_doubt_sends_to_somebody_who_knows(bruecke, signed_in):
    response = of_household(signed_in("jana"), making.family(bruecke).home)
    doubtful = next(row.door for row in rows(response.context["page"]) if row.door.rule.doubt)
    content = response.content.decode()
    assert "Mit Fachstelle klären." in content
    assert doubtful.rule.doubt in content


def test_the_office_of_the_directory_stands_beside_the_claim(bruecke, signed_in):
    family = making.family(bruecke)
    making.office("social_welfare_office", "Sozialamt Havelbruch", address="Kreisstraße 4", hours="Di 9 bis 12")
    content = of_household(signed_in("jana"), family.home).content.decode()
    assert "Sozialamt Havelbruch" in content
    assert "Kreisstraße 4" in content


def test_no_expression_of_the_book_is_on_the_page(bruecke, signed_in):
    family = making.family(bruecke)
    content = of_household(signed_in("jana"), family.home).content.decode()
    assert not re.search(r"duldung_60a|suspension_decided_on|\band not\b", re.sub(r'href="[^"]*"', "", content))


def test_the_page_asks_as_often_for_five_as_for_two(bruecke, signed_in):
    client, family = signed_in("jana"), making.family(bruecke)
    of_household(client, bruecke.habibi)
    with CaptureQueriesContext(connection) as few:
        of_household(client, bruecke.habibi)
    with CaptureQueriesContext(connection) as many:
        of_household(client, family.home)
    assert len(many) <= len(few)


# who may look


def test_a_stranger_is_not_told_that_there_is_a_household(bruecke, signed_in):
    assert of_household(signed_in("olga"), making.family(bruecke).home).status_code == 404


def test_a_stranger_is_not_told_that_there_is_a_file(bruecke, signed_in):
    assert of_case(signed_in("katja"), bruecke.mariams_case).status_code == 404


def test_a_member_whose_file_is_closed_to_her_is_not_shown(bruecke, signed_in):
    family = making.family(bruecke)
    households.join(family.home, bruecke.hodan, since=date(2026, 9, 1), relation="sibling")
    content = of_household(signed_in("jana"), family.home).content.decode()
    assert "Karim" in content
    assert "Hodan" not in content


def test_who_opened_the_file_with_a_reason_is_offered_neither_application_nor_answer(bruecke, signed_in):
    case = making.family(bruecke).cases["Karim"]
    assert offered(of_case(signed_in("jana"), case)) == {"Antrag beginnen", "Angaben ergänzen", "/angaben/"}
    cases.break_glass(case, user=bruecke.katja, reason="Vertretung am Wochenende, Anruf der Klinik.")
    assert offered(of_case(signed_in("katja"), case)) == set()


# little, nothing or too much known


def test_of_a_name_and_a_birth_year_nothing_is_claimed_and_nothing_refused(bruecke, signed_in):
    case = making.take_in(bruecke, "Mina", birth_year=1994)
    page = of_case(signed_in("jana"), case).context["page"]
    assert [row.door.result for row in rows(page) if row.door.result != "duty"] == []


def test_of_a_name_and_a_birth_year_the_paper_is_asked(bruecke, signed_in):
    case = making.take_in(bruecke, "Mina", birth_year=1994)
    response = of_case(signed_in("jana"), case)
    assert response.context["page"].quick.question.fact.name == "status"
    assert "Welches Aufenthaltspapier haben Sie" in response.content.decode()
    assert "Das heißt nicht Nein." in response.content.decode()


def test_facts_that_cannot_both_be_right_get_a_sentence(bruecke, signed_in):
    case = making.take_in(bruecke, "Sara", date(1990, 1, 1))
    making.tell(case.person, bruecke, birth_date="1990-01-01", entry_date="1985-01-01")
    assert "Die Einreise liegt vor der Geburt." in of_case(signed_in("jana"), case).content.decode()


def test_a_household_that_all_have_left_says_so(bruecke, signed_in):
    home = households.found_household(name="Leer", number="HB-0600")
    member = households.join(home, bruecke.mariam, since=date(2026, 9, 1), relation="parent")
    households.leave(member, on=date(2026, 10, 1))
    assert "Hier ist zurzeit niemand eingetragen" in of_household(signed_in("jana"), home).content.decode()


# what is sealed


def test_no_sealed_fact_is_on_the_page_even_if_it_was_answered(bruecke, signed_in):
    family = making.family(bruecke)
    making.seal(family.cases["Laila"].person, bruecke, "pregnant", True)
    content = of_household(signed_in("jana"), family.home).content.decode()
    labels = [fact.label for fact in law.book().facts.values() if fact.level >= law.SEALED]
    assert [label for label in labels if label in content] == []


def test_the_page_is_the_same_with_and_without_sealed_answers(bruecke, signed_in):
    client, family = signed_in("jana"), making.family(bruecke)
    laila = family.cases["Laila"]
    before = of_case(client, laila).context["page"]
    making.seal(laila.person, bruecke, "pregnant", True)
    making.seal(laila.person, bruecke, "wants_return", True)
    after = of_case(client, laila).context["page"]
    assert everything(before) == everything(after)


def test_the_tab_of_return_is_there_for_everybody(bruecke, signed_in):
    case = making.take_in(bruecke, "Mina", birth_year=1994)
    content = of_case(signed_in("jana"), case).content.decode()
    assert "nur auf Wunsch der Person" in content
    assert reverse("entitlements:sealed", args=[case.pk]) in content


# family abroad


def test_the_window_for_the_husband_abroad_stands_on_top(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    content = of_case(signed_in("jana"), made.case).content.decode()
    assert "Eine Tür schließt in 32 Tagen." in content
    assert "sicher bis <b>Mo 28.12.2026</b> · letzter Tag Mi 30.12.2026" in content


def test_past_the_safe_day_the_page_says_to_act_today(bruecke, signed_in):
    case = making.take_in(bruecke, "Mina", date(1994, 1, 1))
    making.tell(case.person, bruecke, bamf_decision="rejected_manifestly", decision_served_on="2026-11-24")
    content = of_case(signed_in("jana"), case).content.decode()
    assert "Eine Tür schließt bald. Handeln Sie heute." in content
    assert "<b>sicher: heute</b> · letzter Tag Di 01.12.2026" in content


def test_a_claim_that_a_sealed_rule_may_restrict_says_so_beside_it(bruecke, signed_in):
    case = making.take_in(bruecke, "Mina", date(1994, 1, 1))
    facts = {**making.TOLERATED, "entry_date": "2026-01-01", "suspension_decided_on": None, "stay_abuse": False}
    facts |= {"reduced_1a": False, "excluded_1_4": False, "analog_before_2024_02_27": False}
    making.tell(case.person, bruecke, **facts)
    response = of_case(signed_in("jana"), case)
    row = row_of(response.context["page"], "asylblg_basic_benefits_cash_level")
    beside = response.content.decode().split(f">{row.door.rule.title}</a>")[1].split("</details>")[0]
    assert "Hängt auch von besonders geschützten Angaben ab." in beside


def test_the_husband_abroad_is_called_so(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    page = of_case(signed_in("jana"), made.case)
    text = re.sub(r"<[^>]*>", "", page.content.decode())
    assert "für Dawit Tekle (Ehepartner:in, im Ausland)" in text


def test_the_shield_hides_the_name_abroad(bruecke, signed_in):
    made, client = making.with_husband_abroad(bruecke), signed_in("jana")
    client.post(reverse("access:shield"))
    assert "Dawit" not in of_case(client, made.case).content.decode()


# the panel


def test_the_panel_shows_what_closes_first(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    response = of_case(signed_in("jana"), made.case, **HTMX)
    assert "<html" not in response.content.decode()
    assert "sicher bis 28.12.2026" in response.content.decode()
    assert "letzter Tag Mi 30.12.2026" in response.content.decode()


def test_the_panel_asks_where_nothing_is_known(bruecke, signed_in):
    case = making.take_in(bruecke, "Mina", birth_year=1994)
    assert "Welches Aufenthaltspapier haben Sie" in of_case(signed_in("jana"), case, **HTMX).content.decode()


def test_the_page_of_a_household_leads_here(bruecke, signed_in):
    home = making.family(bruecke).home
    content = signed_in("jana").get(reverse("cases:household", args=[home.pk])).content.decode()
    assert reverse("entitlements:of_household", args=[home.pk]) in content
