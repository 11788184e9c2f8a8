"""Reading, looking up by day, refusing what contradicts itself."""

from datetime import date

import pytest

import lawbook
from lawbook import BookError, UnknownCode, UnknownList

LIST = """
id: colours
title: Farben
checked_on: 2026-08-19
checked_by: null
confidence: high
source: erfunden
entries:
"""


def colours(folder, *entries: str, head: str = LIST):
    folder.mkdir(exist_ok=True)
    (folder / "colours.yaml").write_text(head + "".join(f"  - {entry}\n" for entry in entries), encoding="utf-8")
    return lawbook.load(folder)


@pytest.fixture
def statuses():
    return lawbook.load().list("residence_statuses")


@pytest.mark.parametrize(
    ("day", "basis"),
    [
        (date(2026, 6, 11), "§ 25 Abs. 2 Satz 1 Alt. 2 AufenthG"),
        (date(2026, 6, 12), "§ 25 Abs. 2 Satz 2 AufenthG"),
    ],
)
def test_basis_of_subsidiary_protection_changes_on_12_june_2026(statuses, day, basis):
    assert statuses.get("S12", day).basis == basis


def test_screening_can_not_be_chosen_before_it_existed(statuses):
    assert "S02" not in {entry.code for entry in statuses.on(date(2026, 6, 11))}


def test_screening_can_be_chosen_from_its_first_day(statuses):
    assert "S02" in {entry.code for entry in statuses.on(date(2026, 6, 12))}


def test_last_day_of_a_version_still_counts(statuses):
    (entry,) = [entry for entry in statuses.on(date(2026, 6, 11)) if entry.code == "S12"]
    assert entry.until == date(2026, 6, 11)


def test_no_code_is_offered_twice_on_a_day(statuses):
    codes = [entry.code for entry in statuses.on(date(2026, 6, 12))]
    assert len(codes) == len(set(codes)) == 50


def test_entries_come_in_the_order_of_the_list(statuses):
    orders = [entry.order for entry in statuses.on(date(2026, 8, 19))]
    assert orders == sorted(orders)


def test_unknown_code_raises(statuses):
    with pytest.raises(UnknownCode, match="S00"):
        statuses.get("S00")


def test_unknown_list_raises():
    with pytest.raises(UnknownList, match="no_such_list"):
        lawbook.load().list("no_such_list")


def test_label_reads_as_on_the_day(tmp_path):
    book = colours(
        tmp_path / "a",
        "{code: r, versions: [{label: Rot, until: 2026-06-11}, {label: Rubin, since: 2026-06-12}]}",
    )
    assert [book.list("colours").label("r", day) for day in (date(2026, 6, 11), date(2026, 6, 12))] == ["Rot", "Rubin"]


def test_code_that_has_ended_still_reads(tmp_path):
    book = colours(tmp_path / "a", "{code: r, label: Rot, until: 2026-06-11}")
    assert book.list("colours").label("r", date(2026, 11, 26)) == "Rot"


def test_grundsicherungsgeld_is_the_word_from_july_2026():
    assert lawbook.load().list("benefit_schemes").get("sgb2", date(2026, 7, 1)).extra["short"] == "Grundsicherungsgeld"


def test_fields_of_the_list_alone_stand_in_extra(statuses):
    assert statuses.get("S04").extra["rule_status"] == "gestattung"


def test_book_is_read_once():
    assert lawbook.load() is lawbook.load()


def test_fingerprint_is_the_same_for_the_same_content_in_another_layout(tmp_path):
    one = colours(tmp_path / "a", "{code: r, label: Rot}")
    other = colours(tmp_path / "b", "{label: Rot,   code: r}  # Bemerkung")
    assert one.fingerprint == other.fingerprint


def test_fingerprint_changes_with_a_label(tmp_path):
    one = colours(tmp_path / "a", "{code: r, label: Rot}")
    other = colours(tmp_path / "b", "{code: r, label: Rosa}")
    assert one.fingerprint != other.fingerprint


def test_list_is_not_stale_90_days_after_the_check(tmp_path):
    assert lawbook.stale(colours(tmp_path / "a", "{code: r, label: Rot}"), date(2026, 11, 17)) == ()


def test_list_is_stale_91_days_after_the_check(tmp_path):
    book = colours(tmp_path / "a", "{code: r, label: Rot}")
    assert [each.id for each in lawbook.stale(book, date(2026, 11, 18))] == ["colours"]


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        (["{code: r, label: Rot}", "{code: r, label: Rosa}"], "used twice"),
        (["{code: 1, label: Eins}"], "not text"),
        (["{label: Rot}"], "missing"),
        (["{code: r}"], "label is missing"),
        (["{code: r, label: Rot, source: ''}"], "source is missing"),
        (["{code: r, label: Rot, confidence: sure}"], "confidence must be"),
        (["{code: r, label: Rot, since: im Juni}"], "must be days"),
        (["{code: r, label: Rot, since: 2026-06-12, until: 2026-06-11}"], "since must lie before until"),
        (["{code: r, label: Rot, versions: [{until: 2026-06-12}, {since: 2026-06-12}]}"], "overlap"),
        (["{code: r, label: Rot}\nphrases: [{code: x, words: [Blau]}]"], "unknown codes: x"),
    ],
)
def test_contradiction_in_a_file_is_refused(tmp_path, entries, reason):
    with pytest.raises(BookError, match=reason):
        colours(tmp_path / "a", *entries)


def test_file_without_day_of_check_is_refused(tmp_path):
    with pytest.raises(BookError, match="checked_on"):
        colours(tmp_path / "a", "{code: r, label: Rot}", head=LIST.replace("2026-08-19", "bald"))


def test_file_with_another_id_than_its_name_is_refused(tmp_path):
    with pytest.raises(BookError, match="the id must be"):
        colours(tmp_path / "a", "{code: r, label: Rot}", head=LIST.replace("colours", "colors"))


def test_phrases_for_a_missing_list_are_refused(tmp_path):
    (tmp_path / "w.yaml").write_text("{id: w, checked_on: 2026-08-19, phrases_for: tones}", encoding="utf-8")
    with pytest.raises(BookError, match="tones"):
        lawbook.load(tmp_path)


def test_broken_yaml_is_refused_with_the_file_name(tmp_path):
    (tmp_path / "w.yaml").write_text("{id: w", encoding="utf-8")
    with pytest.raises(BookError, match=r"w\.yaml"):
        lawbook.load(tmp_path)
