"""Arithmetic and calendars against packages that others wrote."""

from datetime import date, timedelta

import holidays
import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from lawbook import deadlines, periods
from lawbook.calendars import LAENDER, easter_sunday

YEARS = range(2015, 2061)
CALENDARS = deadlines.load().calendars
untimed = settings(deadline=None)
twenty_years = st.dates(date(2015, 1, 1), date(2035, 12, 31))
lengths = st.integers(0, 400)


def end(event, text, land="BB"):
    return periods.end_of(event, periods.read(text), CALENDARS[land])


@untimed
@given(twenty_years, st.integers(-400, 400))
def test_months_end_as_dateutil_counts_them(day, months):
    assert periods.add_months(day, months) == day + relativedelta(months=months)


@untimed
@given(twenty_years, st.integers(0, 30))
def test_years_end_as_dateutil_counts_them(day, years):
    assert end(day, f"{years} years") == day + relativedelta(years=years)


@untimed
@given(twenty_years, lengths)
def test_weeks_end_on_the_same_weekday(day, weeks):
    found = end(day, f"{weeks} weeks")
    assert (found.weekday(), (found - day).days) == (day.weekday(), 7 * weeks)


@untimed
@given(twenty_years, lengths)
def test_days_are_counted_one_by_one(day, days):
    assert end(day, f"{days} days") == day + relativedelta(days=days)


@untimed
@given(twenty_years)
def test_end_of_month_is_the_day_before_the_first(day):
    assert end(day, "end of month") + timedelta(days=1) == (day + relativedelta(months=1)).replace(day=1)


@untimed
@given(twenty_years, st.integers(1, 36))
def test_months_counted_back_never_pass_the_event(day, months):
    assert end(day, f"{months} months before") == day - relativedelta(months=months)


@untimed
@given(twenty_years, st.integers(1, 12), st.sampled_from(LAENDER))
def test_working_days_are_as_many_as_asked(day, count, land):
    found, calendar = end(day, f"{count} working days", land), CALENDARS[land]
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(not calendar.is_free(each) for each in between) == count
    assert not calendar.is_free(found)


@untimed
@given(twenty_years, st.sampled_from(LAENDER))
def test_working_day_from_is_the_first_one(day, land):
    calendar = CALENDARS[land]
    found = calendar.working_day_from(day)
    assert not calendar.is_free(found)
    assert all(calendar.is_free(day + timedelta(days=n)) for n in range((found - day).days))


@untimed
@given(twenty_years, st.sampled_from(LAENDER))
def test_working_day_until_is_the_last_one(day, land):
    calendar = CALENDARS[land]
    found = calendar.working_day_until(day)
    assert not calendar.is_free(found)
    assert all(calendar.is_free(day - timedelta(days=n)) for n in range((day - found).days))


@pytest.mark.parametrize("year", range(1990, 2081))
def test_easter_is_on_the_day_dateutil_names(year):
    assert easter_sunday(year) == easter(year)


# The package counts days for a part of a Land apart (`holidays.CATHOLIC`: Corpus Christi in parts of Saxony and
# Thuringia, Assumption in most of Bavaria; `AUGSBURG`). So do we: a working day is the earlier and careful reading.
@pytest.mark.parametrize("land", LAENDER)
def test_holidays_of_the_land_are_those_of_the_package(land):
    ours = {day for day in CALENDARS[land].holidays if day.year in YEARS}
    assert ours == set(holidays.Germany(subdiv=land, years=YEARS))


@pytest.mark.parametrize(
    ("land", "day"),
    [("BY", date(2025, 8, 15)), ("BY", date(2025, 8, 8)), ("SN", date(2026, 6, 4)), ("TH", date(2026, 6, 4))],
)
def test_holiday_of_only_a_part_of_the_land_is_a_working_day(land, day):
    assert not CALENDARS[land].is_free(day)


@pytest.mark.parametrize(
    ("day", "free_in"),
    [
        (date(2025, 5, 8), {"BE"}),
        (date(2026, 5, 8), set()),
        (date(2028, 6, 17), set(LAENDER)),
        (date(2027, 3, 8), {"BE", "MV"}),
        (date(2026, 4, 5), set(LAENDER)),
        (date(2025, 10, 31), {"BB", "HB", "HH", "MV", "NI", "SH", "SN", "ST", "TH"}),
        (date(2017, 10, 31), set(LAENDER)),
        (date(2026, 12, 24), set()),
        (date(2026, 12, 31), set()),
        (date(2026, 1, 6), {"BW", "BY", "ST"}),
    ],
)
def test_special_day_is_free_where_the_law_says(day, free_in):
    assert {land for land in LAENDER if CALENDARS[land].is_free(day)} == free_in


@pytest.mark.parametrize("day", [date(2026, 4, 5), date(2026, 5, 24)])
def test_easter_sunday_and_whit_sunday_are_holidays_by_name_only_in_brandenburg(day):
    assert [land for land in LAENDER if day in CALENDARS[land].holidays] == ["BB"]


def test_berlin_has_the_day_of_the_uprising_in_2028():
    assert "17. Juni" in CALENDARS["BE"].holidays[date(2028, 6, 17)]


@pytest.mark.parametrize("text", ["", "week", "one week", "-1 week", "2 fortnights", "1,5 months", "3 weeks after"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="no duration"):
        periods.read(text)


@pytest.mark.parametrize(
    ("text", "german"),
    [("1 week", "1 Woche"), ("30 days", "30 Tage"), ("7 months before", "7 Monate"), ("3 working days", "3 Werktage")],
)
def test_duration_reads_in_german(text, german):
    assert periods.read(text).in_german() == german
