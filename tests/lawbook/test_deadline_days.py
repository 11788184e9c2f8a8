"""Deadlines on the days of the calendar where people miscount, and on both sides of 12 June 2026."""

from datetime import date

import pytest

from lawbook import deadlines
from lawbook.deadlines import Facts, Impossible

BOOK = deadlines.load()
OLD, NEW = date(2026, 6, 11), date(2026, 6, 12)


def answer(rule, land="BB", regime=None, **events):
    return deadlines.compute(BOOK, rule, Facts(events, regime, land))


def last_day(rule, land="BB", **events):
    return answer(rule, land, **events).last_day


@pytest.mark.parametrize(
    ("served", "last"),
    [
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 11, 25), date(2026, 12, 28)),  # first day of Christmas, a Friday
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2026, 12, 31), date(2027, 2, 1)),  # 31 January is a Sunday
        (date(2026, 3, 3), date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 4, 1), date(2026, 5, 4)),  # 1 May is a Friday
        (date(2026, 4, 14), date(2026, 5, 15)),  # Ascension
        (date(2026, 4, 25), date(2026, 5, 26)),  # Whit Monday
        (date(2026, 9, 3), date(2026, 10, 5)),  # Unity Day is a Saturday
    ],
)
def test_month_from_service_ends_on_the_first_working_day_in_brandenburg(served, last):
    assert last_day("objection_sgg", served_on=served) == last


def test_year_from_a_leap_day_ends_on_28_february():
    assert last_day("wrong_instruction_sgg", served_on=date(2024, 2, 29)) == date(2025, 2, 28)


def test_three_months_from_30_november_2027_end_on_the_leap_day():
    assert last_day("wrong_instruction_asylg", served_on=date(2027, 11, 30)) == date(2028, 2, 29)


@pytest.mark.parametrize(("land", "last"), [("BB", date(2027, 3, 8)), ("BE", date(2027, 3, 9))])
def test_8_march_is_free_only_in_berlin(land, last):
    assert last_day("appeal_ordinary_geas", land, served_on=date(2027, 2, 22)) == last


@pytest.mark.parametrize(("land", "last"), [("BB", date(2025, 11, 3)), ("BE", date(2025, 10, 31))])
def test_31_october_is_free_only_in_brandenburg(land, last):
    assert last_day("appeal_ordinary_pre", land, served_on=date(2025, 10, 17)) == last


@pytest.mark.parametrize(("land", "last"), [("BB", date(2025, 5, 8)), ("BE", date(2025, 5, 9))])
def test_8_may_2025_was_free_only_in_berlin(land, last):
    assert last_day("appeal_ordinary_pre", land, served_on=date(2025, 4, 24)) == last


def test_constitutional_court_keeps_the_holidays_of_its_own_seat():
    assert last_day("constitutional_complaint", "BB", judgment_served_on=date(2025, 9, 30)) == date(2025, 10, 30)
    assert last_day("constitutional_complaint", "BB", judgment_served_on=date(2025, 10, 1)) == date(2025, 11, 3)
    assert last_day("constitutional_complaint", "BB", judgment_served_on=date(2025, 12, 6)) == date(2026, 1, 7)


def test_higher_court_in_berlin_is_not_closed_on_31_october():
    assert last_day("leave_to_appeal_reasons_vwgo", "BB", judgment_served_on=date(2028, 8, 31)) == date(2028, 10, 31)


@pytest.mark.parametrize(("lodged", "law"), [(OLD, "pre_geas"), (NEW, "geas")])
def test_day_of_lodging_chooses_the_law(lodged, law):
    assert answer("appeal_reasons", lodged_on=lodged, served_on=date(2026, 11, 10)).regime == law


@pytest.mark.parametrize(
    ("rule", "lodged"),
    [
        ("appeal_ordinary_geas", OLD), ("appeal_ordinary_pre", NEW), ("wrong_instruction_asylg", OLD),
        ("departure_period_week_geas", OLD), ("departure_period_week_pre", NEW), ("reopen_discontinued_pre", NEW),
    ],
)  # fmt: skip
def test_rule_of_the_other_law_is_refused(rule, lodged):
    with pytest.raises(Impossible, match="gehört nicht dazu"):
        answer(rule, lodged_on=lodged, served_on=date(2026, 11, 10))


def test_neither_the_day_of_asking_for_asylum_nor_the_day_of_service_chooses_the_law():
    events = {"sought_asylum_on": date(2026, 5, 4), "lodged_on": NEW, "served_on": date(2026, 11, 10)}
    assert answer("appeal_ordinary_geas", **events).regime == "geas"


def test_law_that_does_not_fit_the_day_of_lodging_is_refused():
    with pytest.raises(Impossible, match="Bitte prüfen Sie beides"):
        answer("appeal_reasons", regime="geas", lodged_on=OLD, served_on=date(2026, 11, 10))


def test_missing_instruction_in_new_law_gives_three_months_beside_the_week():
    found = answer(
        "appeal_manifestly_unfounded_geas", lodged_on=NEW, served_on=date(2026, 11, 10), instruction="missing"
    )
    assert found.last_day == date(2026, 11, 17)
    assert [(each.rule, each.last_day) for each in found.alternatives] == [
        ("wrong_instruction_asylg", date(2027, 2, 10))
    ]


def test_missing_instruction_in_old_law_gives_a_year_and_doubts_it():
    found = answer("appeal_ordinary_pre", lodged_on=OLD, served_on=date(2026, 11, 10), instruction="missing")
    assert found.last_day == date(2026, 11, 24)
    assert {(each.rule, each.last_day) for each in found.alternatives} >= {
        ("wrong_instruction_vwgo", date(2027, 11, 10)),
        ("wrong_instruction_asylg", date(2027, 2, 10)),
    }


def test_missing_instruction_before_12_june_2026_gives_a_year_alone():
    found = answer("appeal_ordinary_pre", lodged_on=OLD, served_on=date(2026, 2, 10), instruction="missing")
    assert [(each.rule, each.last_day) for each in found.alternatives] == [
        ("wrong_instruction_vwgo", date(2027, 2, 10))
    ]


def test_year_of_old_law_is_uncertain_after_12_june_and_safe_within_three_months():
    found = answer("wrong_instruction_vwgo", lodged_on=OLD, served_on=date(2026, 11, 10))
    assert (found.last_day, found.confidence) == (date(2027, 11, 10), "uncertain")
    assert found.safe_day <= date(2027, 2, 10)


def test_wrong_instruction_in_social_law_gives_a_year():
    found = answer("objection_sgg", served_on=date(2026, 11, 10), instruction="wrong")
    assert [(each.rule, each.last_day) for each in found.alternatives] == [
        ("wrong_instruction_sgg", date(2027, 11, 10))
    ]


def test_correct_instruction_changes_nothing():
    found = answer("objection_sgg", served_on=date(2026, 11, 10), instruction="correct")
    assert found.alternatives == ()


def test_old_discontinuation_decided_in_new_law_is_safe_only_within_the_week():
    found = answer("appeal_discontinuation_pre", lodged_on=OLD, served_on=date(2026, 11, 10))
    assert (found.last_day, found.confidence) == (date(2026, 11, 24), "uncertain")
    assert found.safe_day <= date(2026, 11, 17)


def test_old_revocation_decided_in_new_law_is_counted_in_both():
    found = answer("appeal_revocation_pre", review_started_on=date(2025, 3, 3), served_on=date(2026, 11, 10))
    assert (found.last_day, found.alternatives[0].last_day) == (date(2026, 11, 24), date(2026, 11, 24))


def test_reopening_is_safe_the_day_before_nine_months_from_the_decision():
    events = {"lodged_on": date(2025, 3, 3), "decided_on": date(2025, 12, 3)}
    found = answer("reopen_discontinued_pre", **events, discontinuation_served_on=date(2025, 12, 10))
    assert (found.last_day, found.safe_day) == (date(2026, 9, 10), date(2026, 9, 2))


def test_transfer_period_has_run_out_in_any_reading_after_the_next_working_day():
    found = answer("dublin3_transfer_6_months", acceptance_on=date(2025, 11, 16))
    assert (found.last_day, found.safely_expired_from) == (date(2026, 5, 16), date(2026, 5, 19))


@pytest.mark.parametrize(("registered", "rule"), [(date(2026, 6, 30), "dublin3"), (date(2026, 7, 1), "amm")])
def test_day_of_registration_chooses_the_law_of_the_transfer(registered, rule):
    name = f"{rule}_transfer_6_months"
    assert last_day(name, registered_on=registered, acceptance_on=date(2026, 9, 1)) == date(2027, 3, 1)


def test_departure_week_follows_the_period_for_the_action():
    found = answer("departure_period_week_geas", lodged_on=NEW, served_on=date(2026, 10, 24))
    assert (found.start_on, found.last_day) == (date(2026, 11, 2), date(2026, 11, 9))


def test_one_week_remedy_is_due_on_the_day_the_letter_arrives():
    found = answer("appeal_manifestly_unfounded_geas", lodged_on=NEW, served_on=date(2026, 11, 10))
    assert found.safe_day == date(2026, 11, 10)


def test_one_week_remedy_brings_the_urgent_application_with_it():
    found = answer("appeal_manifestly_unfounded_geas", lodged_on=NEW, served_on=date(2026, 11, 10))
    assert [each.act for each in found.file_together] == ["Eilantrag nach § 80 Abs. 5 VwGO"]


def test_safe_day_lies_two_working_days_before_a_movable_end():
    assert answer("objection_sgg", served_on=date(2026, 11, 25)).safe_day == date(2026, 12, 23)


def test_safe_day_of_a_fixed_end_on_a_sunday_is_the_friday_before():
    assert answer("permit_renewal_before_expiry", valid_until=date(2026, 11, 29)).safe_day == date(2026, 11, 27)


def test_entry_after_25_august_2022_has_no_18_months():
    with pytest.raises(Impossible, match=r"galt am 26\.08\.2022 nicht"):
        answer("asylblg_analogous_old", entered_on=date(2022, 8, 26))


def test_place_may_be_ordered_for_a_year_where_the_time_was_extended():
    found = answer("residence_rule_12a_place", recognised_on=date(2026, 1, 15), place_period_extended=True)
    assert found.last_day == date(2027, 1, 15)


def test_year_after_the_missed_period_ends_on_a_working_day():
    found = answer(
        "reinstatement_vwgo",
        obstacle_removed_on=date(2026, 11, 16),
        missed_period_end_on=date(2025, 11, 21),
        missed_statement_of_reasons=False,
    )
    assert found.last_day == date(2026, 11, 23)


def test_reinstatement_never_passes_a_year_after_the_missed_period():
    found = answer(
        "reinstatement_vwgo",
        obstacle_removed_on=date(2026, 11, 16),
        missed_period_end_on=date(2025, 11, 20),
        missed_statement_of_reasons=False,
    )
    assert found.last_day == date(2026, 11, 20)


def test_unknown_special_case_leaves_the_authority_its_usual_time_and_is_asked():
    found = answer("bamf_decision_border", lodged_on=NEW, registered_on=date(2026, 8, 3))
    assert found.last_day == date(2026, 9, 28)
    assert {each.event for each in found.ask} == {"minor", "decision_period_extended"}


def test_unknown_special_case_does_not_promise_a_shorter_wait():
    found = answer("integration_25b", stay_since=date(2020, 11, 2))
    assert (found.last_day, found.earliest_day) == (date(2026, 11, 2), date(2026, 11, 3))


def test_court_serves_formally_so_a_postmark_gives_its_own_day_and_asks():
    found = answer("leave_to_appeal_asyl", posted_on=date(2026, 11, 2))
    assert (found.start_on, found.last_day, found.confidence) == (date(2026, 11, 2), date(2026, 12, 2), "uncertain")
    assert [question.event for question in found.ask] == ["served_on"]


def test_service_in_place_of_the_final_day_is_likely_and_asks_for_it():
    found = answer("family_reunification_privilege", served_on=date(2026, 11, 2))
    assert (found.confidence, found.ask[0].event) == ("likely", "final_recognition_on")


def test_place_left_out_takes_the_earlier_safe_day_of_both_laender():
    found = deadlines.compute(BOOK, "leave_to_appeal_asyl", Facts({"judgment_served_on": date(2027, 2, 9)}))
    assert found.safe_day == date(2027, 3, 4)


def test_place_left_out_takes_the_later_day_from_which_an_authority_is_too_late():
    found = deadlines.compute(BOOK, "dublin3_transfer_6_months", Facts({"acceptance_on": date(2026, 9, 8)}))
    assert found.safely_expired_from == date(2027, 3, 10)
