"""What several parts of one page ask for is asked once, and only there."""

import pytest

from wegbuch.core import once


@pytest.fixture
def asked():
    return []


def count(asked: list, word: str):
    return once.ask(("facts", word), lambda: asked.append(word) or len(asked))


def test_inside_a_page_a_question_is_asked_once(asked):
    with once.for_this_page():
        assert [count(asked, "Mariam"), count(asked, "Mariam"), count(asked, "Zahra")] == [1, 1, 2]


def test_outside_a_page_it_is_asked_each_time(asked):
    assert [count(asked, "Mariam"), count(asked, "Mariam")] == [1, 2]


def test_the_next_page_asks_anew(asked):
    for _page in range(2):
        with once.for_this_page():
            count(asked, "Mariam")
    assert len(asked) == 2


def test_what_could_not_be_answered_is_asked_again(asked):
    with once.for_this_page():
        with pytest.raises(ZeroDivisionError):
            once.ask("facts", lambda: 1 / 0)
        assert once.ask("facts", lambda: 5) == 5
