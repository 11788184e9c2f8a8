"""A report as a workbook and as one long table: the same numbers, and nothing that lives."""

import csv
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from tests.reporting.built import LIVE, numbers, small_report
from wegbuch.reporting.outputs.csv_table import csv_table
from wegbuch.reporting.outputs.words import file_name, shares, standing, written
from wegbuch.reporting.outputs.workbook import workbook


@pytest.fixture(scope="module")
def content() -> bytes:
    return workbook(small_report())


@pytest.fixture(scope="module")
def book(content):
    return load_workbook(io.BytesIO(content))


def cells(book) -> list:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_every_number_of_the_report_is_a_number_of_the_workbook(book):
    found = [cell.value for cell in cells(book) if cell.data_type == "n"]
    parts = {"minutes": 60, "posts": 100, "": 1}
    expected = [number / parts[measure.unit] for measure, number in numbers(small_report()) if number is not None]
    assert found == pytest.approx(expected, rel=1e-12)


def test_no_word_of_a_head_is_cut(book):
    cut = [
        (sheet.title, cell.value)
        for sheet in book
        for cell in cells([sheet])
        if cell.column > 1 and cell.alignment.wrap_text and cell.font.bold
        if max(map(len, cell.value.split())) > sheet.column_dimensions[cell.column_letter].width
    ]
    assert cut == []


def test_a_number_that_is_not_shown_is_a_word(book):
    hidden = [cell for cell in cells(book) if cell.value == "nicht gezeigt" and cell.column > 1]
    assert len(hidden) == sum(number is None for _measure, number in numbers(small_report()))


def test_a_workbook_holds_no_formula(content, book):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet] == []
    words = [cell for cell in cells(book) if isinstance(cell.value, str)]
    assert (LIVE in [cell.value for cell in words], {cell.data_type for cell in words}) == (True, {"s"})


def test_a_workbook_leads_nowhere_outside(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    assert [text for text in relations if "External" in text] == []


def test_a_table_with_a_picture_has_a_native_chart(book):
    assert [len(sheet._charts) for sheet in book] == [1, 0, 0, 0]


def test_sheets_are_named_and_set_up_for_paper(book):
    assert book.sheetnames == ["Schutz, Asylverfahren, Aufentha", "+Personal Leute", "So wurde gezählt", "Stand"]
    assert {(sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.freeze_panes) for sheet in book} == {
        ("landscape", 9, "A3")
    }


def rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_table(small_report()).decode("utf-8-sig")), delimiter=";"))


def test_the_long_table_begins_with_its_mark_and_its_head():
    assert csv_table(small_report()).startswith(b"\xef\xbb\xbfAbschnitt;Tabelle;Zeile;Spalte;Zahl;Einheit\r\n")


def test_every_number_stands_in_the_long_table():
    found = [row[4] for row in rows()[1:] if row[0] != "Stand"]
    expected = [
        "nicht gezeigt" if number is None else {"posts": "11,20"}.get(measure.unit, str(number))
        for measure, number in numbers(small_report())
    ]
    assert found == expected


def test_no_cell_of_the_long_table_begins_like_a_formula():
    live = re.compile(r"[=+\-@\t\r]")
    assert [cell for row in rows() for cell in row if live.match(cell)] == []


def test_numbers_are_written_as_people_read_them():
    assert [written(measure, number) for measure, number in numbers(small_report())] == [
        "1.234", "28,5 h",
        "40", "16,7 h", "20", "11,8 h", "nicht gezeigt", "nicht gezeigt", "63", "28,5 h",
        "7", "nicht gezeigt", "18", "8", "9", "17", "15", "nicht gezeigt", "35",
        "11,2", "11,2",
    ]  # fmt: skip


def test_bars_are_measured_at_the_longest_and_a_hidden_number_has_none():
    (counted,) = small_report().parts[0].tables
    assert shares(counted) == [1.0, 0.5, 0.0]


def test_the_state_of_a_report_says_what_may_change_and_what_is_not_shown():
    assert list(standing(small_report()))[3:] == [
        ("Angaben zu Personen", "wie am 31.10.2026; wer vorher ging, wie am letzten Tag"),
        ("Monate", "noch nicht abgeschlossen; die Zahlen können sich noch ändern"),
        ("nicht gezeigt", "eine kleine Zahl oder eine, die sie verraten würde"),
    ]


def test_a_file_is_named_without_spaces_and_umlauts():
    assert file_name(small_report(), "xlsx") == "sachbericht-fuer-pruefer-2026-10.xlsx"
