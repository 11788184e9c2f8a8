"""The half year for the coordination: closed months, small numbers hidden, never more than the quarters show."""

from dataclasses import asdict
from datetime import date

import pytest

from wegbuch.access.models import Membership
from wegbuch.cases.models import Person
from wegbuch.cases.services import people
from wegbuch.core import tenant
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.district import across_district
from wegbuch.reporting.district_report import district_report
from wegbuch.reporting.periods import Period, half_year_of, month_of

SPRING = half_year_of(date(2026, 3, 1))
REPORT = book().reports["half_year"]


@pytest.fixture
def crowd(world):
    """Twelve women and three men with Olga since January; five women are with her and five with Jana already."""
    with tenant.acting_for(world.diakonie.pk):
        return [
            people.take_in(
                user=world.olga, team=world.olga.team, form="housing_based_msa", opened_on=date(2026, 1, 5),
                given_name=f"Vorname{count}", surname="Muster", sex="f" if count < 12 else "m",
                birth_date=date(1996 if count < 10 else 1956, 1, 1),
            )
            for count in range(15)
        ]  # fmt: skip


@pytest.fixture
def spring(world, crowd, hold, five, close):
    """Tasks 1 and 3 in both quarters; task 6 three times in the first."""
    for day in (date(2026, 2, 2), date(2026, 5, 4)):
        for task in (1, 3):
            hold("olga", day, task=task, times=10, cases=crowd)
            hold("jana", day, task=task, times=20, cases=five["jana"])
    hold("olga", date(2026, 2, 2), task=6, times=3, cases=crowd)
    close(SPRING)
    return world


@pytest.fixture
def built(spring):
    return district_report(REPORT, spring.district, SPRING)[0]


def table(built, name):
    return next(each for part in built.parts for each in part.tables if each.table.id == name)


def lines(built, name):
    return {line.key: line.numbers for line in table(built, name).lines}


def figures(built):
    return {figure.measure.id: figure.number for part in built.parts for figure in part.figures}


def test_people_of_all_organisations_are_counted_together(built):
    assert figures(built)["supported"] == 30


def test_a_small_number_takes_another_with_it(built):
    shown = lines(built, "sex")
    assert (shown["f"], shown["m"]) == ((None,), (None,))


def test_contacts_of_a_half_year_are_what_its_quarters_show(built, spring):
    quarters = [across_district(spring.district, each) for each in (_quarter(1), _quarter(4))]
    shown = [quarter.contacts.row_totals[0] for quarter in quarters]
    assert lines(built, "task")["1"][0] == sum(shown) == 60


def test_what_a_quarter_hides_the_half_year_hides(built, spring):
    assert across_district(spring.district, _quarter(1)).contacts.row_totals[5] is None
    assert lines(built, "task")["6"] == (None, None)
    assert figures(built)["contacts"] is None


def test_contacts_are_not_divided_in_ways_that_the_quarters_do_not_show(built):
    shown = {each.table.id for part in built.parts for each in part.tables}
    assert shown.isdisjoint({"month", "form"})


def test_people_stand_in_the_half_year_alone(spring):
    assert not hasattr(across_district(spring.district, _quarter(1)), "persons")


def test_who_left_is_not_found_by_subtracting(built):
    assert figures(built).keys().isdisjoint({"new", "running", "closed"})


def test_as_long_as_one_organisation_waits_nothing_is_counted(world, crowd, five, close):
    close(SPRING, "diakonie")
    built, waiting = district_report(REPORT, world.district, SPRING)
    assert (built.parts, waiting) == ((), ("Brücke",))


def test_who_began_to_counsel_in_the_second_quarter_has_no_contacts_in_the_first(spring):
    for membership in Membership.objects.filter(user__organisation=spring.bruecke):
        membership.starts_on = date(2026, 4, 1)
        membership.save()
    built, _waiting = district_report(REPORT, spring.district, SPRING)
    assert lines(built, "task")["1"][0] == 40


def test_an_organisation_that_closed_five_months_waits(world, five, close):
    close(Period(SPRING.first, date(2026, 5, 31)), "bruecke")
    _built, waiting = district_report(REPORT, world.district, SPRING)
    assert waiting == ("Brücke", "Havelbruch")


def test_no_name_and_no_sign_is_in_the_report(built):
    text = repr(asdict(built))
    with tenant.without_wall("marker test"):
        rows = list(Person.objects.all())
    marks = {word for person in rows for word in (person.surname, str(person.pk)) if word}
    assert [mark for mark in marks if mark in text] == []


def test_a_later_correction_does_not_reach_the_district(built, spring, hold):
    hold("olga", date(2026, 2, 3), task=6, times=9)
    assert district_report(REPORT, spring.district, SPRING)[0] == built


def _quarter(month):
    first = month_of(date(2026, month, 1)).first
    return Period(first, month_of(date(2026, month + 2, 1)).last)
