"""Worked examples of the deadline paper, day by day."""

from pathlib import Path

import pytest
import yaml

from lawbook import deadlines
from lawbook.deadlines import Facts

FILE = Path(__file__).parent.parent / "data" / "deadline_examples.yaml"
EXAMPLES = yaml.safe_load(FILE.read_text(encoding="utf-8"))["cases"]
UNITS = {
    "days": ("Tag", "Tage"), "weeks": ("Woche", "Wochen"), "months": ("Monat", "Monate"), "years": ("Jahr", "Jahre"),
}  # fmt: skip

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["id"])


def answer(example, regime="as written"):
    regime = example["regime"] if regime == "as written" else regime
    facts = Facts(example["events"], regime, example["place_land"])
    return deadlines.compute(deadlines.load(), example["rule_id"], facts)


def test_all_36_examples_are_here():
    assert len(EXAMPLES) == 36


@every_example
def test_last_day_is_that_of_the_example(example):
    assert answer(example).last_day == example["expected_last_day"]


@every_example
def test_earliest_day_is_that_of_the_example(example):
    wanted = example.get("expected_earliest_day") or example.get("retroactive_from")
    assert answer(example).earliest_day == wanted


@every_example
def test_start_is_that_of_the_example(example):
    wanted = example.get("start_on") or example["events"]["application_received_on"]
    assert answer(example).start_on == wanted


@every_example
def test_length_is_that_of_the_example(example):
    wanted = example.get("duration", {"value": 1, "unit": "years"})
    one, many = UNITS[wanted["unit"]]
    assert answer(example).duration.startswith(f"{wanted['value']} {one if wanted['value'] == 1 else many}")


@every_example
def test_nominal_end_is_that_of_the_example(example):
    assert answer(example).nominal_end == example.get("nominal_end")


@every_example
def test_end_moves_only_where_the_example_moves(example):
    moves = example.get("weekend_shift", False) and example["nominal_end"] != example["expected_last_day"]
    assert answer(example).shifted == moves


@every_example
def test_confidence_is_that_of_the_example(example):
    assert answer(example).confidence == example["confidence"]


@every_example
def test_kind_is_that_of_the_example(example):
    assert answer(example).kind == example["kind"]


@every_example
def test_law_follows_from_the_days_alone(example):
    """The regime of an example is the one its days choose; where no day chooses, the answer is the same day."""
    left_out = answer(example, regime=None)
    assert left_out.regime in (example["regime"], None)
    assert left_out.last_day == example["expected_last_day"]
