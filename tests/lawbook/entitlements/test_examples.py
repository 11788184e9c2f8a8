"""Every worked example, and every rule as the papers have it."""

import ast
from datetime import date
from pathlib import Path

import pytest
import yaml

from lawbook.entitlements import as_json, findings

from .people import BOOK

PAPER = yaml.safe_load(Path("tests/data/entitlement_examples.yaml").read_text())
EXPECTED = [
    pytest.param(example["date"], person["facts"], expected, id=f"{example['id']}-{person['name']}-{expected['rule']}")
    for example in PAPER["examples"]
    for person in example["persons"]
    for expected in person["expect"]
]


@pytest.mark.parametrize(("day", "facts", "expected"), EXPECTED)
def test_worked_example_comes_out_exactly(day, facts, expected):
    told = as_json.read_facts(BOOK, facts)
    (found,) = findings(BOOK, told, date.fromisoformat(day), rules=[expected["rule"]], unlisted_is_no=True)
    assert found.result == expected["result"]
    assert (found.until.isoformat() if found.until else None) == expected.get("until")
    assert found.rule.confidence == expected["confidence"]
    if "amount_eur" in expected:
        assert found.amount == expected["amount_eur"]


@pytest.mark.parametrize("paper", PAPER["rules"], ids=lambda rule: rule["id"])
def test_rule_says_what_the_paper_says(paper):
    rule = BOOK.rules[paper["id"]]
    for name, node in (("condition", rule.condition), ("threshold", rule.threshold), ("amount_eur", rule.amount)):
        wanted = paper.get(name)
        assert (node.text if node else None) == (normal(wanted) if wanted is not None else None)
    assert rule.since.isoformat() == paper["valid_from"]
    assert (rule.until.isoformat() if rule.until else None) == paper.get("valid_to")
    assert (rule.result, rule.confidence) == (paper["result"], paper["confidence"])


def normal(expression: object) -> str:
    """An expression with our blanks and quotes."""
    return ast.unparse(ast.parse(str(expression).strip(), mode="eval").body)


def test_every_rule_names_authority_source_and_german_words():
    silent = [rule.id for rule in BOOK if not (rule.title and rule.plain and rule.authority and rule.sources)]
    assert silent == []


def test_every_source_of_a_rule_is_named_in_the_book():
    assert {name for rule in BOOK for name in rule.sources} - set(BOOK.sources) == set()


def test_every_excluded_claim_and_warning_exists():
    assert {name for rule in BOOK for name in rule.excludes} - set(BOOK.rules) == set()
    assert {number for rule in BOOK for number in rule.warnings} - set(BOOK.warnings) == set()
