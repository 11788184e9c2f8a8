"""Changes of benefit: the data as a file, and the days without money, rent or health care."""

import copy
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import lawbook
from lawbook import compiled, entitlements, scheme_book
from lawbook.errors import RuleError
from lawbook.scheme_book import Days
from lawbook.scheme_changes import Span, guard
from lawbook.scheme_sentences import period, sentences

FOLDER = Path(lawbook.__file__).parent
SCHEMA = json.loads((FOLDER / "schema" / "scheme_changes.json").read_text(encoding="utf-8"))
DOCUMENTS = compiled.content()["documents"]
RAW = DOCUMENTS["rules/scheme_changes"]
BOOK = scheme_book.load()
TO_JOB_CENTRE = BOOK.find("asylblg_3", "sgb2")
TO_WELFARE = BOOK.find("asylblg_2", "sgb12")
TO_WAGE = BOOK.find("sgb2", "own_income")
FEBRUARY = date(2026, 2, 1)
SETTLED = {
    "rent_paid_until": date(2026, 1, 31),
    "rent_from": FEBRUARY,
    "insured_until": date(2026, 1, 31),
    "insured_from": FEBRUARY,
}


def look(today, change=TO_JOB_CENTRE, **days):
    return guard(change, Days(**{"right_since": FEBRUARY, **days}), today, weeks_ahead=6)


def words(today, change=TO_JOB_CENTRE, **days):
    known = Days(**{"right_since": FEBRUARY, **days})
    return [each.text for each in sentences(BOOK, change, known, guard(change, known, today, weeks_ahead=6), today)]


def spans(row):
    return [(span.state, span.first, span.last) for span in row.spans]


# ---------- the file ----------


def test_file_follows_the_schema():
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(RAW)] == []


def test_every_step_is_settled_by_a_day_that_has_a_german_name():
    assert set(BOOK.days) == set(Days.__dataclass_fields__)


def test_a_change_that_names_an_unknown_rule_is_refused():
    documents = {**DOCUMENTS, "rules/scheme_changes": copy.deepcopy(RAW)}
    documents["rules/scheme_changes"]["changes"][0]["triggers"][0]["rule"] = "no_such_rule"
    with pytest.raises(RuleError, match="no_such_rule"):
        scheme_book.from_content(documents)


def test_each_pair_of_benefits_is_one_change():
    pairs = [(old, each.new) for each in BOOK.changes for old in each.old]
    assert len(pairs) == len(set(pairs))


def test_sentences_are_short():
    texts = [part["text"] for part in RAW["parts"].values()] + list(RAW["sentences"].values())
    long = [part for text in texts for part in text.replace(":", ".").split(".") if len(part.split()) > 15]
    assert long == []


def test_recognition_in_january_gives_the_right_from_february():
    assert TO_JOB_CENTRE.right_begins(date(2026, 1, 31)) == FEBRUARY


def test_counselling_after_a_change_on_1_february_2026_is_possible_until_31_january_2029():
    point = next(each for each in TO_JOB_CENTRE.also if each.get("rule") == "msa_ii_three_years")
    assert TO_JOB_CENTRE.lasts_until(point, FEBRUARY) == date(2029, 1, 31)


def test_months_of_counselling_agree_with_the_rule():
    facts = {"status": "leave_25_2_refugee", "moved_to_sgb2_on": FEBRUARY}
    rule = entitlements.findings(entitlements.load(), facts, FEBRUARY, rules=["msa_ii_three_years"])[0]
    assert rule.until == date(2029, 1, 31)


# ---------- money ----------


def test_application_on_20_february_leaves_no_gap_only_late_money():
    row = look(date(2026, 2, 20), applied_on=date(2026, 2, 20), old_paid_until=date(2026, 1, 31)).row("money")
    assert (row.severity, row.in_state("gap")) == ("amber", None)


def test_application_on_3_march_leaves_february_uncovered():
    row = look(date(2026, 3, 3), applied_on=date(2026, 3, 3)).row("money")
    assert (row.severity, row.in_state("gap")) == ("red", Span("gap", FEBRUARY, date(2026, 2, 28)))


def test_february_uncovered_is_said_in_one_line():
    assert words(date(2026, 3, 3), applied_on=date(2026, 3, 3))[0] == (
        "Februar 2026: kein Geld. Der Antrag gilt erst ab 01.03.2026."
    )


def test_without_application_on_10_february_the_last_safe_day_is_28_february():
    found = look(date(2026, 2, 10))
    assert (found.severity, found.apply_until) == ("red", date(2026, 2, 28))


def test_application_in_a_leap_year_is_safe_until_29_february():
    assert look(date(2028, 2, 10), right_since=date(2028, 2, 1)).apply_until == date(2028, 2, 29)


def test_warning_is_red_six_weeks_before_the_gap():
    assert look(date(2025, 12, 21), old_paid_until=date(2026, 1, 31), **SETTLED).severity == "red"


def test_a_day_earlier_there_is_still_time():
    assert look(date(2025, 12, 20), old_paid_until=date(2026, 1, 31), **SETTLED).severity == "amber"


def test_still_no_application_in_march_loses_february_and_says_so():
    assert words(date(2026, 3, 10), old_paid_until=date(2026, 1, 31))[:2] == [
        "Februar 2026: kein Geld. Jeder weitere Monat ohne Antrag fehlt auch.",
        "Antrag heute stellen. Weiter zurück gilt er nicht.",
    ]


def test_old_place_that_stops_too_early_owes_the_days_until_the_new_right():
    said = words(date(2026, 2, 1), old_paid_until=date(2026, 1, 15), applied_on=date(2026, 1, 20))
    assert said[0].startswith("16.01.2026 bis 31.01.2026: kein Geld. Bis 31.01.2026 bleibt das Sozialamt zuständig.")


def test_old_place_paying_into_february_shifts_the_last_safe_day_to_march():
    assert look(date(2026, 2, 10), old_paid_until=date(2026, 2, 28)).apply_until == date(2026, 3, 31)


def test_two_places_paying_for_february_is_told_without_alarm():
    days = {"old_paid_until": date(2026, 2, 28), "applied_on": date(2026, 1, 20), "first_payment_on": FEBRUARY}
    found = look(date(2026, 2, 28), **days, **SETTLED)
    assert (found.severity, found.twice["money"]) == ("fine", Span("covered", FEBRUARY, date(2026, 2, 28)))


def test_late_money_that_has_come_troubles_nobody_any_more():
    days = {"old_paid_until": date(2026, 1, 31), "applied_on": date(2026, 2, 2), "first_payment_on": date(2026, 2, 25)}
    assert look(date(2026, 3, 1), **days, **SETTLED).severity == "fine"


def test_day_of_first_payment_stays_unknown_before_the_change():
    days = {"old_paid_until": date(2026, 1, 31), "applied_on": date(2026, 1, 5)}
    row = look(date(2026, 1, 10), **days, **SETTLED).row("money")
    assert (row.severity, row.missing, row.state_on(FEBRUARY)) == ("unknown", ("first_payment_on",), "unknown")


def test_month_before_the_change_is_unknown_while_nobody_knows_how_long_the_old_place_pays():
    assert look(date(2026, 2, 20), applied_on=date(2026, 2, 20)).row("money").state_on(date(2026, 1, 31)) == "unknown"


def test_welfare_office_counts_from_the_day_it_knows():
    row = look(date(2026, 2, 20), TO_WELFARE, applied_on=date(2026, 2, 20)).row("money")
    assert row.in_state("gap") == Span("gap", FEBRUARY, date(2026, 2, 19))


def test_wages_need_no_application():
    days = {"old_paid_until": date(2026, 1, 31), "first_payment_on": date(2026, 2, 27)}
    found = look(FEBRUARY, TO_WAGE, **days, **SETTLED)
    assert (found.apply_until, found.row("money").in_state("late").last) == (None, date(2026, 2, 26))


# ---------- rent and health care ----------


def test_health_care_without_a_successor_is_red_before_it_ends():
    row = look(date(2026, 1, 20), insured_until=date(2026, 1, 31)).row("health")
    assert (row.severity, spans(row)[-1]) == ("red", ("threatened", FEBRUARY, None))


def test_health_care_comes_with_the_new_benefit_but_is_not_confirmed_yet():
    row = look(date(2026, 2, 20), applied_on=date(2026, 2, 20), insured_until=date(2026, 1, 31)).row("health")
    assert (row.severity, row.state_on(FEBRUARY)) == ("amber", "late")


def test_late_application_leaves_february_without_rent_too():
    row = look(date(2026, 3, 3), applied_on=date(2026, 3, 3), rent_paid_until=date(2026, 1, 31)).row("rent")
    assert row.in_state("gap") == Span("gap", FEBRUARY, date(2026, 2, 28))


def test_rent_is_only_threatened_while_an_application_still_reaches_back():
    row = look(date(2026, 2, 10), rent_paid_until=date(2026, 1, 31)).row("rent")
    assert spans(row)[1:] == [("threatened", FEBRUARY, None)]


def test_rent_nobody_applies_for_is_uncovered_until_today():
    row = look(date(2026, 2, 10), TO_WAGE, rent_paid_until=date(2026, 1, 31)).row("rent")
    assert spans(row)[1:] == [("gap", FEBRUARY, date(2026, 2, 9)), ("threatened", date(2026, 2, 10), None)]


def test_rent_is_unknown_while_no_day_is_known():
    row = look(date(2026, 2, 20), applied_on=date(2026, 2, 20)).row("rent")
    assert (row.severity, row.missing, spans(row)) == (
        "unknown",
        ("rent_paid_until", "rent_from"),
        [("unknown", None, None)],
    )


def test_part_of_a_month_is_given_in_days():
    assert period(Span("gap", date(2026, 2, 3), date(2026, 2, 14))) == "03.02.2026 bis 14.02.2026"


def test_several_whole_months_are_given_in_months():
    assert period(Span("gap", date(2025, 12, 1), date(2026, 2, 28))) == "Dezember 2025 bis Februar 2026"


# ---------- against a slow count, day by day ----------

DAY = st.dates(date(2027, 11, 1), date(2028, 5, 31))
MAYBE = st.none() | DAY


def month(day):
    return day.year, day.month


def slow_money(change, days, day, today):
    """What the state of one day is, by asking each sentence of the law for that day."""
    reach = change.application["counts_from"]
    end = days.old_paid_until or days.right_since - timedelta(days=1)
    if day <= end:
        return "covered" if days.old_paid_until else "unknown"

    def reached_by(application):
        return day >= application or (reach == "month" and month(day) == month(application))

    applied = days.applied_on
    if reach != "none" and applied is None:
        return "threatened" if day >= days.right_since and reached_by(today) else "gap"
    if day < days.right_since or (reach != "none" and not reached_by(applied)):
        return "gap"
    if days.first_payment_on:
        return "covered" if day >= days.first_payment_on else "late"
    first = next(
        each
        for each in (end + timedelta(days=number) for number in range(1, 900))
        if each >= days.right_since
        and (reach == "none" or each >= applied or (reach == "month" and month(each) == month(applied)))
    )
    return "late" if first <= today or (applied and first <= applied) else "unknown"


@settings(max_examples=300, deadline=None)
@given(
    change=st.sampled_from(BOOK.changes),
    right=DAY,
    end=MAYBE,
    applied=MAYBE,
    payment=MAYBE,
    today=DAY,
)
def test_money_agrees_with_a_count_day_by_day(change, right, end, applied, payment, today):
    days = Days(right, end, applied, payment)
    row = guard(change, days, today, weeks_ahead=6).row("money")
    every = [date(2027, 10, 1) + timedelta(days=number) for number in range(300)]
    assert [row.state_on(day) for day in every] == [slow_money(change, days, day, today) for day in every]


def slow_rent(change, days, day, today):
    """The same of rent; money answers for it where it comes with the new benefit."""
    if days.rent_paid_until is None:
        return "covered" if days.rent_from and day >= days.rent_from else "unknown"
    if day <= days.rent_paid_until or (days.rent_from and day >= days.rent_from):
        return "covered"
    if days.rent_from:
        return "gap"
    if not change.rent["with_money"]:
        return "threatened" if day >= today else "gap"
    alone = Days(days.right_since, days.rent_paid_until, days.applied_on)
    state = slow_money(change, alone, day, today)
    if state in ("gap", "threatened"):
        return state
    known = (days.rent_paid_until + timedelta(days=number) for number in range(1, 900))
    first = next(each for each in known if slow_money(change, alone, each, today) != "gap")
    return "late" if first <= today else "unknown"


@settings(max_examples=200, deadline=None)
@given(days=st.builds(Days, DAY, *[MAYBE] * 7), change=st.sampled_from(BOOK.changes), today=DAY)
def test_rent_agrees_with_a_count_day_by_day(days, change, today):
    row = guard(change, days, today, weeks_ahead=6).row("rent")
    every = [date(2027, 10, 1) + timedelta(days=number) for number in range(300)]
    assert [row.state_on(day) for day in every] == [slow_rent(change, days, day, today) for day in every]


@settings(max_examples=150, deadline=None)
@given(days=st.builds(Days, DAY, *[MAYBE] * 7), change=st.sampled_from(BOOK.changes), today=DAY)
def test_every_day_has_exactly_one_state_in_every_part(days, change, today):
    found = guard(change, days, today, weeks_ahead=6)
    every = [date(2027, 10, 1) + timedelta(days=number) for number in range(300)]
    assert all(sum(span.holds(day) for span in row.spans) == 1 for row in found.rows for day in every)


@settings(max_examples=150, deadline=None)
@given(days=st.builds(Days, DAY, *[MAYBE] * 7), change=st.sampled_from(BOOK.changes), today=DAY)
def test_red_is_said_first_and_only_where_something_is_or_will_be_uncovered(days, change, today):
    found = guard(change, days, today, weeks_ahead=6)
    said = sentences(BOOK, change, days, found, today)
    states = {span.state for row in found.rows for span in row.spans}
    assert (said[0].severity == "red") == (found.severity == "red")
    assert found.severity != "red" or states & {"gap", "threatened"}
