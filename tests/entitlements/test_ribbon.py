"""The time ribbon as a picture: its scale, its shapes, its words."""

from datetime import date, timedelta

import pytest

from lawbook.entitlements import Period
from wegbuch.entitlements import birthdays, law, ribbon
from wegbuch.entitlements.ribbon import CLOSING, OPEN, OPENING, SHUT, UNSURE, Passage, Run

TODAY = date(2026, 11, 26)
SCALE = ribbon.scale_from(TODAY)
CLAIM = law.book().rules["integration_course_claim"]
DISCRETION = law.book().rules["reunification_subsidiary_resumes"]
DUTY = law.book().rules["residence_rule_12a"]
BANK = law.book().rules["basic_bank_account"]
BAR = law.book().rules["reunification_subsidiary_suspended"]


def passage(*runs, rule=CLAIM):
    return Passage(rule, (), runs, TODAY, SCALE)


def period(since, until, result, door="open", day=None):
    return Period(since, until, result, day, None, door)


def test_axis_begins_two_months_back_and_ends_in_five_years():
    assert (SCALE.first, SCALE.last) == (date(2026, 9, 1), date(2031, 11, 26))


def test_years_get_smaller_from_the_first_new_year_a_year_ahead():
    assert SCALE.breaks_on == date(2028, 1, 1)
    month_near = SCALE.share(date(2027, 3, 1)) - SCALE.share(date(2027, 2, 1))
    month_far = SCALE.share(date(2029, 3, 1)) - SCALE.share(date(2029, 2, 1))
    assert month_near > 3 * month_far


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 11, 26), date(2027, 12, 31)])
def test_no_day_and_no_bar_leaves_the_picture(today):
    scale = ribbon.scale_from(today)
    days = [scale.first + timedelta(days=step) for step in range(-900, 3000, 37)] + [scale.last, today]
    ends = [
        (float(x.rstrip("%")), float(w.rstrip("%")))
        for a in days
        for b in days
        if a <= b
        for x, w in [scale.span(a, b)]
    ]
    assert all(0 <= x <= 100 and width > 0 and x + width <= 100.01 for x, width in ends)


def test_places_on_the_axis_grow_with_the_days():
    shares = [SCALE.share(SCALE.first + timedelta(days=step)) for step in range((SCALE.last - SCALE.first).days + 1)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


def test_axis_names_quarters_then_years():
    words = [tick.label for tick in ribbon.ticks(SCALE)]
    assert words == ["Okt", "Jan 27", "Apr", "Jul", "Okt", "2028", "2029", "2030", "2031"]


def test_door_that_closes_soon_is_filled_with_an_end_stop():
    run = Run(OPEN, SCALE.first, date(2026, 12, 30), date(2026, 12, 30))
    row = passage(run, Run(SHUT, date(2026, 12, 31), SCALE.last))
    assert row.state == CLOSING
    assert [mark.shape for mark in row.marks] == ["closing", "end"]
    assert (row.badge.kind, row.badge.text) == ("danger", "letzter Tag 30.12.2026")


def test_door_with_a_far_end_is_open_until_then():
    run = Run(OPEN, SCALE.first, date(2027, 10, 27), date(2027, 10, 27))
    row = passage(run, Run(SHUT, date(2027, 10, 28), SCALE.last))
    assert (row.state, row.badge.text) == (OPEN, "offen bis 27.10.2027")
    assert [mark.shape for mark in row.marks] == ["open", "end"]


def test_door_that_opens_later_is_outlined_with_a_start_stop():
    row = passage(Run(SHUT, SCALE.first, date(2027, 7, 23)), Run(OPEN, date(2027, 7, 24), SCALE.last), rule=DISCRETION)
    assert (row.state, row.badge.text) == (OPENING, "öffnet 24.07.2027")
    assert [mark.shape for mark in row.marks] == ["later", "start"]


def test_duty_is_thin_and_names_its_end():
    run = Run(ribbon.DUTY, SCALE.first, date(2029, 9, 29), date(2029, 9, 29))
    row = passage(run, Run(SHUT, date(2029, 9, 30), SCALE.last), rule=DUTY)
    assert (row.marks[0].shape, row.badge.text) == ("duty", "Pflicht bis 29.09.2029")


def test_missing_fact_is_dots():
    row = passage(Run(UNSURE, SCALE.first, SCALE.last))
    assert (row.marks[0].shape, row.badge.text) == ("ask", "noch unklar")


def test_door_that_never_opens_has_no_state():
    assert passage(Run(SHUT, SCALE.first, SCALE.last)).state == ""


def test_door_that_was_open_before_today_only_has_no_state():
    runs = (Run(OPEN, SCALE.first, date(2026, 10, 31), date(2026, 10, 31)), Run(SHUT, date(2026, 11, 1), SCALE.last))
    assert passage(*runs).state == ""


def test_wait_ends_on_the_careful_day():
    waits = period(SCALE.first, date(2027, 2, 9), "waiting", day=date(2027, 2, 10))
    opens = period(date(2027, 2, 10), SCALE.last, "entitled")
    runs = ribbon.runs_of(CLAIM, [waits, opens], SCALE.last)
    assert [(run.kind, run.since) for run in runs] == [("waits", SCALE.first), (OPEN, date(2027, 2, 11))]


@pytest.mark.parametrize(
    ("rule", "result", "kind"), [(DUTY, "duty", ribbon.DUTY), (BAR, "not_entitled", ribbon.BARRED)]
)
def test_burden_begins_on_the_day_of_the_rule(rule, result, kind):
    waits = period(SCALE.first, date(2027, 2, 9), "waiting", day=date(2027, 2, 10))
    begins = period(date(2027, 2, 10), SCALE.last, result)
    runs = ribbon.runs_of(rule, [waits, begins], SCALE.last)
    assert [(run.kind, run.since) for run in runs][1] == (kind, date(2027, 2, 10))


def test_day_to_act_by_is_before_the_last_day_of_a_window_and_nowhere_else():
    ends = {"protection_final_on": date(2026, 9, 30), "reunification_applied_on": None}
    run = Run(OPEN, SCALE.first, date(2026, 12, 30), date(2026, 12, 30))
    window = law.book().rules["reunification_refugee_privileged"]
    assert [ribbon.with_safe_days(rule, [run], ends)[0].safe_on for rule in (window, BANK)] == [
        date(2026, 12, 28),
        None,
    ]


def test_far_end_on_which_nothing_presses_is_only_an_end():
    far = Run(OPEN, SCALE.first, date(2027, 10, 27), date(2027, 10, 27), safe_on=date(2027, 10, 27))
    assert passage(far, Run(SHUT, date(2027, 10, 28), SCALE.last)).badge.text == "offen bis 27.10.2027"


def test_same_answer_with_another_amount_is_one_bar():
    rows = [period(SCALE.first, date(2026, 12, 31), "entitled"), period(date(2027, 1, 1), SCALE.last, "entitled")]
    assert ribbon.runs_of(CLAIM, rows, SCALE.last) == (Run(OPEN, SCALE.first, SCALE.last),)


def test_what_is_unclear_counts_from_the_earliest_day():
    runs = ribbon.unsure_from([Run(UNSURE, SCALE.first, SCALE.last)], date(2030, 2, 11))
    assert [(run.kind, run.since) for run in runs] == [(SHUT, SCALE.first), (UNSURE, date(2030, 2, 11))]


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2009, 2, 14), date(2027, 2, 14)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2010, 2, 28), date(2028, 2, 28)),
    ],
)
def test_coming_of_age_with_leap_days(born, day):
    assert birthdays.of_age_on(born) == day
