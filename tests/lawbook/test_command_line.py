"""`python -m lawbook`: what people and programs get."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lawbook.command_line import main

SOURCES = Path(__file__).parents[2] / "src"


def ask(monkeypatch, capsys, question):
    """Exit status and answer of `deadline --json`."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(question).encode())))
    status = main(["deadline", "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_one_question_gets_one_object_with_the_promised_keys(monkeypatch, capsys):
    question = {"rule": "objection_sgg", "place_land": "BB", "events": {"posted_on": "2028-01-27"}}
    status, answer = ask(monkeypatch, capsys, question)
    assert (status, answer["last_day"], answer["safe_day"], answer["nominal_end"]) == (
        0,
        "2028-02-29",
        "2028-02-25",
        "2028-02-29",
    )
    promised = (
        "last_day earliest_day safe_day nominal_end start_on shifted steps file_together sources confidence ask book"
    )
    assert set(promised.split()) <= set(answer)


def test_a_wrong_question_in_a_list_does_not_spoil_the_others(monkeypatch, capsys):
    good = {"rule": "objection_sgg", "events": {"posted_on": "2026-10-01"}}
    status, answers = ask(monkeypatch, capsys, [good, {"rule": "no_such_rule", "events": {}}, good])
    assert status == 2
    assert "error" in answers[1]
    assert answers[0]["last_day"] == answers[2]["last_day"] == "2026-11-05"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"rule": "objection_sgg", "events": {"posted_at": "2026-10-01"}}, "posted_at"),
        ({"rule": "objection_sgg", "events": {"posted_on": "2026-02-31"}}, "gibt es nicht"),
        ({"rule": "objection_sgg", "events": {"posted_on": "heute"}}, "kein Tag"),
        ({"rule": "objection_sgg", "events": {"posted_on": 5}}, "kein Tag"),
        ({"rule": "objection_sgg", "events": {"abroad": "ja"}}, "true oder false"),
        ({"rule": "objection_sgg", "events": []}, "Objekt"),
        ({"rule": "objection_sgg", "place_land": "XX", "events": {"posted_on": "2026-10-01"}}, "XX"),
        ({"rule": "objection_sgg", "regime": "geas", "events": {"posted_on": "2026-10-01"}}, "geas"),
        ({"rule": "appeal_ordinary_geas", "events": {"lodged_on": "2025-03-03", "served_on": "2026-10-01"}}, "altes"),
        ({"rule": "objection_sgg", "events": {"decided_on": "2026-10-02", "posted_on": "2026-10-01"}}, "nicht vor"),
        ({"rule": "objection_sgg", "today": "2026-09-30", "events": {"posted_on": "2026-10-01"}}, "Zukunft"),
        ({"letter": {"kind": "love_letter"}}, "Briefart"),
        ({"letter": {"kind": "bamf_rejected", "court": "vg_mars"}}, "Gericht"),
        ("objection_sgg", "Objekt"),
        (None, "Objekt"),
    ],
)  # fmt: skip
def test_what_is_wrong_gets_a_sentence_that_says_so(monkeypatch, capsys, question, sentence):
    status, answer = ask(monkeypatch, capsys, question)
    assert status == 2
    assert sentence in answer["error"]


def test_where_the_person_lives_never_counts(monkeypatch, capsys):
    question = {"rule": "leave_to_appeal_asyl", "place_land": "BE", "events": {"judgment_served_on": "2027-02-08"}}
    days = {ask(monkeypatch, capsys, question | {"land": land})[1]["last_day"] for land in ("BB", "BE", "SN")}
    assert days == {"2027-03-09"}


def test_a_letter_gives_all_its_deadlines(monkeypatch, capsys):
    letter = {"kind": "bamf_rejected", "served_on": "2026-12-12", "lodged_on": "2026-07-01", "court": "vg_potsdam"}
    status, answer = ask(monkeypatch, capsys, {"letter": letter})
    found = {each["rule"]: each["last_day"] for each in answer["deadlines"]}
    assert status == 0
    assert (found["appeal_ordinary_geas"], found["appeal_reasons"]) == ("2026-12-28", "2027-01-12")


def test_what_is_no_json_gets_an_object_with_error(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{")))
    assert main(["deadline", "--json"]) == 2
    assert "error" in json.loads(capsys.readouterr().out)


def test_people_read_the_day_the_reasons_and_the_sources(capsys):
    words = ["appeal_manifestly_unfounded_geas", "lodged_on=2026-07-06", "served_on=2026-10-24", "--land", "BB"]
    assert main(["deadline", *words]) == 0
    printed = capsys.readouterr().out
    for part in ("Mo 02.11.2026", "Eilantrag", "Reformationstag", "§ 74 Abs. 1 Satz 3"):
        assert part in printed


def test_explain_shows_versions_and_addresses(capsys):
    assert main(["explain", "objection_sgg"]) == 0
    assert "https://www.gesetze-im-internet.de/sgg/" in capsys.readouterr().out


def test_stale_names_nothing_while_the_last_check_is_younger_than_90_days(capsys):
    assert main(["stale", "--on", "2026-11-17"]) == 0
    assert "Alles wurde" in capsys.readouterr().out
    assert main(["stale", "--on", "2026-11-18", "--json"]) == 0
    assert "rules/deadlines/courts" in {each["document"] for each in json.loads(capsys.readouterr().out)}


def test_diff_names_the_rule_and_the_field_that_changed(tmp_path, capsys):
    for name in ("old", "new"):
        (tmp_path / name / "rules").mkdir(parents=True)
    text = "id: x\nrules:\n  - {id: a, versions: [{duration: 1 week}]}\n  - {id: b}\n"
    (tmp_path / "old/rules/x.yaml").write_text(text)
    (tmp_path / "new/rules/x.yaml").write_text(text.replace("1 week", "2 weeks").replace("id: b", "id: c"))
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--json"]) == 0
    found = {each["entry"]: (each["change"], each["fields"]) for each in json.loads(capsys.readouterr().out)}
    assert found == {"a": ("geändert", ["versions"]), "b": ("entfernt", []), "c": ("neu", [])}


def test_the_answer_needs_nothing_but_the_lawbook():
    """Started as a program, with no Django in reach of its imports."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, lawbook.deadlines as d; d.load(); print('django' in sys.modules)"],
        env={"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
