"""What is not known stays unknown, and the right thing is asked."""

from datetime import date

import pytest

from lawbook.entitlements import UNKNOWN, Between, as_json, contradictions, expressions, findings, logic, what_if

from .people import BOOK, DAY


def found(facts, rule, day=DAY):
    (one,) = findings(BOOK, facts, day, rules=[rule])
    return one


def test_a_person_of_whom_only_the_year_of_birth_is_known_gets_questions_and_no_claim():
    facts = {"birth_date": Between(date(1990, 1, 1), date(1990, 12, 31))}
    answers = findings(BOOK, facts, DAY)
    assert {answer.result for answer in answers} <= {"open", "condition_not_met", "not_in_force"}
    assert all(answer.ask for answer in answers if answer.result == "open")


def test_the_status_is_asked_first_where_it_decides_most():
    assert found({}, "gestattung_document_claim").ask[0] == "status"


def test_a_fact_that_cannot_matter_any_more_is_not_asked():
    facts = {"status": "gestattung", "needy": True, "entry_date": date(2024, 6, 1), "birth_date": date(1990, 5, 1)}
    assert "suspension_decided_on" not in found(facts, "asylblg_basic_benefits_cash_level").ask


def test_a_year_of_birth_is_open_only_where_the_birthday_decides():
    born = Between(date(2020, 1, 1), date(2020, 12, 31))
    facts = {
        "status": "gestattung",
        "birth_date": born,
        "must_live_in_rc": False,
        "municipality_since": date(2026, 1, 1),
    }
    assert found(facts, "school_duty_municipality").result == "open"
    assert (
        found(facts | {"birth_date": Between(date(2012, 1, 1), date(2012, 12, 31))}, "school_duty_municipality").result
        == "duty"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a and b", UNKNOWN),
        ("a and c", False),
        ("a or b", UNKNOWN),
        ("a or t", True),
        ("not a", UNKNOWN),
        ("n == 'x'", False),
        ("n is None", True),
        ("1 if a else 1", 1),
        ("1 if a else 2", UNKNOWN),
    ],
)
def test_three_values_follow_the_table(text, value):
    class Scope(expressions.Scope):
        def value(self, name):
            return {"c": False, "t": True, "n": None}.get(name, UNKNOWN)

    assert expressions.parse(text).value(Scope()) is value or expressions.parse(text).value(Scope()) == value


@pytest.mark.parametrize("text", ["__import__('os')", "a.b", "[x for x in a]", "a + b", "lambda: 1", "f(x=1)", "a and"])
def test_the_language_is_closed(text):
    if text == "__import__('os')":
        assert "__import__" in expressions.parse(text).calls
        return
    with pytest.raises(expressions.NotOurLanguage):
        expressions.parse(text)


def test_a_call_that_is_no_function_of_the_book_does_not_load():
    assert expressions.parse("__import__('os')").calls - set(BOOK.helpers) == {"__import__"}


def test_bounds_compare_only_where_every_value_agrees():
    born = Between(1, 5)
    assert logic.compare("<", born, 6) is True
    assert logic.compare("<", born, 3) is UNKNOWN
    assert logic.compare("==", born, 9) is False


def test_facts_that_contradict_each_other_get_a_sentence():
    facts = {"entry_date": date(1989, 1, 1), "birth_date": date(1990, 1, 1)}
    assert [each.code for each in contradictions(BOOK, facts, DAY)] == ["entry_before_birth"]
    assert contradictions(BOOK, {}, DAY) == ()


def test_what_if_shows_both_answers_side_by_side():
    facts = {"status": "gestattung", "birth_date": date(1990, 5, 1)}
    changed = {
        each.before.rule.id for each in what_if(BOOK, facts, {"status": "leave_25_2_refugee"}, DAY) if each.is_changed
    }
    assert "gestattung_document_claim" in changed


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"colour": "red"}, "colour"),
        ({"status": "king"}, "kennt"),
        ({"needy": "ja"}, "true oder false"),
        ({"entry_date": "2026-02-31"}, "gibt es nicht"),
        ({"vulnerability": "minor"}, "Liste"),
        ({"nationality": "Afghanistan"}, "Länderkürzel"),
    ],
)
def test_a_wrong_fact_gets_a_sentence(facts, sentence):
    answer = as_json.answer(BOOK, {"date": "2026-11-22", "persons": [{"name": "a", "facts": facts}]})
    assert sentence in answer["error"]
