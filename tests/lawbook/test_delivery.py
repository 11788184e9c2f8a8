"""When a letter counts as delivered, and what that does to its deadline."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lawbook import deadlines
from lawbook.deadlines import Facts, Impossible

BOOK = deadlines.load()
REMEDIES = ("objection_sgg", "objection_vwgo", "appeal_ordinary_geas", "appeal_manifestly_unfounded_pre")
untimed = settings(deadline=None)
twenty_years = st.dates(date(2015, 1, 1), date(2035, 12, 31))
every_remedy = pytest.mark.parametrize("rule", REMEDIES)


def answer(rule, regime=None, land="BB", **events):
    return deadlines.compute(BOOK, rule, Facts(events, regime, land))


def fiction_days(posted):
    return timedelta(days=3 if posted <= date(2024, 12, 31) else 4)


@every_remedy
@untimed
@given(posted=twenty_years)
@example(posted=date(2024, 12, 31))
@example(posted=date(2025, 1, 1))
@example(posted=date(2026, 9, 29))
def test_posted_letter_is_delivered_on_the_third_or_fourth_day_even_if_it_is_free(rule, posted):
    assert answer(rule, posted_on=posted).start_on == posted + fiction_days(posted)


@every_remedy
@untimed
@given(posted=twenty_years, days=st.integers(0, 60))
def test_proven_later_arrival_never_makes_a_deadline_earlier(rule, posted, days):
    alone = answer(rule, posted_on=posted)
    later = answer(rule, posted_on=posted, received_on=posted + timedelta(days=days))
    assert later.last_day >= alone.last_day
    assert later.start_on == max(alone.start_on, posted + timedelta(days=days))


@every_remedy
@untimed
@given(posted=twenty_years, days=st.integers(5, 60))
def test_act_by_the_day_that_holds_even_if_the_later_arrival_is_not_believed(rule, posted, days):
    alone = answer(rule, posted_on=posted)
    later = answer(rule, posted_on=posted, received_on=posted + timedelta(days=days))
    assert later.safe_day <= max(alone.last_day, later.start_on)


@untimed
@given(arrived=twenty_years, days=st.integers(0, 30))
@example(arrived=date(2026, 11, 9), days=2)
@example(arrived=date(2026, 11, 9), days=9)
def test_reception_centre_counts_handing_out_but_never_after_its_fiction(arrived, days):
    handed = arrived + timedelta(days=days)
    found = answer("appeal_ordinary_geas", handed_to_reception_centre_on=arrived, handed_to_person_on=handed)
    assert found.start_on == min(handed, arrived + fiction_days(arrived))


@untimed
@given(arrived=twenty_years, days=st.integers(0, 30), rule=st.sampled_from(REMEDIES))
def test_reception_centre_letter_is_acted_on_before_any_day_of_handing_out_ends_it(arrived, days, rule):
    unknown = answer(rule, handed_to_reception_centre_on=arrived)
    known = answer(rule, handed_to_reception_centre_on=arrived, handed_to_person_on=arrived + timedelta(days=days))
    assert unknown.safe_day <= known.last_day


@untimed
@given(decided=twenty_years, days=st.integers(0, 60), rule=st.sampled_from(REMEDIES))
def test_day_of_the_decision_is_the_worst_case_of_any_delivery(decided, days, rule):
    unknown = answer(rule, decided_on=decided)
    known = answer(rule, decided_on=decided, served_on=decided + timedelta(days=days))
    assert unknown.last_day <= known.last_day
    assert unknown.confidence == "uncertain"


@untimed
@given(posted=twenty_years, days=st.integers(0, 30))
def test_asylum_letter_that_came_back_counts_from_the_day_of_posting(posted, days):
    back = posted + timedelta(days=days)
    found = answer("appeal_ordinary_geas", posted_on=posted, returned_undeliverable_on=back)
    assert found.start_on == posted


@untimed
@given(served=twenty_years, days=st.integers(1, 20))
def test_yellow_envelope_counts_and_not_the_day_of_pick_up(served, days):
    found = answer("appeal_ordinary_geas", served_on=served, handed_to_person_on=served + timedelta(days=days))
    assert found.start_on == served


def test_reception_centre_letter_handed_out_nine_days_late_starts_nothing_new():
    found = answer(
        "appeal_manifestly_unfounded_geas",
        lodged_on=date(2026, 7, 6),
        handed_to_reception_centre_on=date(2026, 11, 9),
        handed_to_person_on=date(2026, 11, 18),
    )
    assert (found.start_on, found.last_day, found.confidence) == (date(2026, 11, 13), date(2026, 11, 20), "likely")


def test_reception_centre_fiction_of_2024_has_three_days():
    found = answer("appeal_ordinary_pre", handed_to_reception_centre_on=date(2024, 12, 30))
    assert found.start_on == date(2025, 1, 2)


def test_letter_that_came_back_from_the_job_centre_keeps_its_fiction():
    found = answer("objection_sgg", posted_on=date(2026, 11, 2), returned_undeliverable_on=date(2026, 11, 9))
    assert found.start_on == date(2026, 11, 6)


def test_letter_that_came_back_leaves_two_weeks_from_posting():
    found = answer(
        "appeal_ordinary_geas",
        lodged_on=date(2026, 7, 6),
        posted_on=date(2026, 11, 2),
        returned_undeliverable_on=date(2026, 11, 12),
    )
    assert (found.start_on, found.last_day) == (date(2026, 11, 2), date(2026, 11, 16))


def test_portal_of_the_job_centre_counts_the_notice_and_not_the_reading():
    events = {"sent_electronically_on": date(2026, 11, 2), "retrieved_on": date(2026, 11, 3)}
    assert answer("objection_sgg", **events).start_on == date(2026, 11, 6)


def test_portal_of_the_immigration_office_counts_the_day_after_reading():
    assert answer("objection_vwgo", retrieved_on=date(2026, 11, 3)).start_on == date(2026, 11, 4)


def test_public_notice_counts_after_two_weeks():
    assert answer("objection_vwgo", announced_on=date(2026, 11, 2)).start_on == date(2026, 11, 16)


@pytest.mark.parametrize(
    "events",
    [
        {"posted_on": date(2026, 11, 5), "served_on": date(2026, 11, 4)},
        {"decided_on": date(2026, 11, 5), "posted_on": date(2026, 11, 4)},
        {"handed_to_reception_centre_on": date(2026, 11, 5), "handed_to_person_on": date(2026, 11, 4)},
        {"posted_on": date(2026, 11, 5), "returned_undeliverable_on": date(2026, 11, 4)},
    ],
)
def test_days_in_the_wrong_order_are_refused(events):
    with pytest.raises(Impossible, match="Bitte prüfen Sie beide Tage"):
        answer("appeal_ordinary_geas", **events)


def test_nothing_known_gives_no_day_and_asks_for_the_envelope():
    found = answer("appeal_ordinary_geas", lodged_on=date(2026, 7, 6))
    assert found.last_day is None
    assert {each.event for each in found.ask} == {"served_on", "posted_on"}
