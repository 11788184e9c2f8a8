"""The page of what is known and what is asked, and one question at a time."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.entitlements.making_facts import TODAY, admit, say, selam
from wegbuch.access.models import AuditEvent
from wegbuch.cases.models import Facility, HousingPeriod, RelativeAbroad, ResidencePeriod
from wegbuch.cases.services import cases
from wegbuch.core import tenant
from wegbuch.entitlements import facts_page, knowledge, law
from wegbuch.entitlements.models import Answer

GIVEN = {"origin": "client", "known_on": "26.11.2026"}


def page_of(case):
    return reverse("entitlements:facts", args=[case.pk])


def question(case, fact):
    return reverse("entitlements:fact", args=[case.pk, fact])


def read(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(world, case):
    subject = knowledge.of_people([case.person], world.jana, TODAY)[0]
    return [each.fact.name for each in facts_page.questions(subject, case.pk, TODAY)]


# the page


def test_page_shows_a_fact_with_its_origin_and_where_it_is_changed(bruecke, signed_in):
    page = read(signed_in("jana"), page_of(bruecke.mariams_case))
    assert "Aufenthaltsstatus: Aufenthaltsgestattung" in page
    assert "Statusverlauf: Aufenthaltsgestattung seit 02.04.2025" in page
    assert f'href="{reverse("cases:residence", args=[bruecke.mariams_case.pk])}"' in page


def test_answer_is_shown_and_changed_where_it_was_asked(bruecke, signed_in):
    say(bruecke, bruecke.mariam, "passport_valid", False)
    page = read(signed_in("jana"), page_of(bruecke.mariams_case))
    assert "Gültiger Pass: nein" in page
    assert f'href="{question(bruecke.mariams_case, "passport_valid")}"' in page


@pytest.mark.parametrize("name", ["katja", "lead", "dpo", "house", "olga", "admin"])
def test_page_is_there_for_nobody_else(bruecke, signed_in, name):
    client = signed_in(name)
    assert client.get(page_of(bruecke.mariams_case)).status_code == 404
    assert client.get(question(bruecke.mariams_case, "passport_valid")).status_code == 404


def test_person_with_name_and_year_only_gets_questions_that_help(bruecke):
    case = admit(bruecke, "Hodan", birth_year=1999)
    names = asked(bruecke, case)
    assert names[0] == "status"
    assert not [name for name in names if law.is_sealed(name)]


def test_what_is_known_is_not_asked_again(bruecke):
    assert not {"status", "birth_date", "nationality"} & set(asked(bruecke, bruecke.mariams_case))


def test_question_disappears_with_its_answer(bruecke):
    first = asked(bruecke, bruecke.mariams_case)
    say(bruecke, bruecke.mariam, "needy", True)
    assert "needy" in first
    assert "needy" not in asked(bruecke, bruecke.mariams_case)


def test_status_is_asked_for_where_the_file_keeps_it(bruecke, signed_in):
    case = admit(bruecke, "Hodan", birth_year=1999)
    page = read(signed_in("jana"), page_of(case))
    assert "Welches Aufenthaltspapier haben Sie" in page
    assert f'href="{reverse("cases:residence", args=[case.pk])}"' in page


def test_who_opened_the_file_with_a_reason_reads_and_changes_nothing(bruecke, signed_in):
    cases.break_glass(bruecke.mariams_case, user=bruecke.katja, reason="Vertretung am Wochenende, Anruf der Klinik.")
    client = signed_in("katja")
    assert "Antworten<" not in read(client, page_of(bruecke.mariams_case))
    assert client.get(question(bruecke.mariams_case, "passport_valid")).status_code == 404


def test_contradiction_is_a_sentence(bruecke, signed_in):
    bruecke.mariam.entered_on = date(1991, 1, 1)
    bruecke.mariam.save()
    page = read(signed_in("jana"), page_of(bruecke.mariams_case))
    assert "Die Einreise liegt vor der Geburt. Bitte prüfen Sie beide Tage." in page


def test_disagreement_of_answer_and_file_is_a_sentence(bruecke, signed_in):
    case = admit(bruecke, "Farid")
    say(bruecke, case.person, "status", "duldung_60a")
    ResidencePeriod(person=case.person, status="S04", since=date(2026, 9, 1)).save()
    page = read(signed_in("jana"), page_of(case))
    assert "Gesagt wurde „Duldung nach § 60a“" in page
    assert "Es gilt die Akte." in page


def test_family_abroad_has_questions_of_its_own(bruecke, signed_in):
    case = selam(bruecke)
    husband = RelativeAbroad.objects.get(name="Dawit")
    say(bruecke, case.person, "reunification_applied_on", date(2026, 11, 25), relative=husband)
    assert f"?angehoerig={husband.pk}" in read(signed_in("jana"), page_of(case))


def test_judgement_is_marked(bruecke, signed_in):
    assert "setzt ein Mensch, mit Grund" in read(signed_in("jana"), page_of(bruecke.mariams_case))


# one question


def test_yes_is_kept_and_leads_back(bruecke, signed_in):
    answer = signed_in("jana").post(question(bruecke.mariams_case, "passport_valid"), {"value": "yes", **GIVEN})
    assert answer.url == page_of(bruecke.mariams_case)
    row = Answer.objects.get(person=bruecke.mariam)
    assert (row.fact, row.content, row.known_on) == ("passport_valid", '{"value": true}', TODAY)


def test_day_is_read_as_people_type_it(bruecke, signed_in):
    given = {"value": "given", "given": "3.5.25", **GIVEN}
    signed_in("jana").post(question(bruecke.mariams_case, "lawful_residence_since"), given)
    assert Answer.objects.get().content == '{"value": "2025-05-03"}'


def test_day_there_is_none_of_is_known_to_be_none(bruecke, signed_in):
    signed_in("jana").post(question(bruecke.mariams_case, "suspension_decided_on"), {"value": "none", **GIVEN})
    assert Answer.objects.get().content == '{"value": null}'


def test_half_a_number_is_kept(bruecke, signed_in):
    given = {"value": "given", "given": "19,5", **GIVEN}
    signed_in("jana").post(question(bruecke.mariams_case, "job_hours"), given)
    assert Answer.objects.get().content == '{"value": 19.5}'


def test_not_known_any_more_takes_the_answer_back(bruecke, signed_in):
    say(bruecke, bruecke.mariam, "passport_valid", True)
    signed_in("jana").post(question(bruecke.mariams_case, "passport_valid"), {"value": "unknown", **GIVEN})
    assert "passport_valid" not in knowledge.of_people([bruecke.mariam], bruecke.jana, TODAY)[0].facts


def test_impossible_day_is_said_and_stays_in_the_field(bruecke, signed_in):
    given = {"value": "given", "given": "31.02.2025", **GIVEN}
    page = signed_in("jana").post(question(bruecke.mariams_case, "lawful_residence_since"), given).content.decode()
    assert "existiert nicht" in page
    assert 'value="31.02.2025"' in page
    assert not Answer.objects.exists()


def test_judgement_without_a_reason_is_refused_and_nothing_is_lost(bruecke, signed_in):
    given = {"value": "yes", "reason": "darum", **GIVEN}
    page = signed_in("jana").post(question(bruecke.mariams_case, "stay_abuse"), given).content.decode()
    assert "Bitte schreiben Sie den Grund in einem ganzen Satz: mindestens 10 Zeichen." in page
    assert ">\ndarum</textarea>" in page
    assert not Answer.objects.exists()


def test_fact_of_the_file_is_refused_with_its_place(bruecke, signed_in):
    given = {"value": "duldung_60a", **GIVEN}
    page = signed_in("jana").post(question(bruecke.mariams_case, "status"), given).content.decode()
    assert "Das steht schon in der Akte" in page
    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["pregnant", "wants_return", "age", "unheard_of"])
def test_sealed_and_unheard_questions_have_no_page(bruecke, signed_in, name):
    client = signed_in("jana")
    assert client.get(question(bruecke.mariams_case, name)).status_code == 404
    assert client.post(question(bruecke.mariams_case, name), {"value": "yes", **GIVEN}).status_code == 404


@pytest.mark.parametrize("ask", ["nobody", "0b0e4f5c-3a53-4c0c-9d0e-6a3a7a5b9d11"])
def test_relative_of_nobody_has_no_question(bruecke, signed_in, ask):
    url = f"{question(bruecke.mariams_case, 'passport_valid')}?angehoerig={ask}"
    assert signed_in("jana").get(url).status_code == 404


def test_relative_of_somebody_else_has_no_question(bruecke, signed_in):
    selam(bruecke)
    husband = RelativeAbroad.objects.get(name="Dawit")
    url = f"{question(bruecke.mariams_case, 'separated_by_flight')}?angehoerig={husband.pk}"
    assert signed_in("jana").get(url).status_code == 404


def test_question_leads_back_to_where_it_was_asked(bruecke, signed_in):
    url = f"{question(bruecke.mariams_case, 'passport_valid')}?weiter=akte"
    assert signed_in("jana").post(url, {"value": "yes", **GIVEN}).url == f"/akte/{bruecke.mariams_case.pk}/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "admin", "zurueck"])
def test_question_leads_to_no_foreign_page(bruecke, signed_in, elsewhere):
    url = f"{question(bruecke.mariams_case, 'passport_valid')}?weiter={elsewhere}"
    assert signed_in("jana").post(url, {"value": "yes", **GIVEN}).url == page_of(bruecke.mariams_case)


def test_what_was_said_before_stays_to_be_read(bruecke, signed_in):
    say(bruecke, bruecke.mariam, "stay_abuse", True, reason="So steht es im Bescheid vom 03.11.")
    say(bruecke, bruecke.mariam, "stay_abuse", False, reason="Der Bescheid ist aufgehoben.")
    page = read(signed_in("jana"), question(bruecke.mariams_case, "stay_abuse"))
    assert "So steht es im Bescheid vom 03.11." in page
    assert "Der Bescheid ist aufgehoben." in page


def test_answer_is_not_in_the_audit_log(bruecke, signed_in):
    signed_in("jana").post(question(bruecke.mariams_case, "passport_valid"), {"value": "yes", **GIVEN})
    event = AuditEvent.objects.get(model="entitlements.answer")
    assert "true" not in str(event.__dict__)


@pytest.mark.keeps_counts
def test_every_question_of_the_ordinary_rules_has_a_form(bruecke, signed_in):
    client = signed_in("jana")
    subject = knowledge.of_people([bruecke.mariam], bruecke.jana, TODAY)[0]
    for name in facts_page.asked_about(subject):
        assert law.fact(name).label in read(client, question(bruecke.mariams_case, name))


# a question on another page


def drawn(world, name, relative=None):
    subject = facts_page.subject_of(world.mariams_case, world.jana, relative)
    asked = {each.fact.name: each for each in facts_page.questions(subject, world.mariams_case.pk, TODAY)}
    quick = facts_page.quick(asked[name], world.mariams_case.pk, back="rechte")
    return render_to_string("entitlements/_question.html", {"quick": quick})


def test_quick_question_has_a_button_for_each_answer(bruecke):
    part = drawn(bruecke, "needy")
    assert f'action="{question(bruecke.mariams_case, "needy")}?weiter=rechte"' in part
    assert [word in part for word in ('value="yes"', 'value="no"', 'value="unknown"')] == [True] * 3


def test_quick_button_is_an_answer_of_today(bruecke, signed_in):
    url = f"{question(bruecke.mariams_case, 'needy')}?weiter=rechte"
    answer = signed_in("jana").post(url, {"value": "yes", "origin": "client", "known_on": "26.11.2026"})
    assert answer.url == reverse("entitlements:of_case", args=[bruecke.mariams_case.pk])
    assert Answer.objects.get().known_on == TODAY


def test_quick_judgement_leads_to_its_own_page(bruecke):
    assert "<button" not in drawn(bruecke, "stay_abuse")


# a house with flats


@pytest.fixture
def flats(bruecke):
    """Farid lives in a house whose form leaves open what his lodging is."""
    house = Facility(name="Wohnverbund 2", form="apartment_cluster", municipality="Mühlenau")
    house.save()
    case = admit(bruecke, "Farid")
    HousingPeriod(person=case.person, form="apartment_cluster", facility=house, since=date(2026, 11, 23)).save()
    return case


def test_lodging_is_asked_once_for_the_whole_house(bruecke, signed_in, flats):
    client, url = signed_in("jana"), question(flats, "accommodation")
    assert "Die Antwort gilt für alle, die dort wohnen." in read(client, url)
    assert client.post(url, {"value": "flat"}).url == page_of(flats)
    neighbour = admit(bruecke, "Samir")
    house = Facility.objects.get(name="Wohnverbund 2")
    HousingPeriod(person=neighbour.person, form="apartment_cluster", facility=house, since=date(2026, 11, 23)).save()
    assert knowledge.of_people([neighbour.person], bruecke.jana, TODAY)[0].facts["accommodation"] == "flat"


def test_house_keeps_its_answer_to_its_own_organisation(bruecke, signed_in, flats):
    signed_in("jana").post(question(flats, "accommodation"), {"value": "flat"})
    with tenant.acting_for(bruecke.diakonie.pk):
        assert not Facility.objects.exclude(rule_accommodation="").exists()


def test_house_takes_no_other_word(bruecke, signed_in, flats):
    page = signed_in("jana").post(question(flats, "accommodation"), {"value": "homeless"}).content.decode()
    assert "Bitte wählen Sie eine der Möglichkeiten." in page
    assert Facility.objects.get(name="Wohnverbund 2").rule_accommodation == ""
