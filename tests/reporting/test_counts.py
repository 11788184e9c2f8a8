"""The numbers of an invented November, counted by hand."""

from datetime import date

import pytest

from wegbuch.core import tenant
from wegbuch.reporting.counts import TASKS, Scope, report, tabulate
from wegbuch.reporting.crowd import FormRow
from wegbuch.reporting.periods import from_months, month_of

NOVEMBER = month_of(date(2026, 11, 1))


@pytest.fixture
def organisation(november):
    with tenant.acting_for(november.bruecke.pk):
        yield report(Scope(november.lead, is_own=False), NOVEMBER)


@pytest.fixture
def own(november):
    with tenant.acting_for(november.bruecke.pk):
        yield report(Scope(november.jana, is_own=True), NOVEMBER)


def test_contacts_and_minutes_stand_under_their_task(organisation):
    assert dict(zip(TASKS, organisation.contacts.row_totals, strict=True)) == {1: 1, 2: 0, 3: 2, 4: 0, 5: 0, 6: 1, 7: 0}
    assert dict(zip(TASKS, organisation.minutes.row_totals, strict=True)) == {
        1: 10,
        2: 0,
        3: 50,
        4: 0,
        5: 0,
        6: 45,
        7: 0,
    }


def test_a_contact_of_two_people_is_one_contact_and_its_minutes_count_once(own):
    assert own.contacts.cells[TASKS.index(3)] == (2,)
    assert own.minutes.cells[TASKS.index(3)] == (50,)


def test_a_missed_appointment_is_no_contact(own):
    assert own.contacts.total == 3


def test_an_anonymous_contact_counts_as_contact_and_not_as_person(own):
    assert own.contacts.cells[TASKS.index(1)] == (1,)
    assert own.persons == 2


def test_people_count_once_and_live_in_households_or_alone(organisation):
    assert (organisation.persons, organisation.households) == (3, 2)


def test_networking_stands_beside_the_sum(organisation):
    assert organisation.beside == ((8, 1),)
    assert organisation.contacts.total == 4


def test_the_month_before_stands_beside_it(organisation):
    assert organisation.before.total == 1


def test_running_cases_are_those_of_the_last_day(november):
    with tenant.acting_for(november.bruecke.pk):
        case = november.katjas_case
        case.closed_on, case.closing_reason = date(2026, 11, 25), "moved"
        case.save()
        assert report(Scope(november.lead, is_own=False), NOVEMBER).running == 3


def test_own_running_cases_are_those_of_the_case_team(own):
    assert own.running == 2


def test_languages_and_channels_come_from_the_same_contacts(organisation):
    assert dict(zip(organisation.languages.rows, organisation.languages.row_totals, strict=True)) == {
        "prs": 2,
        "deu": 1,
        "som": 1,
    }
    channels = zip(organisation.languages.columns, organisation.languages.column_totals, strict=True)
    assert {code: n for code, n in channels if n} == {"video": 1, "phone": 1, "none": 1, "on_site": 1}


def test_case_forms_count_people_and_contacts(organisation):
    assert organisation.case_forms == (FormRow("housing_based_msa", people=3, contacts=3),)


def test_several_months_stand_side_by_side(november):
    with tenant.acting_for(november.bruecke.pk):
        both = report(Scope(november.jana, is_own=True), from_months(date(2026, 10, 1), date(2026, 11, 1)))
    assert both.contacts.columns == (date(2026, 10, 1), date(2026, 11, 1))
    assert both.contacts.column_totals == (1, 3)


def test_contacts_of_another_organisation_are_not_counted(november, hold):
    hold("olga", date(2026, 11, 4), task=3, cases=[november.olgas_case])
    with tenant.acting_for(november.bruecke.pk):
        assert report(Scope(november.lead, is_own=False), NOVEMBER).contacts.total == 4


def test_counting_is_refused_without_an_organisation(november):
    with pytest.raises(tenant.NoTenant):
        report(Scope(november.lead, is_own=False), NOVEMBER)


def test_tabulation_leaves_out_what_belongs_to_no_row():
    found = [{"task": 1, "who": "a", "n": 3}, {"task": 9, "who": "a", "n": 4}]
    assert tabulate(found, "n", row="task", column="who", rows=[1, 2], columns=["a"]).cells == ((3,), (0,))


def test_counting_takes_four_queries_with_ten_contacts_and_with_five_hundred(november, hold, django_assert_num_queries):
    for times in (10, 490):
        hold("jana", date(2026, 11, 6), task=4, times=times, cases=[november.mariams_case])
        with tenant.acting_for(november.bruecke.pk), django_assert_num_queries(4):
            report(Scope(november.lead, is_own=False), NOVEMBER)
