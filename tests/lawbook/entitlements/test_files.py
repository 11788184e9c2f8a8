"""The files of the entitlement rules hold what their schemas ask for."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lawbook import compiled

from .people import BOOK

DOCUMENTS = compiled.content()["documents"]
SCHEMAS = {
    "rules/entitlements/": "entitlement_rules.json",
    "rules/facts/": "facts.json",
}


def faults(name: str, schema: str) -> list[str]:
    wanted = json.loads(Path("src/lawbook/schema", schema).read_text())
    return [
        f"{name}: {fault.json_path} {fault.message}"
        for fault in Draft202012Validator(wanted).iter_errors(DOCUMENTS[name])
    ]


@pytest.mark.parametrize("folder", SCHEMAS)
def test_every_file_fits_its_schema(folder):
    found = [fault for name in DOCUMENTS if name.startswith(folder) for fault in faults(name, SCHEMAS[folder])]
    assert found == []


def test_every_file_is_named_after_its_id():
    wrong = [name for name, raw in DOCUMENTS.items() if name.startswith("rules/") and Path(name).name != raw["id"]]
    assert wrong == []


def test_a_status_of_the_code_list_is_a_status_of_the_rules():
    named = {
        entry["rule_status"]
        for raw in DOCUMENTS["values/residence_statuses"]["entries"]
        for entry in (raw, *(raw.get("versions") or ()))
        if entry.get("rule_status")
    }
    assert named <= set(BOOK.facts["status"].values)


def test_every_fact_a_rule_asks_for_has_a_question():
    asked = {name for names in BOOK.facts_of.values() for name in names}
    assert [name for name in asked if not BOOK.facts[name].question.endswith("?")] == []
