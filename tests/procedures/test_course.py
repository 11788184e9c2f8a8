"""The picture of a whole course: its scale, its shapes, and the words beside them."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.cases.models import ResidencePeriod
from wegbuch.core.strips import Scale
from wegbuch.procedures.course import course_of
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services import proceedings

from . import making

pytestmark = pytest.mark.django_db


def lane(course, label):
    return next(each for each in course.lanes if each.label == label)


def test_a_day_stands_at_its_share_of_the_width():
    scale = Scale(date(2026, 1, 1), date(2026, 1, 11))
    assert (scale.at(date(2026, 1, 6)), scale.at(date(2027, 1, 1))) == ("50.00%", "100.00%")


def test_percent_carry_a_point_whatever_the_language_of_the_page(world, bruecke, signed_in):
    making.letter(world)
    page = signed_in("jana").get(reverse("procedures:course", args=[world.mariams_case.pk])).content.decode()
    assert 'x="' in page
    assert not [part for part in page.split('x="')[1:] if "," in part.split('"')[0]]


def test_each_proceeding_is_a_lane_with_its_stages_in_words(world, bruecke):
    making.letter(world)
    proceedings.open_proceeding(user=world.jana, person=world.mariam, kind="benefits", lodged_on=date(2026, 10, 1))
    course = course_of(world.mariam)
    rows = [(row.label, row.when) for row in lane(course, "Asylverfahren").rows]
    assert rows == [
        ("Einreichung beim BAMF", "06.07.2026 – 25.11.2026"),
        ("Ablehnung als offensichtlich unbegründet", "seit 25.11.2026"),
    ]
    assert lane(course, "Leistungen").rows[0].label == "Noch keine Station eingetragen"


def test_a_status_runs_to_today_and_its_paper_goes_on_to_the_day_it_expires(world, bruecke):
    row = lane(course_of(world.mariam), "Status und Papiere").rows[0]
    assert [mark.shape for mark in row.marks] == ["bar", "paper", "end"]
    assert row.detail.endswith("gültig bis 14.01.2027")


def test_a_status_without_a_beginning_is_dotted_and_says_so(world, bruecke):
    ResidencePeriod(person=world.mariam, status="S03", until=date(2025, 4, 1)).save()
    rows = lane(course_of(world.mariam), "Status und Papiere").rows
    found = next(row for row in rows if row.label == "Ankunftsnachweis")
    assert (found.marks[0].shape, found.when) == ("unknown", "Beginn nicht bekannt – 01.04.2025")


@pytest.mark.parametrize(("state", "shape"), [("open", "due"), ("kept", "kept"), ("missed", "missed")])
def test_a_deadline_shows_how_it_ended_by_its_shape(world, bruecke, state, shape):
    row = making.deadline(world)
    row.state = state
    row.save()
    found = next(each for each in lane(course_of(world.mariam), "Fristen").rows if each.deadline.pk == row.pk)
    assert [mark.shape for mark in found.marks] == [shape]


def test_a_paper_that_is_good_for_years_does_not_press_the_rest_together(world, bruecke):
    ResidencePeriod(person=world.mariam, status="S12", since=date(2026, 11, 1), valid_until=date(2036, 11, 1)).save()
    course = course_of(world.mariam)
    assert (course.is_cut, course.last < date(2028, 1, 1)) == (True, True)


def test_the_axis_has_as_many_days_as_can_be_read(world, bruecke):
    ResidencePeriod(person=world.mariam, status="S50", since=date(2011, 1, 1), until=date(2025, 4, 1)).save()
    assert 2 <= len(course_of(world.mariam).ticks) <= 9


def test_the_picture_is_hidden_from_screen_readers_and_the_table_says_it_all(world, bruecke, signed_in):
    making.letter(world)
    page = signed_in("jana").get(reverse("procedures:course", args=[world.mariams_case.pk])).content.decode()
    assert page.count('<svg class="wb-strip') == page.count('aria-hidden="true" focusable="false"')
    assert "unbestätigt" in page


def test_an_empty_course_says_what_fills_it(world, bruecke, signed_in):
    for row in ResidencePeriod.objects.filter(person=world.mariam):
        row.delete()
    page = signed_in("jana").get(reverse("procedures:course", args=[world.mariams_case.pk])).content.decode()
    assert "Der erste Brief füllt das Band." in page


def test_the_course_asks_the_same_number_of_questions_however_much_is_known(world, bruecke, django_assert_num_queries):
    making.letter(world)
    proceedings.open_proceeding(user=world.jana, person=world.mariam, kind="benefits", lodged_on=date(2026, 10, 1))
    with django_assert_num_queries(5):
        course_of(world.mariam)
    assert Deadline.objects.count() > 2


@pytest.mark.parametrize("name", ["thomas", "olga", "lead"])
def test_outsiders_are_not_told_that_a_course_exists(world, bruecke, signed_in, name):
    path = reverse("procedures:course", args=[world.mariams_case.pk])
    assert signed_in(name).get(path).status_code == 404
