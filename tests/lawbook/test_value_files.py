"""Every file of the book, looked at as a file."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import lawbook
from lawbook.book import CONFIDENCE_WORDS, DEFAULT_FOLDER
from lawbook.phrases import plain_words

FILES = sorted(DEFAULT_FOLDER.glob("*.yaml"))
SCHEMA = json.loads((DEFAULT_FOLDER.parent / "schema" / "value_list.json").read_text(encoding="utf-8"))
WANTED = {
    "residence_statuses", "residence_documents", "benefit_schemes", "housing_forms", "case_forms", "task_areas",
    "contact_forms", "interpreter_channels", "languages", "countries", "language_levels", "literacy", "sexes",
    "closing_reasons", "relations", "contact_ways",
}  # fmt: skip
LISTS = tuple(lawbook.load().lists.values())
ENTRIES = [(each.id, entry) for each in LISTS for versions in each.versions.values() for entry in versions]


def as_json(path: Path) -> object:
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=date.isoformat))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_follows_the_schema(path):
    errors = [f"{list(e.absolute_path)}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(as_json(path))]
    assert errors == []


def test_schema_itself_is_sound():
    Draft202012Validator.check_schema(SCHEMA)


def test_schema_refuses_an_entry_without_code():
    document = {"id": "x", "title": "X", "checked_on": "2026-08-19", "checked_by": None, "entries": [{"label": "a"}]}
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_every_wanted_list_is_there():
    assert set(lawbook.load().lists) >= WANTED


def test_codes_are_unique_in_the_file():
    for path in FILES:
        codes = [entry["code"] for entry in as_json(path).get("entries", [])]
        assert len(codes) == len(set(codes)), path.name


def test_every_entry_has_label_source_and_confidence():
    bare = [(name, e.code) for name, e in ENTRIES if not (e.label and e.source and e.confidence in CONFIDENCE_WORDS)]
    assert bare == []


def test_every_list_was_checked_on_the_day_of_the_state_of_law():
    assert {each.checked_on for each in LISTS} == {date(2026, 8, 19)}


def test_since_lies_before_until():
    wrong = [(name, e.code) for name, e in ENTRIES if e.since and e.until and e.since >= e.until]
    assert wrong == []


def test_entries_name_only_groups_of_their_list():
    groups = {each.id: set(each.groups) for each in LISTS}
    assert [(n, e.code) for n, e in ENTRIES if "group" in e.extra and e.extra["group"] not in groups[n]] == []


def test_statuses_name_only_documents_of_the_book():
    papers = lawbook.load().list("residence_documents")
    statuses = lawbook.load().list("residence_statuses").on(date(2026, 8, 19))
    assert [e.code for e in statuses if any(paper not in papers for paper in e.extra["documents"])] == []


def test_relations_are_inverse_to_each_other():
    relations = lawbook.load().list("relations")
    for entry in relations.on(date(2026, 8, 19)):
        assert relations.get(relations.get(entry.extra["inverse"]).extra["inverse"]).code == entry.code


def test_quick_entry_shows_four_contact_forms():
    forms = lawbook.load().list("contact_forms").on(date(2026, 8, 19))
    assert [form.label for form in forms if form.extra["is_chip"]] == ["Gespräch", "Telefon", "Begleitung", "Chat"]


def test_networking_alone_is_no_counselling():
    areas = lawbook.load().list("task_areas").on(date(2026, 8, 19))
    assert [area.label for area in areas if not area.extra.get("is_counselling", True)] == ["Netzwerk"]


@pytest.mark.parametrize("each", [each for each in LISTS if each.unmapped], ids=lambda each: each.id)
def test_same_words_never_stand_for_two_codes(each):
    codes: dict[tuple[str, ...], set[str]] = {}
    for phrase in each.phrases:
        codes.setdefault(plain_words(phrase.text, each.ignored_words), set()).add(phrase.code)
    assert {words: named for words, named in codes.items() if words and len(named) > 1} == {}


def test_status_words_are_many():
    statuses = lawbook.load().list("residence_statuses")
    assert len({plain_words(phrase.text, statuses.ignored_words) for phrase in statuses.phrases}) >= 60
