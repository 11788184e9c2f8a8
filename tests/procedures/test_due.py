"""Deadlines as other rooms see them: by id, of one person, and only what one may open."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from wegbuch.cases import due
from wegbuch.procedures.services import closing

from . import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(world, bruecke):
    return making.deadline(world)


def test_a_deadline_is_told_with_its_day_and_its_page(world, row):
    told = due.find(row.pk, person=world.mariam.pk, user=world.jana)
    assert (told.label, told.day, told.is_open) == (row.act, date(2026, 12, 2), True)
    assert told.url == reverse("procedures:deadline", args=[row.pk])


def test_the_safe_day_stands_before_the_last_one(world, row):
    told = due.find(row.pk, person=world.mariam.pk, user=world.jana)
    assert told.when == "sicher bis Mi 25.11.2026, letzter Tag Mi 02.12.2026"


def test_a_waiting_time_is_no_last_day(world, row):
    row.counts_on, row.safe_day, row.earliest_day = None, None, date(2027, 2, 3)
    row.save()
    assert due.find(row.pk, person=world.mariam.pk, user=world.jana).when == "frühestens ab Mi 03.02.2027"


def test_the_deadline_of_somebody_else_is_none_of_this_person(world, row):
    assert due.find(row.pk, person=world.zahras_case.person_id, user=world.jana) is None


def test_who_may_not_open_the_file_is_told_nothing(world, row):
    assert due.of_people([world.mariam.pk], world.thomas) == []


def test_no_id_and_an_unknown_one_find_nothing(world, row):
    assert due.find(None, person=world.mariam.pk, user=world.jana) is None
    assert due.find(uuid4(), person=world.mariam.pk, user=world.jana) is None


def test_what_is_open_stands_first(world, row):
    closing.withdraw(row, by=world.jana, reason="Bescheid aufgehoben")
    told = due.of_people([world.mariam.pk], world.jana)
    assert [one.is_open for one in told] == sorted((one.is_open for one in told), reverse=True)
    assert told[-1].pk == row.pk


def test_many_people_take_one_query(world, row, django_assert_num_queries):
    with django_assert_num_queries(1):
        due.of_people([world.mariam.pk, world.zahras_case.person_id], world.jana)
