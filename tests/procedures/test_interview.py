"""The interview: when, where, in which language, and what is ready for it."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from wegbuch.core import codes
from wegbuch.procedures.models import PreparationPoint
from wegbuch.procedures.services import proceedings

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(bruecke):
    return proceedings.open_proceeding(
        user=bruecke.jana, person=bruecke.mariam, kind="first", lodged_on=date(2026, 7, 6)
    )


def path(name, row):
    return reverse(f"procedures:{name}", args=[row.pk])


def test_every_point_of_the_list_is_there_to_tick(row, signed_in):
    page = signed_in("jana").get(path("preparation", row)).content.decode()
    assert page.count('role="checkbox"') == len(codes.entries("interview_points"))


def test_a_tick_is_saved_at_once_with_who_and_when(world, row, signed_in):
    page = signed_in("jana").post(
        path("preparation_point", row), {"point": "language", "is_done": "1"}, follow=True
    ).content.decode()  # fmt: skip
    assert "Jana Roth, Do 26.11.2026" in page
    assert 'id="point-language" aria-checked="true"' in page


def test_a_tick_taken_back_is_gone(row, signed_in):
    client = signed_in("jana")
    client.post(path("preparation_point", row), {"point": "language", "is_done": "1"})
    client.post(path("preparation_point", row), {"point": "language", "is_done": "0"})
    assert not PreparationPoint.objects.exists()


def test_the_same_tick_from_two_windows_is_one(row, signed_in):
    client = signed_in("jana")
    for _time in range(2):
        client.post(path("preparation_point", row), {"point": "language", "is_done": "1"})
    assert PreparationPoint.objects.count() == 1


def test_with_a_script_only_the_list_is_swapped(row, signed_in):
    answer = signed_in("jana").post(
        path("preparation_point", row), {"point": "way", "is_done": "1"}, headers={"HX-Request": "true"}
    )
    assert answer.content.decode().lstrip().startswith('<ul class="wb-ticks"')


def test_a_point_that_the_list_does_not_know_is_refused_with_a_sentence(row, signed_in):
    answer = signed_in("jana").post(path("preparation_point", row), {"point": "zq", "is_done": "1"}, follow=True)
    assert "Diesen Punkt gibt es nicht mehr." in answer.content.decode()


def test_day_time_and_place_are_kept(row, signed_in):
    fields = {"seen_version": row.version, "day": "08.12.2026", "at": "9.30", "interview_place": "Eisenhüttenstadt"}
    signed_in("jana").post(path("preparation", row), fields)
    row.refresh_from_db()
    assert (row.interview_at, row.interview_place) == (datetime(2026, 12, 8, 8, 30, tzinfo=UTC), "Eisenhüttenstadt")


def test_a_day_without_its_time_is_asked_for_and_the_place_stays(row, signed_in):
    fields = {"seen_version": row.version, "day": "08.12.2026", "interview_place": "Eisenhüttenstadt"}
    page = signed_in("jana").post(path("preparation", row), fields).content.decode()
    assert ("Die Uhrzeit steht in der Ladung." in page, "Eisenhüttenstadt" in page) == (True, True)


def test_language_and_wish_for_an_interpreter_come_from_the_person(world, row, signed_in):
    world.mariam.interpreter_note = "keine Verwandten"
    world.mariam.save()
    page = signed_in("jana").get(path("preparation", row)).content.decode()
    assert ("Dari" in page, "keine Verwandten" in page) == (True, True)


@pytest.mark.parametrize("name", ["thomas", "olga", "lead"])
def test_outsiders_can_tick_nothing(row, signed_in, name):
    answer = signed_in(name).post(path("preparation_point", row), {"point": "language", "is_done": "1"})
    assert (answer.status_code, PreparationPoint.objects.count()) == (404, 0)
