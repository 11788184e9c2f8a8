"""One rule for one person."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

from django.urls import reverse

from tests.entitlements import making_navigator as making
from wegbuch.access.models import ReadEvent
from wegbuch.cases.services import cases
from wegbuch.entitlements import law


def of_rule(client, case, rule, relative=""):
    return client.get(reverse("entitlements:rule", args=[case.pk, rule]), {"angehoerig": relative} if relative else {})


def text(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_the_page_says_what_why_and_since_when(bruecke, signed_in):
    case = making.family(bruecke).cases["Karim"]
    words = text(of_rule(signed_in("jana"), case, "asylblg_in_scope"))
    assert "voraussichtlich offen" in words
    assert "Aufenthaltsstatus: Duldung nach § 60a" in words
    assert "zuletzt geprüft" in words.casefold()
    assert law.book().rules["asylblg_in_scope"].basis in words


def test_what_is_missing_leads_to_its_question(bruecke, signed_in):
    case = making.family(bruecke).cases["Karim"]
    content = of_rule(signed_in("jana"), case, "asylblg_analog_36_months").content.decode()
    assert reverse("entitlements:fact", args=[case.pk, "stay_abuse"]) in content
    assert "beurteilt ein Mensch, mit Grund" in content


def test_others_of_the_household_stand_beside(bruecke, signed_in):
    case = making.family(bruecke).cases["Karim"]
    page = of_rule(signed_in("jana"), case, "asylblg_in_scope").context["page"]
    said = {other.whom.subject.person.given_name: other.door.result for other in page.others}
    assert said == {
        "Laila": "entitled",
        "Nadia": "entitled",
        "Omid": "condition_not_met",
        "Parwana": "condition_not_met",
    }


def test_an_answer_out_of_another_file_is_a_look_at_that_file(bruecke, signed_in):
    family = making.family(bruecke).cases
    of_rule(signed_in("jana"), family["Karim"], "asylblg_in_scope")
    seen = set(ReadEvent.objects.filter(purpose="entitlement.read").values_list("subject", flat=True))
    assert seen == {case.person_id for case in family.values()}


def test_who_opened_the_file_with_a_reason_reads_and_is_offered_no_change(bruecke, signed_in):
    case = making.family(bruecke).cases["Karim"]
    cases.break_glass(case, user=bruecke.katja, reason="Vertretung am Wochenende, Anruf der Klinik.")
    client = signed_in("katja")
    claim = of_rule(client, case, "asylblg_in_scope").content.decode()
    missing = of_rule(client, case, "asylblg_analog_36_months").content.decode()
    assert "Aufenthaltsstatus" in claim
    assert "Antrag beginnen" not in claim
    assert law.fact("stay_abuse").question in unescape(missing)
    assert reverse("entitlements:fact", args=[case.pk, "stay_abuse"]) not in missing
    assert f'{reverse("entitlements:facts", args=[case.pk])}"' in claim


def test_sources_are_named_with_their_address(bruecke, signed_in):
    case = making.family(bruecke).cases["Karim"]
    source = law.book().sources["AsylbLG"]
    words = text(of_rule(signed_in("jana"), case, "asylblg_in_scope"))
    assert source["label"] in words
    assert source["address"] in words


def test_a_rule_that_has_ended_says_so(bruecke, signed_in):
    case = making.family(bruecke).cases["Karim"]
    words = text(of_rule(signed_in("jana"), case, "chance_residence_104c"))
    assert "Gilt bis 30.12.2025" in words
    assert "gilt nicht" in words


def test_somebody_abroad_is_asked_about_by_id(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    response = of_rule(signed_in("jana"), made.case, "reunification_refugee_privileged", made.dawit.pk)
    assert "sicher bis 28.12.2026" in text(response)
    assert "sicher bis Mo 28.12.2026 · letzter Tag Mi 30.12.2026" in text(response)


def test_a_day_that_follows_from_a_letter_leads_to_the_letter(bruecke, signed_in):
    case = making.take_in(bruecke, "Mina", date(1994, 1, 1))
    making.tell(case.person, bruecke, bamf_decision="rejected_manifestly", decision_served_on="2026-11-24")
    response = of_rule(signed_in("jana"), case, "appeal_deadline_one_week")
    assert "sicher: heute · letzter Tag Di 01.12.2026" in text(response)
    assert "Der Tag zählt wie in Post & Fristen." in unescape(text(response))
    assert reverse("procedures:letter_of_case", args=[case.pk]) in response.content.decode()


def test_a_rule_of_joining_is_about_the_one_abroad_also_where_nobody_is_named(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    answer = of_rule(signed_in("jana"), made.case, "reunification_refugee_privileged")
    assert answer.context["page"].relative_id == made.dawit.pk


def test_a_rule_of_joining_is_not_found_where_nobody_is_abroad(bruecke, signed_in):
    assert of_rule(signed_in("jana"), bruecke.mariams_case, "reunification_refugee_privileged").status_code == 404


def test_an_unknown_relative_is_not_found(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    assert of_rule(signed_in("jana"), made.case, "asylblg_in_scope", uuid4()).status_code == 404


def test_a_relative_that_is_no_id_is_not_found(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    assert of_rule(signed_in("jana"), made.case, "asylblg_in_scope", "Dawit").status_code == 404


def test_the_relative_of_somebody_else_is_not_found(bruecke, signed_in):
    made = making.with_husband_abroad(bruecke)
    other = of_rule(signed_in("jana"), bruecke.mariams_case, "reunification_refugee_privileged", made.dawit.pk)
    assert other.status_code == 404


def test_a_stranger_is_not_told_that_there_is_a_file(bruecke, signed_in):
    assert of_rule(signed_in("katja"), bruecke.mariams_case, "asylblg_in_scope").status_code == 404


def test_no_rule_of_that_name_is_not_found(bruecke, signed_in):
    assert of_rule(signed_in("jana"), bruecke.mariams_case, "no_such_rule").status_code == 404


def test_a_sealed_rule_and_those_of_return_are_not_found(bruecke, signed_in):
    client, hidden = signed_in("jana"), [*(rule.id for rule in law.sealed_rules()), "return_information_asylum"]
    answers = {rule: of_rule(client, bruecke.mariams_case, rule).status_code for rule in hidden}
    assert set(answers.values()) == {404}


def test_what_a_rule_restricts_is_named(bruecke, signed_in):
    response = of_rule(signed_in("jana"), bruecke.mariams_case, "asylblg_reduction_identity_60b")
    assert law.book().rules["asylblg_basic_benefits_cash_level"].title in text(response)


def test_what_hangs_on_sealed_facts_says_the_same_for_all(bruecke, signed_in):
    case = making.family(bruecke).cases["Omid"]
    response = of_rule(signed_in("jana"), case, "naturalisation_5_years")
    assert "Hängt auch von besonders geschützten Angaben ab." in text(response)
    assert law.fact("criminal_exclusion").label not in text(response)
