"""Whole months, and quarters that stand still."""

from datetime import date

import pytest

from wegbuch.reporting import periods
from wegbuch.reporting.periods import NoSuchPeriod, from_months, from_query, month_of, quarter_of, year_of

NOVEMBER = month_of(date(2026, 11, 26))


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (NOVEMBER, "November 2026"),
        (quarter_of(date(2026, 11, 26)), "4. Quartal 2026"),
        (year_of(date(2026, 11, 26)), "Jahr 2026"),
        (from_months(date(2026, 10, 1), date(2026, 11, 1)), "Oktober bis November 2026"),
        (from_months(date(2025, 12, 1), date(2026, 1, 1)), "Dezember 2025 bis Januar 2026"),
    ],
)
def test_a_period_says_its_name(period, label):
    assert period.label == label


def test_a_period_ends_with_its_last_month():
    assert month_of(date(2028, 2, 1)).last == date(2028, 2, 29)


def test_before_a_quarter_comes_a_quarter():
    assert quarter_of(date(2027, 1, 15)).before == quarter_of(date(2026, 12, 31))


def test_the_address_of_a_period_names_the_period():
    for period in (NOVEMBER, quarter_of(date(2026, 5, 1))):
        query = dict(pair.split("=") for pair in period.query.split("&"))
        assert from_query(query, year_of(date(2020, 1, 1))) == period


@pytest.mark.parametrize("query", [{"von": "2026-13"}, {"monat": "heute"}, {"von": "2026-05", "bis": "2026-04"}])
def test_what_is_no_period_is_refused(query):
    with pytest.raises(NoSuchPeriod):
        from_query(query, NOVEMBER)


def test_more_than_twelve_months_are_refused():
    with pytest.raises(NoSuchPeriod):
        from_months(date(2025, 11, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 9, 30), "2. Quartal 2026"),
        (date(2026, 10, 1), "3. Quartal 2026"),
        (date(2026, 11, 26), "3. Quartal 2026"),
    ],
)
def test_a_quarter_is_offered_from_the_day_after_its_end(settings, today, newest):
    settings.WEGBUCH_TODAY = today
    assert periods.ended_quarters(2)[0].label == newest


@pytest.mark.parametrize(
    ("day", "label"), [(date(2026, 6, 30), "1. Halbjahr 2026"), (date(2026, 7, 1), "2. Halbjahr 2026")]
)
def test_a_half_year_ends_in_june_or_december(day, label):
    assert periods.half_year_of(day).label == label
