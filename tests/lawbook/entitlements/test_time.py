"""Doors over time and whole caseloads: the quick ways say the same as asking one by one, day by day."""

import itertools
from datetime import date, timedelta

import pytest

from lawbook import compiled
from lawbook.entitlements import UNKNOWN, Between, impact, perspective
from lawbook.entitlements.columns import Caseload, Columns, bits_of, places_of
from lawbook.entitlements.findings import answer
from lawbook.entitlements.rules import from_content
from lawbook.entitlements.scope import PersonScope

from .people import BOOK, DAY, some_people

DAY_BEFORE_NEW_LAW, NEW_LAW = date(2026, 6, 11), date(2026, 6, 12)


def one_by_one(rule, facts, day):
    """Result, day and amount as a single question gives them."""
    scope = PersonScope(BOOK, facts, day)
    result, until = answer(rule, scope)
    amount = rule.amount.value(scope) if rule.amount and result == rule.result else None
    return result, until, None if amount is UNKNOWN or isinstance(amount, Between) else amount


@pytest.mark.parametrize("known", [0.15, 0.6, 1.0])
def test_a_caseload_in_columns_says_what_each_person_alone_is_told(known):
    people = some_people(100, known=known)
    columns = Columns(BOOK, Caseload(people), DAY)
    for rule in BOOK:
        told = {place: key for key, bits in columns.answers(rule).items() for place in places_of(bits)}
        assert told == {place: one_by_one(rule, facts, DAY) for place, facts in enumerate(people)}, rule.id


def test_what_changes_between_two_days_is_what_differs_one_by_one():
    people = some_people(60, known=0.6)
    found = {
        (change.rule, place): (change.old, change.new)
        for change in impact.of_days(BOOK, Caseload(people), DAY_BEFORE_NEW_LAW, NEW_LAW)
        for place in change.people
    }
    wanted = {}
    for rule in BOOK:
        for place, facts in enumerate(people):
            both = one_by_one(rule, facts, DAY_BEFORE_NEW_LAW), one_by_one(rule, facts, NEW_LAW)
            if both[0] != both[1]:
                wanted[rule.id, place] = both
    assert found == wanted


def test_a_changed_book_names_the_people_it_changes_something_for():
    content = compiled.of_folder(compiled.HERE)
    for raw in content["documents"]["rules/entitlements/asylum"]["rules"]:
        if raw["id"] == "gestattung_document_claim":
            raw["condition"] = "status == 'arrival_certificate'"
    changed = from_content(content)
    people = [{"status": "gestattung"}, {"status": "arrival_certificate"}, {"status": "leave_25_3"}]
    found = list(impact.of_books(BOOK, changed, Caseload(people), DAY))
    assert {(each.rule, each.people) for each in found} == {
        ("gestattung_document_claim", (0,)),
        ("gestattung_document_claim", (1,)),
    }


def test_doors_turn_on_exactly_the_days_a_daily_look_finds():
    first, last = date(2023, 12, 1), date(2027, 12, 31)
    for facts in some_people(3, known=0.8, seed=7):
        periods = perspective(BOOK, facts, first, last)
        for rule in list(BOOK)[::6]:
            spans = periods[rule.id]
            assert [spans[0].since, spans[-1].until] == [first, last]
            assert all(one.until + timedelta(days=1) == other.since for one, other in itertools.pairwise(spans))
            day, place = first, 0
            while day <= last:
                if day > spans[place].until:
                    place += 1
                span = spans[place]
                assert (span.result, span.day, span.amount) == one_by_one(rule, facts, day), (rule.id, day)
                day += timedelta(days=1)


def test_the_door_to_analogous_benefits_opens_after_36_months():
    facts = {
        "status": "gestattung", "needy": True, "entry_date": date(2024, 3, 15), "birth_date": date(1990, 1, 1),
        "stay_abuse": False, "reduced_1a": False, "excluded_1_4": False, "analog_before_2024_02_27": False,
        "partner_in_household": False, "married": False, "lives_with_parent": False, "suspension_decided_on": None,
    }  # fmt: skip
    spans = perspective(BOOK, facts, DAY, date(2028, 1, 1), rules=["asylblg_analog_36_months"])[
        "asylblg_analog_36_months"
    ]
    assert [(span.door, span.since) for span in spans] == [("opening", DAY), ("open", date(2027, 3, 15))]


def test_bits_and_places_are_two_ways_to_say_the_same():
    places = [0, 1, 7, 8, 63, 64, 1000]
    assert places_of(bits_of(places)) == places
