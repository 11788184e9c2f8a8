"""Nothing that is hidden can be worked back from what is shown."""

import os
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reporting.attacker import bounds, is_betrayed
from wegbuch.reporting.suppression import Shown, alike, suppress

TABLES = 10_000 if os.environ.get("WEGBUCH_TEST_LONG") else 300
some = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
many = settings(some, max_examples=TABLES)

numbers = st.one_of(st.integers(0, 9), st.integers(0, 200))


@st.composite
def tables(draw):
    """A table of up to 7 × 5."""
    width = draw(st.integers(1, 5))
    return draw(st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=1, max_size=7))


@st.composite
def pages(draw):
    """The same contacts divided in two ways: two tables with the same sums of columns."""
    first = draw(tables())
    parts = [draw(st.integers(0, sum(column))) for column in zip(*first, strict=True)]
    rest = [sum(column) - part for column, part in zip(zip(*first, strict=True), parts, strict=True)]
    return first, [parts, rest]


@st.composite
def crowded_pages(draw):
    """Two tables of one page, and the people behind each number: never more than contacts."""
    page = draw(pages())
    behind = [[[draw(st.integers(0, number)) for number in row] for row in table] for table in page]
    return page, behind


def with_all_sums(shown: Shown, table) -> Shown:
    """The seeded flaw: the sums are shown although a number below them is hidden."""
    columns = tuple(sum(column) for column in zip(*table, strict=True))
    return replace(shown, row_totals=tuple(map(sum, table)), column_totals=columns, total=sum(columns))


@many
@given(tables())
def test_an_attacker_finds_no_hidden_number_of_a_table(table):
    assert not is_betrayed(suppress(table))


@many
@given(pages())
def test_an_attacker_finds_no_hidden_number_across_two_tables_of_a_page(page):
    assert not is_betrayed(suppress(*page))


@many
@given(crowded_pages())
def test_an_attacker_finds_no_number_that_is_hidden_for_the_people_behind_it(drawn):
    page, behind = drawn
    assert not is_betrayed(suppress(*page, behind=behind))


@some
@given(crowded_pages())
def test_a_number_is_shown_only_with_five_people_behind_it(drawn):
    page, behind = drawn
    for shown, crowd in zip(suppress(*page, behind=behind), behind, strict=True):
        pairs = zip(chain(*shown.cells), chain(*crowd), strict=True)
        assert all(number is None or people >= 5 for number, people in pairs)


@some
@given(tables())
def test_a_number_is_shown_only_from_five_on(table):
    (shown,) = suppress(table)
    everything = [number for row in shown.cells for number in row] + [
        *shown.row_totals,
        *shown.column_totals,
        shown.total,
    ]
    assert all(number is None or number >= 5 for number in everything)


@some
@given(tables(), st.data())
def test_who_knows_the_rule_learns_only_that_a_number_is_under_five(table, data):
    small = [(r, c) for r, row in enumerate(table) for c, number in enumerate(row) if number < 5]
    before = suppress(table)
    for r, c in small:
        table[r][c] = data.draw(st.integers(0, 4))
    assert suppress(table) == before


@some
@given(tables())
def test_numbers_from_five_on_are_all_shown_with_their_sums(table):
    table = [[number + 5 for number in row] for row in table]
    (shown,) = suppress(table)
    assert shown.cells == tuple(map(tuple, table))
    assert shown.total == sum(map(sum, table))


def test_the_attacker_finds_the_flaw_of_shown_sums():
    table = [[3], [20], [27]]
    (shown,) = suppress(table)
    assert bounds([with_all_sums(shown, table)])[(0, 0, 0)] == (3, 3)


def test_the_attacker_combines_sums_of_rows_and_columns():
    table = [[3, 20, 30], [21, 2, 31], [22, 32, 33]]
    (shown,) = suppress(table)
    assert is_betrayed([with_all_sums(shown, table)])


@settings(some, database=None)
@given(tables())
def _flawed(table):
    (shown,) = suppress(table)
    assert not is_betrayed([with_all_sums(shown, table)])


def test_random_tables_find_the_flaw_of_shown_sums():
    with pytest.raises(AssertionError):
        _flawed()


def test_the_attacker_finds_what_a_second_table_gives_away():
    by_task, by_channel = [[10], [40]], [[3], [47]]
    alone = [suppress(by_task)[0], suppress(by_channel)[0]]
    assert is_betrayed(alone)
    assert not is_betrayed(suppress(by_task, by_channel))


def test_a_second_table_hides_its_smallest_number_in_the_same_column():
    by_task, _by_channel = suppress([[10, 12], [40, 50]], [[3, 30], [47, 32]])
    assert by_task.cells == ((None, 12), (40, 50))
    assert by_task.row_totals == (None, 90)
    assert by_task.column_totals == (None, 62)
    assert by_task.total is None


def test_zero_is_hidden_like_every_small_number():
    assert suppress([[0, 8]])[0].cells == ((None, 8),)


def test_forty_contacts_of_one_person_are_hidden_like_a_small_number():
    (shown,) = suppress([[40, 8]], behind=[[[1, 5]]])
    assert (shown.cells, shown.row_totals, shown.column_totals) == (((None, 8),), (None,), (None, 8))


def test_minutes_are_hidden_where_their_contacts_are():
    (contacts,) = suppress([[4, 8], [9, 10]])
    minutes = alike([[240, 80], [90, 100]], contacts)
    assert minutes.cells == ((None, 80), (90, 100))
    assert (minutes.row_totals, minutes.column_totals, minutes.total) == ((None, 190), (None, 180), None)


@some
@given(tables())
def test_a_table_says_whether_it_hides_anything(table):
    (shown,) = suppress(table)
    everything = chain(*shown.cells, shown.row_totals, shown.column_totals, [shown.total])
    assert shown.hides == (None in list(everything))
