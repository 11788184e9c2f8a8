"""The day before and the day after each date of the change calendar."""

from datetime import date, timedelta

import pytest

from lawbook.entitlements import findings

from .change_calendar import BY_FACT, CHANGES, DAY, SEALED, WITHOUT_RULE
from .people import BOOK


def result(rule, facts, day):
    (found,) = findings(BOOK, facts, day, rules=[rule])
    return found.result


@pytest.mark.parametrize("change", [*CHANGES, SEALED], ids=str)
def test_the_answer_turns_on_the_day_of_the_change(change):
    assert result(change.rule, change.facts, change.eve) == change.old
    assert result(change.rule, change.facts, change.last) == change.new


@pytest.mark.parametrize("change", [each for each in (*CHANGES, SEALED) if not each.window], ids=str)
def test_the_answer_is_the_old_one_up_to_the_eve(change):
    assert result(change.rule, change.facts, change.eve - 7 * DAY) == change.old


def test_every_day_of_the_calendar_is_tried():
    days = {date.fromisoformat(raw["day"]) + timedelta(days=bool(raw.get("ends"))) for raw in BOOK.changes}
    assert days == {change.day for change in (*CHANGES, SEALED)} | {*WITHOUT_RULE, *BY_FACT}


@pytest.mark.parametrize("day", WITHOUT_RULE)
def test_a_change_that_no_rule_knows_begins_and_ends_none(day):
    assert [rule.id for rule in BOOK if rule.since == day or (rule.until and rule.until + DAY == day)] == []


def test_child_benefit_is_higher_from_the_first_day_of_2026():
    facts = {"has_child_in_household": True, "status": "leave_25_2_refugee"}
    amounts = [
        findings(BOOK, facts, day, rules=["child_benefit"])[0].amount for day in (date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert amounts == [255, 259]


@pytest.mark.parametrize(("entry", "said"), [(date(2026, 12, 4), "entitled"), (date(2026, 12, 5), "condition_not_met")])
def test_ninety_days_without_a_title_are_for_those_who_came_by_4_december(entry, said):
    facts = {"from_ukraine": True, "status": "none", "entry_date": entry, "protected_in_other_ms": False}
    assert result("ukraine_title_free_90_days", facts, date(2026, 12, 6)) == said
