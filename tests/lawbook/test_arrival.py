"""The steps of arriving: what the file holds, whom a step concerns, and by when."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lawbook import arrival, compiled
from lawbook.entitlements import Between, load
from lawbook.errors import RuleError

CONTENT = compiled.content()
DOCUMENT = CONTENT["documents"][arrival.DOCUMENT]
BOOK = arrival.load()
ARRIVED, TODAY = date(2026, 11, 23), date(2026, 11, 26)
IN_PROCEDURE = {"status": "gestattung", "accommodation": "flat"}


def plan(level=2, **facts):
    return arrival.plan(BOOK, load(), IN_PROCEDURE | facts, ARRIVED, TODAY, level=level)


def codes(found):
    return [due.step.code for due in found.due]


def by(found, code):
    return next(due.by for due in found.due if due.step.code == code)


def changed(code, **keys):
    """The book with one step changed."""
    documents = {**CONTENT["documents"], arrival.DOCUMENT: deepcopy(DOCUMENT)}
    step = next(raw for raw in documents[arrival.DOCUMENT]["steps"] if raw["code"] == code)
    step.update(keys)
    return arrival.from_content({**CONTENT, "documents": documents}, load())


def test_the_file_fits_its_schema():
    schema = json.loads(Path("src/lawbook/schema/arrival_steps.json").read_text())
    faults = [f"{each.json_path} {each.message}" for each in Draft202012Validator(schema).iter_errors(DOCUMENT)]
    assert faults == []


@pytest.mark.parametrize("code", BOOK.steps)
def test_every_sentence_of_a_step_is_short_and_calm(code):
    step = BOOK.steps[code]
    sentences = [text for text in f"{step.plain} {step.doubt}".split(". ") if text]
    assert [text for text in sentences if len(text.split()) > 15 or "!" in text or "leider" in text] == []


@pytest.mark.parametrize(
    ("birth_date", "title"),
    [
        (date(2026, 3, 1), "Baby"),
        (date(2023, 9, 1), "Kita-Kind"),
        (date(2019, 4, 1), "Schulkind"),
        (date(2010, 1, 1), "Jugendliche:r"),
        (date(2008, 11, 27), "Jugendliche:r"),
        (date(2008, 11, 26), "Erwachsene:r"),
    ],
)
def test_a_list_is_named_after_the_age_of_its_person(birth_date, title):
    assert plan(birth_date=birth_date).kind.title == title


def test_kinds_share_no_age_and_leave_none_out():
    """Somebody of every age from 0 to 99 belongs to exactly one kind."""
    scopes = [arrival.PersonScope(load(), {"age": age}, TODAY) for age in range(100)]
    assert {sum(kind.when.holds(scope) is True for kind in BOOK.kinds) for scope in scopes} == {1}


@pytest.mark.parametrize(
    ("birth_date", "has_school"),
    [(date(2020, 11, 27), False), (date(2020, 11, 26), True), (date(2008, 11, 27), True), (date(2008, 11, 26), False)],
)
def test_a_school_place_is_for_six_to_seventeen(birth_date, has_school):
    assert ("school_place" in codes(plan(birth_date=birth_date))) is has_school


def test_registering_the_address_ends_two_weeks_after_moving_in():
    assert by(plan(birth_date=date(1990, 1, 1), moved_in_on=date(2026, 11, 20)), "register_address") == date(
        2026, 12, 4
    )


def test_registering_the_address_counts_from_arrival_while_moving_in_is_not_known():
    assert by(plan(birth_date=date(1990, 1, 1)), "register_address") == date(2026, 12, 7)


def test_from_a_day_that_is_only_assumed_no_day_of_the_law_is_counted():
    found = arrival.plan(
        arrival.load(), load(), {"birth_date": date(1990, 1, 1)}, date(2026, 11, 23), TODAY, level=2, is_assumed=True
    )
    days = {due.step.code: due.by for due in found.due}
    assert (days["register_address"], days["house_introduction"]) == (None, date(2026, 11, 24))


def test_a_last_day_on_a_sunday_moves_to_monday():
    found = plan(birth_date=date(1990, 1, 1), moved_in_on=date(2026, 11, 22))
    assert by(found, "register_address") == date(2026, 12, 7)


def test_school_becomes_duty_six_weeks_after_coming_to_the_municipality():
    found = plan(birth_date=date(2019, 4, 1), municipality_since=date(2026, 10, 1))
    assert by(found, "school_place") == date(2026, 11, 12)


def test_steps_stand_in_the_order_of_their_days():
    days = [due.by for due in plan(birth_date=date(1990, 1, 1)).due]
    assert days == sorted(days)


def test_an_unknown_birth_date_gives_a_question_and_no_kind():
    found = plan()
    assert (found.kind, found.ask[0]) == (None, "birth_date")


def test_a_birth_year_is_enough_where_every_day_of_it_gives_the_same_age_group():
    assert plan(birth_date=Between(date(1990, 1, 1), date(1990, 12, 31))).kind.code == "adult"


def test_a_birth_year_at_a_border_gives_a_question():
    assert plan(birth_date=Between(date(2008, 1, 1), date(2008, 12, 31))).ask == ("birth_date",)


def test_a_child_of_six_is_asked_whether_school_has_begun_before_kita_is_named():
    found = plan(birth_date=date(2020, 5, 1))
    assert ("kita_place" in codes(found), found.ask) == (False, ("school_started",))


def test_who_has_a_permit_goes_to_the_jobcenter_and_not_to_the_social_welfare_office():
    found = codes(plan(birth_date=date(1990, 1, 1), status="leave_25_2_refugee"))
    assert ("jobcenter_claim" in found, "social_welfare_claim" in found) == (True, False)


def test_pregnancy_changes_nothing_on_the_ordinary_list():
    birth_date = date(1994, 6, 2)
    assert plan(birth_date=birth_date, pregnant=True) == plan(birth_date=birth_date)


def test_midwife_and_foundation_stand_on_the_sealed_list_of_who_is_pregnant():
    assert {"midwife", "mother_child_foundation", "birth_preparation"} <= set(codes(plan(3, pregnant=True)))


def test_the_sealed_list_of_who_is_not_pregnant_names_no_midwife():
    facts = {"pregnant": False, "postpartum": False, "vulnerability": frozenset(), "special_medical_need": False}
    assert plan(3, **facts).due == ()


def test_a_step_that_asks_a_sealed_fact_must_be_sealed():
    with pytest.raises(RuleError, match="birth_preparation: asks for facts of level 3"):
        changed("birth_preparation", level=2)


def test_a_step_that_asks_no_sealed_fact_must_not_be_sealed():
    with pytest.raises(RuleError, match="bank_account"):
        changed("bank_account", level=3)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"when": "agee >= 18"}, "names what does not exist: agee"),
        ({"rule": "no_such_rule"}, "there is no rule no_such_rule"),
        ({"office_kind": "castle"}, "no kind of place is called castle"),
        ({"sources": ["nowhere"]}, "sources are missing or unknown"),
        ({"by": {"day": "basic_bank_account", "is": "law"}}, "basic_bank_account has no day"),
    ],
)
def test_a_step_that_names_what_does_not_exist_stops_the_book(keys, problem):
    with pytest.raises(RuleError, match=problem):
        changed("bank_account", **keys)


def test_a_step_takes_papers_and_place_from_its_rule():
    step, rule = BOOK.steps["bank_account"], load().rules["basic_bank_account"]
    assert (step.documents, step.office, step.basis) == (rule.documents, "bank", rule.basis)
