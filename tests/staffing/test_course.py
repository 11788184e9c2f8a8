"""Heads and posts month by month."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.defaultfilters import floatformat
from hypothesis import given
from hypothesis import strategies as st

from lawbook import rates
from wegbuch.staffing import course, months, outlook
from wegbuch.staffing.models import Announcement
from wegbuch.staffing.posts import Plan

DAY = date(2026, 11, 26)
Q4 = months.months_of("2026-Q4")


class Held:
    def __init__(self, share, ends_on=None):
        self.share, self.starts_on, self.ends_on = Decimal(share), date(2021, 9, 1), ends_on


def scope(heads=894, *held):
    held = held or (Held("9.8"),)
    return outlook.Scope(DAY, heads, Plan(held, held), rates.rate_on("heads_per_post_msa_i", DAY))


def asked(number, when=Q4, departures=0, key=80, pattern=None):
    return outlook.WhatIf(number, when, pattern, departures, Decimal(key))


def say(question):
    return outlook.answer_in_words(question, outlook.answer(scope(), question))


def announced(month, number, direction="arrival"):
    return Announcement(month=month, number=number, direction=direction)


def test_60_more_in_the_last_quarter_need_three_quarters_of_a_post_from_january():
    said = "Ab 1. Januar 2027 braucht es dafür 0,75 Stellen mehr. Mit den besetzten Stellen fehlen dann 2,1."
    assert say(asked(60)) == said


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ("11.80", "fehlen dann 0,1."),
        ("11.85", "fehlen dann 0,1."),
        ("12.00", "bleiben dann 0,1 übrig."),
        ("12.15", "bleiben dann 0,3 übrig."),
    ],
)
def test_the_sentence_says_of_that_day_what_the_table_says(filled, said):
    here = scope(894, Held(filled))
    steps = outlook.answer(here, asked(60))
    sentence = outlook.answer_in_words(asked(60), steps)
    assert sentence == f"Ab 1. Januar 2027 braucht es dafür 0,75 Stellen mehr. Mit den besetzten Stellen {said}"
    row = next(step for step in steps if step.day == date(2027, 1, 1))
    assert floatformat(abs(row.missing), 1) in said


@pytest.mark.parametrize("filled", ["11.88", "11.90", "11.94"])
def test_what_is_just_enough_is_said_to_be(filled):
    sentence = outlook.answer_in_words(asked(60), outlook.answer(scope(894, Held(filled)), asked(60)))
    assert sentence.endswith(" Mit den besetzten Stellen fehlt dann keine.")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-Q4", "Das Quartal läuft schon: Verteilt wird auf den Rest ab heute."),
        ("2026-11", "Der Monat läuft schon: Alle kommen im Rest ab heute."),
        ("2026", "Das Jahr läuft schon: Verteilt wird auf den Rest ab heute."),
        ("2027-Q1", ""),
        ("2026-12", ""),
        ("2027", ""),
    ],
)
def test_it_is_said_where_the_time_has_begun(when, said):
    assert outlook.running_in_words(when, DAY) == said


def test_a_quarter_that_begins_today_is_a_whole_one():
    assert outlook.running_in_words("2026-Q4", date(2026, 10, 1)) == ""


def test_60_more_in_one_month_need_them_from_the_next():
    assert say(asked(60, months.months_of("2026-11"))).startswith(
        "Ab 1. Dezember 2026 braucht es dafür 0,75 Stellen mehr."
    )


def test_who_leaves_takes_the_need_along():
    said = say(asked(60, departures=5))
    assert said.startswith("Ab 1. Januar 2027 braucht es dafür 0,56 Stellen mehr.")
    assert said.endswith("Ab 1. Oktober 2027 braucht es sie nicht mehr.")


def test_as_many_as_come_leave():
    assert say(asked(60, departures=20)).startswith("Dafür braucht es keine weiteren Stellen")


def test_another_key_gives_another_number():
    assert say(asked(60, key=120)).startswith("Ab 1. Januar 2027 braucht es dafür 0,50 Stellen mehr.")


def test_the_table_goes_on_for_a_year():
    assert len(outlook.answer(scope(), asked(60))) == 12


def test_a_year_of_arrivals_is_shown_to_its_end_and_beyond():
    steps = outlook.answer(scope(), asked(412, months.months_of("2027")))
    assert (sum(step.arrivals for step in steps), len(steps)) == (412, 15)


def test_nearly_half_of_a_year_comes_in_its_last_quarter():
    pattern = rates.load().arrivals["last_quarter"]
    by_month = months.spread(412, months.months_of("2027"), pattern)
    assert sum(by_month[month] for month in months.months_of("2027-Q4")) == 193


def test_people_are_spread_evenly():
    assert list(months.spread(62, Q4).values()) == [21, 20, 21]


@given(st.integers(0, 9999), st.integers(1, 24))
def test_nobody_is_lost_in_spreading(number, count):
    by_month = months.spread(number, months.from_month(DAY, count))
    assert sum(by_month.values()) == number
    assert max(by_month.values()) - min(by_month.values()) <= 1


@pytest.mark.parametrize(
    ("day", "count", "month"),
    [
        (date(2026, 11, 26), 1, date(2026, 12, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), -1, date(2025, 12, 1)),
        (date(2026, 11, 26), 14, date(2028, 1, 1)),
    ],
)
def test_month_after(day, count, month):
    assert months.month_after(day, count) == month


def test_the_forecast_says_what_is_missing_today_and_from_when_more():
    place = scope()
    steps = outlook.forecast(place, [announced(date(2026, 12, 1), 38)])
    said = outlook.forecast_in_words(place, steps)
    assert said == "Heute fehlen 1,4 Stellen. Ab 1. Januar 2027 fehlen 1,9 Stellen."


def test_a_post_that_ends_is_missing_from_the_day_after():
    place = scope(80, Held("1.00", date(2027, 2, 28)))
    said = outlook.forecast_in_words(place, outlook.forecast(place, []))
    assert said == "Heute fehlt keine Stelle. Ab 1. März 2027 fehlen 1,0 Stellen."


def test_departures_are_taken_off():
    rows = [announced(date(2026, 12, 1), 38), announced(date(2026, 12, 1), 12, "departure")]
    assert outlook.forecast(scope(), rows)[1].heads == 894 + 38 - 12


def test_two_numbers_for_one_month_are_added():
    rows = [announced(date(2026, 12, 1), 38), announced(date(2026, 12, 1), 4)]
    assert outlook.forecast(scope(), rows)[1].arrivals == 42


def test_nobody_leaves_who_is_not_there():
    assert outlook.forecast(scope(5), [announced(date(2026, 12, 1), 9, "departure")])[1].heads == 0


def test_who_comes_after_more_were_announced_to_leave_than_are_there_counts():
    rows = [announced(date(2026, 12, 1), 9, "departure"), announced(date(2027, 1, 1), 14)]
    steps = outlook.forecast(scope(5), rows)
    assert [(step.heads, step.more) for step in steps[1:3]] == [(0, Decimal("-0.06")), (14, Decimal("0.11"))]


def test_a_forecast_without_news_says_so():
    place = scope(80, Held("1.00"))
    assert outlook.forecast_in_words(place, outlook.forecast(place, [])).endswith("Nach diesen Zahlen bleibt es so.")


def test_more_filled_than_needed_is_spare():
    step = outlook.forecast(scope(80, Held("1.50")), [])[0]
    assert (step.missing, step.spare) == (Decimal("-0.5"), Decimal("0.5"))


def test_the_first_highest_need_is_the_peak():
    steps = outlook.answer(scope(), asked(60))
    peak = course.most_needed(steps)
    assert peak is not None
    assert peak.month == date(2026, 12, 1)
