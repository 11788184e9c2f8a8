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
    "closing_reasons", "relations", "contact_ways", "vulnerabilities", "procedure_stages_old", "procedure_stages_new",
    "procedure_kinds",
}  # fmt: skip
STAGE_LISTS = ("procedure_stages_old", "procedure_stages_new")
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


def test_entries_name_only_documents_of_the_book():
    papers = lawbook.load().list("residence_documents")
    assert [(n, e.code) for n, e in ENTRIES if any(p not in papers for p in e.extra.get("documents", ()))] == []


@pytest.mark.parametrize("name", STAGE_LISTS)
def test_stages_lead_only_to_stages_of_their_list(name):
    stages = lawbook.load().list(name)
    assert [e.code for n, e in ENTRIES if n == name and any(code not in stages for code in e.extra["next"])] == []


@pytest.mark.parametrize("name", STAGE_LISTS)
def test_every_stage_can_be_reached(name):
    stages = [entry for n, entry in ENTRIES if n == name]
    starts = {e.extra["starts_at"] for n, e in ENTRIES if n == "procedure_kinds" and e.extra.get("stages") == name}
    reached = starts.union(*(entry.extra["next"] for entry in stages))
    assert [entry.code for entry in stages if entry.code not in reached] == []


@pytest.mark.parametrize("name", STAGE_LISTS)
def test_every_station_of_the_stage_map_has_a_stage(name):
    assert set(lawbook.load().list(name).groups) == {entry.extra["group"] for n, entry in ENTRIES if n == name}


def test_stages_name_only_deadline_rules_of_the_book():
    folder = DEFAULT_FOLDER.parent / "rules" / "deadlines"
    known = {rule["id"] for path in folder.glob("*.yaml") for rule in as_json(path)["rules"]}
    assert [(e.code, rule) for _, e in ENTRIES for rule in e.extra.get("rules", ()) if rule not in known] == []


def test_kinds_of_procedure_start_at_a_stage_of_their_list():
    kinds = [entry for name, entry in ENTRIES if name == "procedure_kinds" and "stages" in entry.extra]
    assert [e.code for e in kinds if e.extra["starts_at"] not in lawbook.load().list(e.extra["stages"])] == []


def test_asylum_procedure_changes_its_stages_on_12_june_2026():
    kinds = lawbook.load().list("procedure_kinds")
    days = (date(2026, 6, 11), date(2026, 6, 12))
    assert [kinds.get("first", day).extra["stages"] for day in days] == list(STAGE_LISTS)


def test_new_list_of_needs_is_longer_by_four():
    needs = lawbook.load().list("vulnerabilities")
    added = {e.code for e in needs.on(date(2026, 6, 12))} - {e.code for e in needs.on(date(2026, 6, 11))}
    assert added == {"lgbti", "gender_violence", "child_forced_marriage", "hate_violence"}


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
