"""The day to act by is the one Post & Fristen names: before the last day, never after it."""

from datetime import date

import pytest

from lawbook import deadlines
from wegbuch.entitlements import law, safe_days

SERVED = {"decision_served_on": date(2026, 11, 10)}


def safe(rule, until, **facts):
    return safe_days.safe_day(law.book().rules[rule], until, facts)


def test_two_weeks_for_a_claim_are_safe_until_two_working_days_before():
    assert safe("appeal_deadline_two_weeks", date(2026, 11, 24), **SERVED) == date(2026, 11, 20)


def test_one_week_in_asylum_law_is_safe_on_the_day_of_the_letter_only():
    assert safe("appeal_deadline_one_week", date(2026, 11, 17), **SERVED) == date(2026, 11, 10)


def test_a_fixed_end_on_a_sunday_is_safe_until_the_friday():
    entry = {"entry_date": date(2026, 9, 1)}
    assert safe("ukraine_title_free_90_days", date(2026, 11, 29), **entry) == date(2026, 11, 27)


def test_a_fixed_end_on_a_working_day_is_safe_itself():
    assert safe("ukraine_title_free_90_days", date(2026, 11, 27)) == date(2026, 11, 27)


def test_three_months_for_the_family_are_safe_as_post_and_deadlines_says():
    known = {"protection_final_on": date(2026, 9, 30)}
    assert safe("reunification_refugee_privileged", date(2026, 12, 30), **known) == date(2026, 12, 28)


def test_a_safe_day_is_never_before_the_letter_came():
    served = {"moved_in_on": date(2026, 12, 24)}
    assert safe("register_address_two_weeks", date(2026, 12, 24), **served) == date(2026, 12, 24)


def test_where_the_start_is_not_known_the_end_alone_counts():
    assert safe("appeal_deadline_one_week", date(2026, 11, 17)) == date(2026, 11, 13)


@pytest.mark.parametrize(("rule", "is_of_letter"), [
    ("appeal_deadline_two_weeks", True),
    ("appeal_grounds_one_month", True),
    ("register_address_two_weeks", False),
    ("ukraine_title_free_90_days", False),
])  # fmt: skip
def test_only_what_follows_from_a_letter_points_to_the_letter(rule, is_of_letter):
    assert safe_days.is_of_letter(law.book().rules[rule]) is is_of_letter


def test_every_named_deadline_rule_exists():
    named = {rule.deadline for rule in law.book() if rule.deadline}
    assert named
    assert named <= set(deadlines.load().rules)


def test_every_rule_that_counts_from_a_decision_names_its_deadline_rule():
    served = [rule for rule in law.book() if rule.threshold and "decision_served_on" in rule.threshold.names]
    assert served
    assert all(rule.deadline for rule in served)
