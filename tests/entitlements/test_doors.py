"""What the rules say about people, as pages show it."""

from datetime import date
from decimal import Decimal

import pytest

from lawbook.entitlements import Between
from wegbuch.cases.fact_sources import Known
from wegbuch.cases.models import Person, RelativeAbroad
from wegbuch.entitlements import asking, doors, law, reasons
from wegbuch.entitlements.knowledge import Subject

DAY = date(2026, 11, 26)
TOLERATED = {
    "status": "duldung_60a",
    "entry_date": date(2022, 5, 2),
    "birth_date": date(1986, 2, 1),
    "needy": True,
    "suspension_decided_on": None,
}
WINDOW = {
    "relation": "spouse",
    "sponsor_status": "leave_25_2_refugee",
    "protection_final_on": date(2026, 9, 30),
}


def subject(name="Karim", relative=None, **facts):
    known = {each: Known(value, "Statusverlauf", date(2025, 6, 3)) for each, value in facts.items()}
    return Subject(Person(given_name=name), relative, known)


def abroad(**facts):
    return subject(relative=RelativeAbroad(name="Dawit", relation="spouse"), **facts)


def named(found, rule):
    return next((door for door in found if door.rule.id == rule), None)


def test_the_same_answer_for_two_people_is_one_door():
    found = doors.of([subject("Karim", **TOLERATED), subject("Laila", **TOLERATED)], DAY)
    assert [each.person.given_name for each in named(found, "asylblg_in_scope").subjects] == ["Karim", "Laila"]


def test_nobody_asks_a_child_about_work():
    child = subject("Nadia", **{**TOLERATED, "birth_date": date(2015, 1, 5)})
    unknown = subject("Karim", **{name: value for name, value in TOLERATED.items() if name != "birth_date"})
    topics = [{door.rule.topic for door in doors.of([each], DAY)} for each in (child, unknown)]
    assert ["work" in each for each in topics] == [False, True]


def test_different_answers_are_two_doors():
    young = subject("Nadia", **{**TOLERATED, "birth_date": date(2008, 1, 5), "entry_date": date(2026, 1, 1)})
    old = subject("Karim", **TOLERATED)
    found = [door for door in doors.of([old, young], DAY) if door.rule.id == "work_no_ba_consent_after_4_years"]
    assert [door.result for door in found] == ["entitled", "waiting"]


def test_the_same_claim_with_different_last_days_is_two_doors():
    born = (date(2009, 2, 14), date(2009, 5, 1))
    family = [subject(**{**TOLERATED, "birth_date": day, "accommodation": "shared"}) for day in born]
    found = [door for door in doors.of(family, DAY) if door.rule.id == "asylblg_child_immediate_supplement"]
    assert [door.ends_on for door in found] == [date(2027, 2, 13), date(2027, 4, 30)]


def test_a_rule_that_does_not_apply_is_no_door():
    found = doors.of([subject(status="german")], DAY)
    assert named(found, "asylblg_in_scope") is None


def test_nothing_known_gives_only_open_questions():
    assert {door.result for door in doors.of([subject()], DAY)} == {"open"}


def test_sealed_rules_are_no_doors():
    shown = {door.rule.id for door in doors.of([subject()], DAY)}
    assert not shown & {rule.id for rule in law.sealed_rules()}


def test_return_stays_on_its_own_page():
    assert "return" not in {door.rule.topic for door in doors.of([subject()], DAY)}


def test_sealed_facts_are_not_among_the_questions():
    found = doors.of([subject()], DAY)
    assert not [fact.name for door in found for fact in door.missing if fact.level >= law.SEALED]


def test_a_rule_with_a_sealed_fact_says_so():
    found = doors.of([subject()], DAY)
    assert named(found, "naturalisation_5_years").hangs_on_sealed


def test_a_claim_that_a_sealed_rule_may_restrict_says_so_for_everybody():
    restricting = [rule for rule in law.sealed_rules() if "asylblg_analog_36_months" in rule.excludes]
    assert restricting
    assert doors.hangs_on_sealed("asylblg_analog_36_months")


def test_a_rule_without_sealed_facts_and_restrictions_says_nothing_of_them():
    assert not doors.hangs_on_sealed("legal_aid_certificate")


@pytest.mark.parametrize(
    ("rule", "is_told"), [("asylblg_basic_benefits_cash_level", True), ("legal_aid_certificate", False)]
)
def test_a_rule_that_another_restricts_can_be_restricted_for_everybody(rule, is_told):
    assert doors.can_be_restricted(rule) is is_told


def test_family_abroad_stands_in_its_topic_only():
    assert {door.rule.topic for door in doors.of([abroad(**WINDOW)], DAY)} == {doors.ABROAD}


def test_rules_of_joining_are_not_asked_about_people_here():
    assert named(doors.of([subject(**WINDOW)], DAY), "reunification_refugee_privileged") is None


def test_the_window_of_three_months_is_counted_to_its_safe_day():
    door = named(doors.of([abroad(**WINDOW)], DAY), "reunification_refugee_privileged")
    assert (door.safe_day, door.last_day, door.days_left) == (date(2026, 12, 28), date(2026, 12, 30), 32)


def test_a_closing_door_is_named_by_its_safe_day():
    door = named(doors.of([abroad(**WINDOW)], DAY), "reunification_refugee_privileged")
    assert (door.badge.kind, door.badge.text) == ("danger", "sicher bis 28.12.2026")


@pytest.mark.parametrize(("day", "is_closing"), [(date(2026, 10, 14), False), (date(2026, 10, 15), True)])
def test_a_door_closes_soon_from_90_days_before_its_safe_day(day, is_closing):
    window = {**WINDOW, "protection_final_on": date(2026, 10, 15)}
    door = named(doors.of([abroad(**window)], day), "reunification_refugee_privileged")
    assert (door.safe_day, door.is_closing) == (date(2027, 1, 13), is_closing)


def test_a_door_past_its_safe_day_is_to_be_gone_through_today():
    """A week in asylum law is safe on the day of the letter alone."""
    facts = {"bamf_decision": "rejected_manifestly", "decision_served_on": date(2026, 11, 24)}
    door = named(doors.of([subject(**facts)], DAY), "appeal_deadline_one_week")
    assert (door.safe_day, door.act_by, door.days_left) == (date(2026, 11, 24), DAY, 0)
    assert (door.badge.text, door.last_day) == ("sicher: heute", date(2026, 12, 1))


def test_a_duty_begins_on_the_day_of_the_rule_itself():
    facts = {"birth_date": date(2017, 1, 5), "must_live_in_rc": False, "municipality_since": date(2026, 11, 1)}
    door = named(doors.of([subject(status="gestattung", **facts)], DAY), "school_duty_municipality")
    assert (door.result, door.badge.text) == ("waiting", "beginnt 13.12.2026")


def test_the_day_after_the_window_nothing_closes():
    found = doors.of([abroad(**WINDOW)], date(2026, 12, 31))
    assert not [door for door in found if door.is_closing]


def test_a_birthday_ends_a_claim_without_an_alarm():
    """Somebody becomes 18 on 14.02.2027."""
    child = subject(**{**TOLERATED, "birth_date": date(2009, 2, 14)})
    found = [door for door in doors.of([child], DAY) if door.ends_on == date(2027, 2, 13)]
    assert found
    assert not [door for door in found if door.is_closing]


def test_what_closes_comes_before_claims_and_restrictions_come_last():
    ranks = [door.rank for door in doors.of([subject(**TOLERATED)], DAY) if door.rule.topic == "benefits"]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[-1]


def test_an_amount_stands_in_words():
    child = subject(**{**TOLERATED, "birth_date": date(2020, 1, 5)})
    assert named(doors.of([child], DAY), "asylblg_child_immediate_supplement").amount == "25,00 € im Monat, zusätzlich"


def test_an_amount_with_cents_is_written_as_in_german():
    door = doors.Door(law.book().rules["child_benefit"], (subject(),), DAY, "entitled", euros=Decimal("1259.5"))
    assert door.amount.startswith("1.259,50 €")


def test_a_cut_stands_beside_the_claim_it_cuts():
    facts = {**TOLERATED, "status": "duldung_60b", "entry_date": date(2026, 1, 1), "removal_obstacle_own_fault": True}
    facts |= {"reduced_1a": False, "excluded_1_4": False, "stay_abuse": False, "analog_before_2024_02_27": False}
    claim = named(doors.of([subject(**facts)], DAY), "asylblg_basic_benefits_cash_level")
    beside = {other.rule.id for other in claim.shut_by}
    assert beside == {"asylblg_reduction_identity_60b", "asylblg_reduction_own_fault"}


def test_a_cut_that_is_not_certain_is_still_to_be_checked():
    facts = {**TOLERATED, "status": "duldung_60b", "entry_date": date(2026, 1, 1)}
    facts |= {"reduced_1a": False, "excluded_1_4": False, "stay_abuse": False, "analog_before_2024_02_27": False}
    claim = named(doors.of([subject(**facts)], DAY), "asylblg_basic_benefits_cash_level")
    assert "asylblg_reduction_identity_60b" in [rule.id for rule in claim.maybe_shut]
    assert not claim.shut_by


def test_low_confidence_is_doubtful():
    low = next(rule for rule in doors.of_life() if rule.confidence == "low")
    assert doors.one(subject(), low, DAY).is_doubtful


def test_a_reason_names_fact_value_and_origin():
    parts = reasons.of(subject(**TOLERATED), law.book().rules["asylblg_in_scope"], DAY)
    told = next(each for part in parts for each in part.told if each.name == "status")
    assert (told.label, told.origin) == ("Aufenthaltsstatus", "Statusverlauf, seit 03.06.2025")
    assert told.value.startswith("Duldung")


def test_a_reason_never_names_a_sealed_fact():
    for rule in doors.of_life():
        names = [told.name for part in reasons.of(subject(), rule, DAY) for told in part.told]
        assert not [name for name in names if law.is_sealed(name)]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("birth_date", Between(date(1994, 1, 1), date(1994, 12, 31)), "1994"),
        ("birth_date", date(1994, 3, 5), "05.03.1994"),
        ("nationality", "AFG", "Afghanistan"),
        ("needy", False, "nein"),
    ],
)
def test_values_are_said_in_german(name, value, words):
    assert reasons.in_words(name, value) == words


def test_the_status_is_asked_first_where_nothing_is_known():
    assert asking.decisive(doors.of([subject()], DAY), DAY).fact.name == "status"


def test_the_question_is_never_a_judgement_and_never_sealed():
    question = asking.decisive(doors.of([subject(**TOLERATED)], DAY), DAY)
    assert not question.fact.judgement
    assert question.fact.level < law.SEALED


def test_the_same_facts_give_the_same_question():
    family = [subject("Karim", **TOLERATED), subject("Laila", status="gestattung")]
    first, second = (asking.decisive(doors.of(family, DAY), DAY) for _ in range(2))
    assert (first.fact, first.subject.person.given_name) == (second.fact, second.subject.person.given_name)


def test_reasons_that_are_the_same_for_two_stand_once():
    found = doors.of([subject("Karim", **TOLERATED), subject("Laila", **TOLERATED)], DAY)
    ((together, _parts),) = named(found, "asylblg_in_scope").reasons
    assert [each.person.given_name for each in together] == ["Karim", "Laila"]


def test_no_part_of_a_reason_stands_twice():
    for rule in doors.of_life():
        parts = reasons.of(subject(**TOLERATED), rule, DAY)
        assert len(set(parts)) == len(parts)


def test_a_restriction_names_the_last_day_of_its_law():
    facts = {"sponsor_status": "leave_25_2_subsidiary", "relation": "spouse", "visa_pickup_invited": False}
    found = named(doors.of([abroad(**facts)], DAY), "reunification_subsidiary_suspended")
    assert (found.result, found.shut_until) == ("not_entitled", date(2027, 7, 23))
