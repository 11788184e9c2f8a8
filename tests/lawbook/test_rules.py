"""The deadline rules as files: complete, sourced, and naming only what exists."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import lawbook
from lawbook import compiled, deadlines
from lawbook.book import Loader
from lawbook.deadlines.rules import RuleError, from_content

HERE = Path(__file__).parent
BOOK = deadlines.load()
FOLDER = Path(lawbook.__file__).parent
FILES = sorted((FOLDER / "rules" / "deadlines").glob("*.yaml"))
SCHEMA = json.loads((FOLDER / "schema" / "deadline_rules.json").read_text(encoding="utf-8"))
DOCUMENTS = {
    path.stem: json.loads(json.dumps(yaml.load(path.read_text(encoding="utf-8"), Loader=Loader), default=str))
    for path in FILES
}
RAW = {rule["id"]: rule for document in DOCUMENTS.values() for rule in document["rules"]}
TABLE = dict(
    line.split(": ", 1)
    for line in (HERE.parent / "data" / "deadline_table.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
PAPER = yaml.safe_load((HERE.parent / "data" / "deadline_events.yaml").read_text(encoding="utf-8"))
VALUES = lawbook.load().lists
STAGES = {"geas": "procedure_stages_new", "pre_geas": "procedure_stages_old"}
LETTERS = tuple(BOOK.letters.values())
DELIVERY = {
    "served_on", "notified_on", "posted_on", "received_on", "handed_to_reception_centre_on", "handed_to_person_on",
    "returned_undeliverable_on", "sent_electronically_on", "retrieved_on", "announced_on", "decided_on",
}  # fmt: skip

every_letter = pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["code"])


def codes(name):
    return set(VALUES[name].versions)


def content_with(change):
    """The compiled book after a change to the first rule of the courts."""
    content = copy.deepcopy(compiled.content())
    change(content["documents"]["rules/deadlines/courts"]["rules"][0])
    return content


@pytest.mark.parametrize("name", DOCUMENTS)
def test_file_follows_the_schema(name):
    errors = Draft202012Validator(SCHEMA).iter_errors(DOCUMENTS[name])
    assert [f"{list(each.absolute_path)}: {each.message}" for each in errors] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_file_bears_its_name(name):
    assert DOCUMENTS[name]["id"] == name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nobody_has_signed_a_file_that_nobody_checked_again(name):
    assert (DOCUMENTS[name]["checked_on"], DOCUMENTS[name]["checked_by"]) == ("2026-08-19", None)


def test_schema_itself_is_sound():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("needed", ["duration", "calc", "basis", "sources", "confidence"])
def test_schema_refuses_a_version_without_what_it_needs(needed):
    document = copy.deepcopy(DOCUMENTS["courts"])
    del document["rules"][0]["versions"][0][needed]
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_ids_are_unique_over_all_files():
    named = [rule["id"] for document in DOCUMENTS.values() for rule in document["rules"]]
    assert len(named) == len(set(named))


def test_every_rule_of_the_paper_is_here_and_no_other():
    assert set(BOOK.rules) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_length_count_and_confidence_are_those_of_the_paper(name):
    ours = [f"{v['duration'] or 'none'} {v['calc'] or '-'} {v['confidence']}" for v in RAW[name]["versions"]]
    assert "; ".join(ours) == TABLE[name]


@pytest.mark.parametrize("name", PAPER["rules"])
def test_kind_and_laws_are_those_of_the_paper(name):
    rule, wanted = BOOK.get(name), PAPER["rules"][name]
    assert rule.kind == wanted["kind"]
    assert set(rule.regimes) >= set(wanted["regimes"])


def test_every_event_of_the_paper_is_known():
    assert set(BOOK.events) >= set(PAPER["events"])


@pytest.mark.parametrize("name", PAPER["rules"])
def test_rule_takes_the_events_of_the_paper(name):
    rule = BOOK.get(name)
    starts = {*rule.start, *(event for each in rule.versions for event in each.start)}
    if "service" in starts or any(each.after for each in rule.versions):
        starts |= DELIVERY
    facts = {event for each in rule.versions for event, _ in each.when} | {rule.hinge}
    choosing = {"lodged_on", "registered_on", "review_started_on", "sought_asylum_on"}
    assert set(PAPER["rules"][name]["events"]) <= starts | facts | choosing


@pytest.mark.parametrize("needed", ["basis", "sources", "confidence"])
def test_version_without_source_does_not_load(needed):
    with pytest.raises(RuleError, match="basis, source and confidence"):
        from_content(content_with(lambda rule: rule["versions"][0].pop(needed)))


def test_version_with_an_empty_list_of_sources_does_not_load():
    with pytest.raises(RuleError, match="basis, source and confidence"):
        from_content(content_with(lambda rule: rule["versions"][0].update(sources=[])))


def test_version_with_an_unknown_confidence_does_not_load():
    with pytest.raises(RuleError, match="basis, source and confidence"):
        from_content(content_with(lambda rule: rule["versions"][0].update(confidence="sure")))


@pytest.mark.parametrize("needed", ["title", "plain", "kind", "act", "regimes", "start", "versions"])
def test_rule_without_what_people_read_does_not_load(needed):
    with pytest.raises(RuleError, match=needed):
        from_content(content_with(lambda rule: rule.pop(needed)))


@pytest.mark.parametrize(
    "change",
    [
        {"start": ["moon_rose_on"]}, {"hinge": "moon_rose_on"}, {"also_due": ["no_such_rule"]},
        {"if_wrong_instruction": "no_such_rule"}, {"new_reading": "no_such_rule"}, {"safe_start": "moon_rose_on"},
    ],
)  # fmt: skip
def test_rule_that_names_what_does_not_exist_does_not_load(change):
    with pytest.raises(RuleError, match="oral_hearing_request_asyl names what does not exist"):
        from_content(content_with(lambda rule: rule.update(change)))


def test_rule_that_stands_twice_does_not_load():
    content = copy.deepcopy(compiled.content())
    rules = content["documents"]["rules/deadlines/courts"]["rules"]
    rules.append(rules[0])
    with pytest.raises(RuleError, match="stands twice"):
        from_content(content)


def test_letter_with_an_unknown_rule_does_not_load():
    content = copy.deepcopy(compiled.content())
    content["documents"]["rules/letters"]["letters"][0]["rules"]["geas"] = ["no_such_rule"]
    with pytest.raises(RuleError, match="bamf_rejected names rules that do not exist"):
        from_content(content)


def test_every_event_a_rule_names_exists():
    named = set()
    for rule in BOOK:
        named |= {*rule.start, rule.hinge, *(name for limit in rule.limits for name in limit.start)}
        named |= {name for each in rule.versions for name in (*each.start, *dict(each.when))}
    assert named - {"service", None} <= set(BOOK.events)


def test_every_source_of_a_rule_is_in_the_list_of_sources():
    assert {name for rule in BOOK for each in rule.versions for name in each.sources} <= set(BOOK.sources)


def test_every_place_of_a_rule_has_a_word():
    assert {name for rule in BOOK for name in rule.places} <= codes("filing_places")


def test_rule_counts_exactly_where_it_has_a_length():
    odd = [rule.id for rule in BOOK for each in rule.versions if (each.duration is None) != (each.calc is None)]
    assert odd == []


def test_rule_without_a_length_says_what_to_do():
    assert [rule.id for rule in BOOK if not rule.advice and not all(each.duration for each in rule.versions)] == []


def test_uncertain_version_says_why():
    assert [r.id for r in BOOK for each in r.versions if each.confidence == "uncertain" and not each.doubt] == []


def test_what_was_never_read_is_not_verified():
    assert [r.id for r in BOOK for each in r.versions if each.sources == ("K",) and each.confidence == "verified"] == []


def test_special_cases_come_first_and_the_usual_case_last():
    both_laws_named = {"service_portal"}
    assert [r.id for r in BOOK if len(r.versions) > 1 and r.versions[-1].when and r.id not in both_laws_named] == []


def test_remedy_of_a_week_or_less_is_due_at_once():
    late = []
    for rule in BOOK:
        is_remedy = rule.field == "asylum" and rule.kind == "client_deadline" and "administrative_court" in rule.places
        lengths = {each.duration.in_german() for each in rule.versions if each.duration}
        if is_remedy and lengths & {"1 Woche", "3 Tage"} and not rule.at_once:
            late.append(rule.id)
    assert late == []


def test_old_and_new_law_meet_on_12_june_2026():
    for rule in BOOK:
        if rule.new_reading:
            ends = {each.until for each in rule.versions if each.until}
            begins = {each.since for each in BOOK.get(rule.new_reading).versions}
            assert (ends or {date(2026, 6, 11)}, begins) == ({date(2026, 6, 11)}, {date(2026, 6, 12)}), rule.id


@every_letter
def test_every_rule_of_a_letter_belongs_to_its_law(letter):
    for law, names in letter["rules"].items():
        strange = [name for name in names if not {law, "general"} & set(BOOK.get(name).regimes)]
        assert strange == []


@every_letter
def test_every_stage_of_a_letter_exists(letter):
    for law, code in (letter.get("stage") or {}).items():
        assert code in codes(STAGES[law])


@every_letter
def test_status_and_kind_of_proceeding_of_a_letter_exist(letter):
    assert {letter["status"]} <= codes("residence_statuses") if "status" in letter else True
    assert letter["proceeding"] in codes("procedure_kinds")


@every_letter
def test_every_fact_a_letter_asks_for_exists(letter):
    named = {*(letter.get("ask") or ()), *(letter.get("fixed") or {}), letter.get("hinge", "lodged_on")}
    assert named <= set(BOOK.events)


@every_letter
def test_letter_of_two_laws_asks_for_the_day_that_chooses(letter):
    if len(letter["rules"]) > 1:
        assert letter.get("hinge", "lodged_on") in letter["ask"]


@pytest.mark.parametrize("name", STAGES.values())
def test_every_rule_of_a_stage_exists(name):
    entries = [entry for versions in VALUES[name].versions.values() for entry in versions]
    assert {rule for entry in entries for rule in entry.extra.get("rules") or ()} <= set(BOOK.rules)
