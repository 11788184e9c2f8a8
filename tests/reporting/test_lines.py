"""Numbers beside a sum that is shown: who knows the sum and the rule still finds no small number."""

import os
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from wegbuch.reporting.suppression import LEAST_HIDDEN, SMALLEST_SHOWN, added, alone, line, part

LINES = 10_000 if os.environ.get("WEGBUCH_TEST_LONG") else 2_000
many = settings(max_examples=LINES, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
some = settings(many, max_examples=200)

numbers = st.lists(st.one_of(st.integers(0, 9), st.integers(0, 60)), min_size=1, max_size=7)
small = st.lists(st.integers(0, 9), min_size=1, max_size=4)


def hidden_places(shown):
    return [place for place, number in enumerate(shown) if number is None]


def divisions(total, places):
    """Every way to divide a sum."""
    for bars in combinations(range(total + places - 1), places - 1):
        ends = (-1, *bars, total + places - 1)
        yield [after - before - 1 for before, after in pairwise(ends)]


def answers(shown, total):
    """What an attacker who knows sum and rule holds possible for the hidden numbers: all that give the same line."""
    places = hidden_places(shown)
    left = total - sum(number for number in shown if number is not None)
    for division in divisions(left, len(places)):
        told = list(shown)
        for place, number in zip(places, division, strict=True):
            told[place] = number
        if line(told) == tuple(shown):
            yield division


@many
@given(numbers)
def test_no_small_number_is_shown(drawn):
    assert all(number is None or number >= SMALLEST_SHOWN for number in line(drawn))


@pytest.mark.parametrize(("places", "most"), [(2, 30), (3, 26), (4, 20)])
def test_no_line_at_all_betrays_a_hidden_number(places, most):
    """Every division of every sum: what looks the same from outside has several answers for every hidden number."""
    alike = {}
    for total in range(SMALLEST_SHOWN, most + 1):
        for drawn in divisions(total, places):
            alike.setdefault((total, line(drawn)), []).append(drawn)
    for (_total, shown), found in alike.items():
        for place in hidden_places(shown):
            assert len({drawn[place] for drawn in found}) > 1, (shown, found)


@many
@given(numbers)
def test_what_is_hidden_is_two_numbers_and_ten_together_or_everything(drawn):
    places = hidden_places(line(drawn))
    hidden = [drawn[place] for place in places]
    assert not hidden or len(hidden) == len(drawn) or (len(hidden) > 1 and sum(hidden) >= LEAST_HIDDEN)


@some
@given(small)
def test_who_knows_the_sum_and_the_rule_finds_no_hidden_number(drawn):
    shown = line(drawn)
    assume(hidden_places(shown) and alone(sum(drawn)) is not None and len(drawn) > 1)
    found = list(answers(shown, sum(drawn)))
    assert all(len({division[place] for division in found}) > 1 for place in range(len(found[0])))


@some
@given(numbers, st.data())
def test_a_number_with_few_people_behind_it_is_hidden(drawn, data):
    behind = [data.draw(st.integers(0, number)) for number in drawn]
    assert all(number is None or people >= 5 for number, people in zip(line(drawn, behind), behind, strict=True))


def test_hiding_one_number_alone_would_give_it_away():
    assert line([3, 40, 20]) == (None, 40, None)


def test_the_second_is_chosen_by_its_place_and_not_by_its_size():
    assert line([3, 20, 40]) == (None, 20, None)


def test_zero_is_hidden_like_four():
    assert line([0, 12, 30]) == (None, 12, None)


def test_three_small_numbers_are_not_left_alone_with_their_sum():
    assert line([4, 4, 4, 50, 60]) == (None, None, None, 50, None)


def test_large_numbers_are_all_shown():
    assert line([5, 12, 30]) == (5, 12, 30)


@pytest.mark.parametrize(
    ("number", "whole", "shown"), [(20, 30, 20), (4, 30, None), (26, 30, None), (25, 30, 25), (30, 30, None)]
)
def test_a_part_is_hidden_when_the_rest_is_small(number, whole, shown):
    assert part(number, whole) == shown


@given(numbers, numbers)
def test_the_sum_of_two_lines_shows_nothing_that_one_of_them_hides(one, other):
    length = min(len(one), len(other))
    first, second = line(one[:length]), line(other[:length])
    both = added([[first], [second]])
    for place, number in enumerate(both.cells[0]):
        assert (number is None) == (first[place] is None or second[place] is None)
    assert (both.total is None) == (None in both.cells[0])
