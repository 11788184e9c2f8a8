"""Whose heads count on a day."""

from datetime import date

import pytest

from wegbuch.cases.heads import heads_on, without_benefit
from wegbuch.cases.models import BenefitPeriod
from wegbuch.cases.services import people

DAY = date(2026, 11, 26)


@pytest.fixture
def mariam(bruecke):
    return bruecke.mariam


def pays(person, scheme, since=date(2025, 6, 3), until=None):
    BenefitPeriod(person=person, scheme=scheme, since=since, until=until).save()


@pytest.mark.parametrize("scheme", ["asylblg_3", "asylblg_2", "asylblg_1a"])
def test_who_gets_benefits_for_asylum_seekers_is_a_head(mariam, scheme):
    pays(mariam, scheme)
    assert list(heads_on(DAY)) == [mariam]


@pytest.mark.parametrize("scheme", ["sgb2", "sgb12", "own_income", "none", "unknown"])
def test_who_gets_something_else_is_no_head(mariam, scheme):
    pays(mariam, scheme)
    assert not heads_on(DAY).exists()


def test_the_last_day_of_a_benefit_counts(mariam):
    pays(mariam, "asylblg_3", until=DAY)
    assert heads_on(DAY).count() == 1


def test_the_day_after_a_benefit_does_not_count(mariam):
    pays(mariam, "asylblg_3", until=date(2026, 11, 25))
    assert not heads_on(DAY).exists()


def test_of_two_benefits_the_one_begun_last_decides(mariam):
    pays(mariam, "asylblg_3")
    pays(mariam, "sgb2", since=date(2026, 11, 1))
    assert not heads_on(DAY).exists()


def test_a_benefit_that_begins_later_does_not_count(mariam):
    pays(mariam, "asylblg_3", since=date(2026, 11, 27))
    assert not heads_on(DAY).exists()


def test_the_day_of_closing_a_case_counts(bruecke, mariam):
    pays(mariam, "asylblg_3")
    close(bruecke.mariams_case, DAY)
    assert heads_on(DAY).count() == 1


def test_a_closed_case_does_not_count(bruecke, mariam):
    pays(mariam, "asylblg_3")
    close(bruecke.mariams_case, date(2026, 11, 25))
    assert not heads_on(DAY).exists()


def test_the_past_is_counted_as_it_was(bruecke, mariam):
    pays(mariam, "asylblg_3")
    close(bruecke.mariams_case, date(2026, 11, 25))
    assert heads_on(date(2026, 10, 31)).count() == 1


def test_a_person_in_the_second_form_counts_there_whatever_is_paid(bruecke):
    case = people.take_in(
        user=bruecke.jana,
        team=bruecke.muehlenau,
        form="msa_ii",
        opened_on=date(2026, 1, 5),
        given_name="Dana",
        surname="Aziz",
    )
    assert list(heads_on(DAY, "msa_ii")) == [case.person]


def test_a_person_in_the_second_form_is_no_head_of_the_first(bruecke):
    case = people.take_in(
        user=bruecke.jana,
        team=bruecke.muehlenau,
        form="msa_ii",
        opened_on=date(2026, 1, 5),
        given_name="Dana",
        surname="Aziz",
    )
    pays(case.person, "asylblg_3")
    assert not heads_on(DAY).exists()


def test_who_has_no_benefit_entered_is_named_as_missing(bruecke, mariam):
    pays(mariam, "asylblg_3")
    pays(bruecke.hodan, "unknown")
    assert set(without_benefit(DAY)) == {bruecke.hodan, bruecke.zahras_case.person, bruecke.hidden_case.person}


def close(case, day):
    case.closed_on, case.closing_reason = day, "moved"
    case.save()
