"""What holds for every deadline rule on any day."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lawbook import deadlines
from lawbook.deadlines import Answer, Facts
from lawbook.deadlines.as_json import answer as answer_json
from tests.lawbook import slow_count
from tests.lawbook.slow_count import RULES, Situation, is_free, is_yes_no, situations

BOOK = deadlines.load()
OUGHT_TO_ACT = ("client_deadline", "departure_period")
LENGTHS = ("1 week", "2 weeks", "1 month", "3 months", "1 year")
twenty_years = st.dates(date(2015, 1, 1), date(2035, 12, 31))
HARD_DAYS = (
    date(2028, 2, 29), date(2027, 2, 28), date(2026, 1, 31), date(2027, 8, 31), date(2026, 3, 31), date(2025, 12, 17),
    date(2026, 12, 18), date(2026, 3, 20), date(2027, 2, 8), date(2025, 10, 17), date(2026, 6, 11), date(2026, 6, 12),
    date(2024, 12, 31), date(2025, 1, 1), date(2028, 5, 17), date(2020, 2, 29),
)  # fmt: skip


def any_day(test):
    """On the hard days and on days nobody chose."""
    for day in HARD_DAYS:
        test = example(day=day)(test)
    return settings(max_examples=40, deadline=None)(given(day=twenty_years)(test))


def compute(situation: Situation) -> Answer:
    return deadlines.compute(BOOK, situation.rule, situation.facts)


def without(facts: Facts, *names: str) -> Facts:
    return Facts(
        {name: value for name, value in facts.events.items() if name not in names}, facts.regime, facts.place_land
    )


def named(situation: Situation) -> str:
    return f"{situation.rule} from {situation.started_by} in {situation.land}: {situation.facts}"


@any_day
def test_end_is_the_one_counted_day_by_day(day):
    for each in situations(day):
        answer = compute(each)
        assert (answer.last_day or answer.earliest_day) == slow_count.last_day(each, day), named(each)


def test_every_rule_with_a_length_is_counted_on_some_day():
    counted = {each.rule for day in HARD_DAYS for each in situations(day)}
    assert counted == {name for name, rule in RULES.items() if any(each["duration"] for each in rule["versions"])}


def test_only_a_backwards_count_has_no_last_day():
    silent = {each.rule for each in situations(date(2026, 6, 12)) if compute(each).last_day is None}
    assert silent == {"training_toleration_earliest"}


@any_day
def test_movable_end_is_never_a_free_day_where_the_act_must_arrive(day):
    for each in situations(day):
        if each.version["calc"] == "C1":
            assert not is_free(compute(each).last_day, each.land), named(each)


@any_day
def test_fixed_end_stays_where_it_falls(day):
    for each in situations(day):
        answer = compute(each)
        if each.version["calc"] in ("C2", "C3", "C4") and not each.version["duration"].endswith("back"):
            assert (answer.last_day, answer.shifted) == (answer.nominal_end, False), named(each)


@settings(max_examples=40, deadline=None)
@given(day=twenty_years, later=st.integers(1, 45))
def test_later_start_never_ends_earlier(day, later):
    ends = {each.key(): compute(each) for each in situations(day, ("BB",))}
    for each in situations(day + timedelta(days=later), ("BB",)):
        before, after = ends.get(each.key()), compute(each)
        if before:
            assert (before.last_day or before.earliest_day) <= (after.last_day or after.earliest_day), named(each)


@any_day
def test_safe_day_is_never_after_the_last_day(day):
    for each in situations(day):
        answer = compute(each)
        if answer.safe_day and answer.last_day:
            assert answer.safe_day <= answer.last_day, named(each)


@any_day
def test_safe_day_of_an_end_on_paper_is_a_working_day(day):
    for each in situations(day):
        if each.version["duration"] == "0 days" and RULES[each.rule]["kind"] == "client_deadline":
            answer = compute(each)
            if not RULES[each.rule].get("at_once"):
                assert not is_free(answer.safe_day, each.land), named(each)


@any_day
def test_every_last_day_for_people_has_a_safe_day(day):
    for each in situations(day):
        if RULES[each.rule]["kind"] in OUGHT_TO_ACT:
            assert compute(each).safe_day, named(each)


@any_day
def test_unknown_yes_or_no_never_gives_a_later_day_than_any_answer_to_it(day):
    for each in situations(day, ("BB",)):
        facts = [
            name for version in RULES[each.rule]["versions"] for name in version.get("when", {}) if is_yes_no(name)
        ]
        if facts and RULES[each.rule]["kind"] in OUGHT_TO_ACT:
            open_day = deadlines.compute(BOOK, each.rule, without(each.facts, *facts)).last_day
            for values in product((True, False), repeat=len(facts)):
                events = {**each.facts.events, **dict(zip(facts, values, strict=True))}
                known = deadlines.compute(BOOK, each.rule, Facts(events, each.facts.regime, each.land)).last_day
                assert known is None or open_day <= known, f"{named(each)} {values}"


@any_day
def test_unknown_yes_or_no_is_asked(day):
    for each in situations(day, ("BB",)):
        facts = {name for name in each.version.get("when", {}) if is_yes_no(name)}
        asked = {name for name in facts if slow_count.EVENTS[name].get("default") is None}
        found = {each.event for each in deadlines.compute(BOOK, each.rule, without(each.facts, *facts)).ask}
        assert asked <= found, named(each)


@any_day
def test_unknown_law_never_gives_a_later_day_than_either_law(day):
    for each in situations(day, ("BB",)):
        rule = RULES[each.rule]
        if rule["kind"] in OUGHT_TO_ACT and len(rule["regimes"]) > 1 and rule.get("hinge") != each.started_by:
            known = without(each.facts, "lodged_on", "registered_on", "review_started_on")
            open_day = deadlines.compute(BOOK, each.rule, Facts(known.events, None, each.land)).last_day
            assert open_day <= compute(each).last_day, named(each)


@any_day
def test_unknown_place_gives_the_earlier_day_of_brandenburg_and_berlin(day):
    ends = defaultdict(list)
    for each in situations(day):
        ends[each.key()[0:2] + each.key()[3:]].append((each, compute(each).last_day))
    for pairs in ends.values():
        each = pairs[0][0]
        left_out = deadlines.compute(BOOK, each.rule, Facts(each.facts.events, each.facts.regime, None)).last_day
        assert left_out == min((found for _, found in pairs if found), default=None), named(each)


@any_day
def test_shorter_period_never_ends_after_a_longer_one_from_the_same_letter(day):
    for land in ("BB", "BE"):
        ends = {length: set() for length in LENGTHS}
        for each in situations(day, (land,)):
            if each.started_by == "served_on" and each.version["calc"] == "C1" and each.land == land:
                ends.get(each.version["duration"], set()).add(compute(each).last_day)
        for shorter, longer in pairwise(LENGTHS):
            assert max(ends[shorter]) <= min(ends[longer]), (land, shorter, longer)


@pytest.mark.parametrize("name", ["client_land", "residence", "lives_in"])
def test_where_the_client_lives_is_no_input(name):
    question = {"rule": "appeal_ordinary_geas", "events": {"served_on": "2026-10-17"}, name: "BE"}
    assert answer_json(BOOK, question)["fields"] == [name]


def test_no_event_asks_where_the_client_lives():
    assert [name for name, event in BOOK.events.items() if event.type == "word"] == ["instruction"]
