"""Days, numbers, names and signs as they stand on the page."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string

from wegbuch.core.templatetags import wegbuch as tags

TODAY = date(2026, 11, 26)
MARIAM = SimpleNamespace(display_name="Mariam Habibi", initials="MH", native_name="مریم حبیبی", native_language="fa-AF")
ARASH = SimpleNamespace(display_name="Arash Norouzi", initials="AN", native_name="", native_language="")


def shown(source, **context):
    return engines["django"].from_string(source).render(context)


def looking_on(is_shielded):
    return SimpleNamespace(is_shielded=is_shielded)


def test_day_carries_its_weekday():
    assert tags.day(date(2026, 12, 2)) == "Mi 02.12.2026"


def test_instant_late_in_the_evening_belongs_to_the_next_day_in_brandenburg():
    assert tags.short_day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == "24.11."


def test_clock_shows_the_time_in_brandenburg():
    assert tags.clock_time(datetime(2026, 11, 26, 8, 12, tzinfo=UTC)) == "09:12"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(1710, "28,5 h"), (10, "0,2 h"), (15, "0,3 h"), (60, "1,0 h"), (None, "0,0 h"), (90000, "1.500,0 h")],
)
def test_minutes_become_hours_with_a_comma(minutes, text):
    assert tags.hours(minutes) == text


def test_days_until_a_day_that_has_passed_are_below_zero():
    assert tags.days_until(date(2026, 11, 12)) == -14


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mariam Habibi", "MH"), ("Hodan", "H"), ("Ana da Silva", "AS"), ("مریم حبیبی", "مح"), ("", "")],
)
def test_initials_are_the_first_letters_of_first_and_last_name(name, letters):
    assert tags.initials(name) == letters


@pytest.mark.parametrize(
    ("day", "html"),
    [
        (date(2026, 12, 8), '<span class="wb-days"><b>12</b><span>Tage</span></span>'),
        (date(2026, 12, 4), '<span class="wb-days"><b>8</b><span>Tage</span></span>'),
        (date(2026, 12, 3), '<span class="wb-days wb-days--soon"><b>7</b><span>Tage</span></span>'),
        (date(2026, 11, 27), '<span class="wb-days wb-days--soon"><b>1</b><span>Tag</span></span>'),
    ],
)
def test_frame_of_a_deadline_grows_heavier_as_the_day_comes_nearer(day, html):
    assert tags.days_box(day) == html


def test_deadline_of_today_is_filled_and_says_until_when():
    html = tags.days_box(TODAY, note="24 Uhr")
    assert html == '<span class="wb-days wb-days--today"><b class="w">heute</b><span>24 Uhr</span></span>'


def test_unconfirmed_deadline_is_open():
    assert "wb-days--open" in tags.days_box(date(2026, 12, 1), is_open=True)


def test_missed_deadline_stays_and_says_so():
    html = tags.days_box(date(2026, 11, 25))
    assert html == '<span class="wb-days wb-days--today"><b class="w">vorbei</b><span>1 Tag</span></span>'


def test_overdue_follow_up_says_how_long_ago():
    html = tags.days_box(date(2026, 11, 12), kind="follow_up")
    assert html == '<span class="wb-days wb-days--soon"><b>14</b><span>Tage her</span></span>'


def test_follow_up_of_today_is_plain():
    assert tags.days_box(TODAY, kind="follow_up") == '<span class="wb-days"><b class="w">heute</b></span>'


def test_far_day_is_told_in_months():
    assert "<b>15</b><span>Monate</span>" in tags.days_box(date(2028, 3, 12))


def test_badge_has_a_sign_and_a_word():
    html = shown('{% badge "warn" "clock" "überfällig" %}')
    assert html == f'<span class="wb-badge wb-badge--warn">{tags.icon("clock")}überfällig</span>'


def test_badge_escapes_its_word():
    assert "<script>" not in shown('{% badge "" "door" text %}', text="<script>")


@pytest.mark.parametrize("name", sorted(tags.OWN_ICONS))
def test_own_sign_is_in_the_style_sheet(name):
    with open(finders.find("core/icons.css")) as file:
        assert f".wb-icon--{name}{{" in file.read()


def test_other_sign_is_taken_from_kern():
    assert 'class="kern-icon kern-icon--search"' in tags.icon("search")


def test_suppressed_number_is_told_to_those_who_listen():
    assert '<span class="kern-sr-only">nicht gezeigt</span>' in tags.suppressed()


def test_name_is_isolated_from_the_text_around_it():
    assert shown("{% person_name person %}", person=MARIAM, frame=looking_on(False)) == "<bdi>Mariam Habibi</bdi>"


def test_name_in_its_own_script_carries_its_language():
    html = shown("{% person_name person native=True %}", person=MARIAM, frame=looking_on(False))
    assert html == '<bdi>Mariam Habibi</bdi> <bdi lang="fa-AF">مریم حبیبی</bdi>'


def test_person_without_another_script_has_one_name():
    assert shown("{% person_name person native=True %}", person=ARASH, frame=None) == "<bdi>Arash Norouzi</bdi>"


def test_shield_turns_a_name_into_initials():
    html = shown("{% person_name person native=True %}", person=MARIAM, frame=looking_on(True), in_hand=ARASH)
    assert html == "<bdi>MH</bdi>"


def test_shield_leaves_the_name_of_the_person_in_hand():
    html = shown("{% person_name person %}", person=MARIAM, frame=looking_on(True), in_hand=MARIAM)
    assert html == "<bdi>Mariam Habibi</bdi>"


def test_shield_leaves_the_names_of_the_household_in_hand():
    html = shown("{% person_name person %}", person=MARIAM, frame=looking_on(True), in_hand=[ARASH, MARIAM])
    assert html == "<bdi>Mariam Habibi</bdi>"


def test_name_is_escaped():
    person = SimpleNamespace(display_name="<b>", initials="B", native_name="", native_language="")
    assert shown("{% person_name person %}", person=person, frame=None) == "<bdi>&lt;b&gt;</bdi>"


def test_differing_words_are_marked():
    html = tags.marking("Brief vom Sozialamt", "Brief vom Jobcenter")
    assert html == "Brief vom <mark>Sozialamt</mark>"


def test_marked_text_is_escaped():
    assert tags.marking("<b> neu", "alt") == "<mark>&lt;b&gt; neu</mark>"


def test_message_that_can_be_undone_has_a_button():
    message = Message(levels.SUCCESS, "Eingetragen: 10 Minuten.", extra_tags="undo:/kontakte/7/loeschen/")
    html = shown('{% include "core/_said.html" %}', messages=[message])
    assert '<form action="/kontakte/7/loeschen/" method="post">' in html


def test_other_message_has_no_button():
    assert "<form" not in shown('{% include "core/_said.html" %}', messages=[Message(levels.SUCCESS, "Gespeichert.")])


@pytest.mark.parametrize("status", [400, 403, 404, 413, 415, 429, 500])
def test_error_page_needs_nothing_from_the_request(status):
    assert "<h1>" in render_to_string(f"{status}.html")


def test_error_page_names_the_reference():
    assert "Kennung 7F3Q." in render_to_string("500.html", {"reference": "7F3Q"})
