"""What the district sees: numbers of every organisation, nobody in them."""

from dataclasses import asdict
from datetime import date

import pytest

from wegbuch.access.services import found_organisation
from wegbuch.cases.models import Person
from wegbuch.core import tenant
from wegbuch.counselling.models import Contact
from wegbuch.reporting.counts import TASKS
from wegbuch.reporting.district import across_district
from wegbuch.reporting.periods import month_of, quarter_of

SUMMER = quarter_of(date(2026, 8, 1))


@pytest.fixture
def summer(world, hold, five, close):
    """Every task five times and more with five people in both organisations; the Diakonie has task 6 three times."""
    for task in TASKS:
        channel = "phone" if task % 2 else "none"
        hold("jana", date(2026, 8, 4), task=task, times=5 + task, cases=five["jana"], channel=channel)
        times = 3 if task == 6 else 8
        hold("olga", date(2026, 9, 1), task=task, times=times, minutes=20, cases=five["olga"], channel=channel)
    close(SUMMER)
    return world


def test_each_organisation_has_its_column(summer):
    shown = across_district(summer.district, SUMMER)
    assert shown.organisations == ("Brücke", "Havelbruch")
    assert [row[0] for row in shown.contacts.cells] == [6, 7, 8, 9, 10, 11, 12]


def test_a_number_under_five_is_hidden_with_its_minutes_and_its_sums(summer):
    shown = across_district(summer.district, SUMMER)
    assert shown.contacts.cells[5] == (11, None)
    assert shown.minutes.cells[5] == (110, None)
    assert (shown.contacts.row_totals[5], shown.contacts.column_totals[1], shown.contacts.total) == (None, None, None)
    assert (shown.minutes.row_totals[5], shown.minutes.column_totals[1], shown.minutes.total) == (None, None, None)


def test_sums_without_a_hidden_number_are_shown(summer):
    shown = across_district(summer.district, SUMMER)
    assert shown.contacts.row_totals[0] == 6 + 8
    assert shown.contacts.column_totals[0] == 63


def test_the_second_table_does_not_give_away_what_the_first_hides(summer):
    shown = across_district(summer.district, SUMMER)
    assert [row[0] for row in shown.interpreted.cells] == [36, 27]
    assert [row[1] for row in shown.interpreted.cells] == [32, None]
    assert shown.interpreted.column_totals[1] is None


def test_many_contacts_of_four_people_are_hidden_and_of_five_are_shown(world, hold, five, close):
    hold("jana", date(2026, 8, 4), task=1, times=40, cases=five["jana"][:4])
    hold("olga", date(2026, 8, 4), task=1, times=5, cases=five["olga"])
    close(SUMMER)
    shown = across_district(world.district, SUMMER)
    assert shown.contacts.cells[0] == (None, 5)
    assert shown.minutes.cells[0] == (None, 50)
    assert shown.contacts.row_totals[0] is None


def test_who_is_not_named_is_nobody_behind_a_number(world, hold, five, close):
    hold("jana", date(2026, 8, 4), task=1, times=40)
    hold("jana", date(2026, 8, 5), task=1, cases=five["jana"][:4])
    close(SUMMER)
    assert across_district(world.district, SUMMER).contacts.cells[0][0] is None


def test_one_person_who_came_in_two_ways_is_one_person_behind_the_number(world, hold, five, close):
    for channel in ("phone", "video"):
        hold("jana", date(2026, 8, 4), task=1, times=9, cases=five["jana"][:3], channel=channel)
    close(SUMMER)
    assert across_district(world.district, SUMMER).interpreted.cells[0][0] is None


def test_an_organisation_of_another_district_is_not_counted(summer):
    summer.diakonie.district = None
    summer.diakonie.save()
    assert across_district(summer.district, SUMMER).organisations == ("Brücke",)


def test_what_is_entered_or_changed_after_the_close_changes_nothing(summer, hold):
    before = across_district(summer.district, SUMMER)
    hold("jana", date(2026, 9, 30), task=1)
    with tenant.acting_for(summer.bruecke.pk):
        for contact in Contact.objects.filter(task_area=2):
            contact.task_area = 1
            contact.save()
    assert across_district(summer.district, SUMMER) == before


def test_an_organisation_with_an_open_month_waits_and_is_named(world, hold, five, close):
    hold("jana", date(2026, 8, 4), task=1, times=40, cases=five["jana"])
    close(SUMMER, "bruecke")
    close(month_of(date(2026, 8, 1)), "diakonie")
    shown = across_district(world.district, SUMMER)
    assert (shown.organisations, shown.waiting, shown.contacts.row_totals[0]) == (("Brücke",), ("Havelbruch",), 40)


def test_the_wall_stands_again_afterwards(summer):
    across_district(summer.district, SUMMER)
    with pytest.raises(tenant.NoTenant):
        Person.objects.count()


def test_nobody_and_no_id_is_in_the_numbers(summer):
    text = repr(asdict(across_district(summer.district, SUMMER)))
    with tenant.without_wall("marker test"):
        people = list(Person.objects.all())
        ids = [*Person.objects.values_list("cases", flat=True), *Contact.objects.values_list("pk", flat=True)]
    marks = [word for person in people for word in (person.surname, person.given_name, person.native_name) if word]
    marks += [str(pk) for pk in [*ids, *(person.pk for person in people)]]
    assert len(marks) > 10
    assert [mark for mark in marks if mark in text] == []


def test_counting_takes_as_many_queries_with_ten_contacts_as_with_five_hundred(
    world, hold, close, django_assert_num_queries
):
    for times, period in ((10, SUMMER.before), (490, SUMMER)):
        hold("jana", period.first, task=4, times=times, cases=[world.mariams_case])
        close(period)
        with django_assert_num_queries(2):
            across_district(world.district, period)


def test_an_organisation_without_counsellors_hides_nobody_elses_sums(summer):
    found_organisation(name="Wohnwerk Service GmbH", short_name="Wohnwerk", case_prefix="WW", district=summer.district)
    shown = across_district(summer.district, SUMMER)
    assert shown.organisations == ("Brücke", "Havelbruch")
    assert shown.contacts.row_totals[0] == 6 + 8
