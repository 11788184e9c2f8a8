"""The rows of a month are what the daily entries say, and survive being packed."""

from dataclasses import replace
from datetime import date

import pytest

from wegbuch.cases.models import BenefitPeriod, Case, Household, HouseholdMember, HousingPeriod, ResidencePeriod
from wegbuch.cases.services import people
from wegbuch.core import clock
from wegbuch.reporting.counting.ledger import Month
from wegbuch.reporting.counting.pseudonyms import Pseudonyms
from wegbuch.reporting.counting.reading import read
from wegbuch.reporting.periods import month_after

SIGNS = Pseudonyms("ab" * 32)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def ada(bruecke):
    """Ada Beispiel, taken in on 5 October 2026."""
    return people.take_in(
        user=bruecke.jana, team=bruecke.jana.team, form="housing_based_msa", opened_on=date(2026, 10, 5),
        given_name="Ada", surname="Beispiel", sex="f", birth_date=date(1990, 10, 31), entered_on=date(2025, 10, 5),
    )  # fmt: skip


def row_of(case, first):
    (month,) = read([first], SIGNS)
    return next((row for row in month.persons if row.person == SIGNS.of("person", case.person_id)), None)


def ended(case, day, reason="moved_district"):
    case = Case.objects.get(pk=case.pk)
    case.closed_on, case.closing_reason = day, reason
    case.save()


def test_who_began_in_the_month_is_new_and_runs(ada):
    row = row_of(ada, OCTOBER)
    assert (row.is_supported, row.is_new, row.is_running, row.is_closed) == (True, True, True, False)


def test_who_began_in_the_month_before_is_not_new(ada):
    assert row_of(ada, NOVEMBER).is_new is False


def test_who_began_later_is_not_there(ada):
    assert row_of(ada, date(2026, 9, 1)) is None


def test_a_case_that_ends_on_the_last_day_is_closed_in_this_month(ada):
    ended(ada, date(2026, 10, 31))
    row = row_of(ada, OCTOBER)
    assert (row.is_running, row.is_closed) == (True, True)
    assert row_of(ada, NOVEMBER) is None


def test_a_case_that_ends_on_the_first_day_still_belongs_to_the_month(ada):
    ended(ada, NOVEMBER)
    row = row_of(ada, NOVEMBER)
    assert (row.is_supported, row.is_closed, row.is_new) == (True, True, False)


def test_a_file_opened_by_mistake_never_was(ada):
    ended(ada, date(2026, 10, 20), "entered_in_error")
    assert row_of(ada, OCTOBER) is None


def test_age_and_stay_are_full_years_and_months_on_the_last_day(ada):
    row = row_of(ada, OCTOBER)
    assert (row.age, row.stay) == (36, 12)


def test_facts_hold_as_on_the_last_day_of_the_month(ada):
    person = ada.person
    for model, fields in (
        (ResidencePeriod, ("status", "S03", "S04")),
        (BenefitPeriod, ("scheme", "asylblg_3", "asylblg_2")),
    ):
        name, first, then = fields
        model(person=person, since=date(2026, 10, 5), until=date(2026, 10, 31), **{name: first}).save()
        model(person=person, since=NOVEMBER, **{name: then}).save()
    HousingPeriod(person=person, form="shared_accommodation").save()
    before, after = row_of(ada, OCTOBER), row_of(ada, NOVEMBER)
    assert (before.status, before.scheme, before.housing) == ("S03", "asylblg_3", "shared_accommodation")
    assert (after.status, after.scheme) == ("S04", "asylblg_2")


def test_who_ended_within_the_month_is_seen_as_on_the_last_day_of_her_case(ada):
    for end, form in ((date(2026, 10, 14), "transitional_flat"), (None, "own_flat")):
        since = date(2026, 10, 5) if end else date(2026, 10, 15)
        HousingPeriod(person=ada.person, form=form, since=since, until=end).save()
    BenefitPeriod(person=ada.person, scheme="asylblg_3", since=date(2026, 10, 5), until=date(2026, 10, 14)).save()
    ended(ada, date(2026, 10, 14))
    row = row_of(ada, OCTOBER)
    assert (row.housing, row.scheme, row.age) == ("transitional_flat", "asylblg_3", 35)


def test_the_municipality_is_that_of_the_house_else_the_own_one(ada, bruecke):
    period = HousingPeriod(person=ada.person, form="own_flat", own_municipality="Mühlenau", since=date(2026, 10, 5))
    period.save()
    assert row_of(ada, OCTOBER).municipality == "Mühlenau"
    period.facility = bruecke.kiefernweg
    period.save()
    assert row_of(ada, OCTOBER).municipality == bruecke.kiefernweg.municipality


def test_who_lives_in_no_household_is_one(ada):
    row = row_of(ada, OCTOBER)
    assert row.household == row.person


def test_a_household_is_that_of_the_day(ada):
    home = Household()
    home.save()
    HouseholdMember(household=home, person=ada.person, since=NOVEMBER).save()
    assert row_of(ada, OCTOBER).household != SIGNS.of("household", home.pk) == row_of(ada, NOVEMBER).household


def test_a_contact_after_the_end_brings_the_person_back_without_support(ada, hold):
    ended(ada, date(2026, 10, 7))
    hold("jana", date(2026, 11, 3), task=1, cases=[ada])
    row = row_of(ada, NOVEMBER)
    assert (row.is_supported, row.is_running, row.is_closed) == (False, False, False)


def test_several_people_are_one_contact_and_a_turn_each(november, bruecke):
    (month,) = read([NOVEMBER], SIGNS)
    shared = next(row for row in month.contacts if row.people == 2)
    assert (shared.task, shared.minutes) == ("3", 30)
    assert sum(turn.contact == shared.contact for turn in month.turns) == 2


def test_what_does_not_count_as_a_contact_is_left_out(november, bruecke):
    (month,) = read([NOVEMBER], SIGNS)
    assert "missed" not in {row.form for row in month.contacts}


def test_no_name_and_no_id_is_in_the_rows(november, bruecke):
    (month,) = read([NOVEMBER], SIGNS)
    text = month.packed()
    for case in (november.mariams_case, november.zahras_case):
        assert str(case.person_id) not in text
        assert case.person.surname not in text


def test_a_packed_month_opens_as_it_was(november, bruecke):
    (month,) = read([NOVEMBER], SIGNS)
    assert Month.unpacked(month.packed()).packed() == month.packed()


def test_the_same_rows_in_another_order_are_the_same_text(november, bruecke):
    (month,) = read([NOVEMBER], SIGNS)
    assert replace(month, contacts=tuple(reversed(month.contacts))).packed() == month.packed()


def test_an_unknown_form_of_rows_is_refused():
    with pytest.raises(ValueError, match="unknown form"):
        Month.unpacked('{"format": 2}')


def test_the_running_month_is_counted_up_to_today(november, bruecke):
    (month,) = read([NOVEMBER], SIGNS)
    assert month.counted_on == clock.today()


def test_reading_asks_as_often_for_two_people_as_for_forty(bruecke, hold, five, django_assert_max_num_queries):
    months = [month_after(NOVEMBER, -count) for count in (2, 1, 0)]
    hold("jana", date(2026, 11, 3), task=1, times=40, cases=five["jana"])
    with django_assert_max_num_queries(26):
        read(months, SIGNS)
