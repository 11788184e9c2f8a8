"""Little files that unpack to a lot of text."""

import io

import openpyxl
import pytest

from wegbuch.cases.lists import ListUnreadable, read_file, shelf, stored

LONG = "ö" * 2_000


def text(rows: int, columns: int) -> bytes:
    return "\n".join(["Name;Vorname;geb. am", *[";".join([LONG] * columns)] * rows]).encode()


def test_more_text_on_some_lines_than_one_look_should_hold_is_refused():
    with pytest.raises(ListUnreadable, match="auf wenigen Zeilen zu viel Text"):
        read_file(text(rows=150, columns=20), "liste.csv")


def test_as_much_text_on_more_lines_is_read():
    book = read_file(text(rows=300, columns=8), "liste.csv")
    assert sum(len(line.cells) for line in book.sheets[0].lines) == 3 + 300 * 8


def test_text_that_fills_the_server_is_refused(monkeypatch):
    book = read_file(text(rows=3, columns=3), "liste.csv")
    size = len(book.sheets[0].lines.blocks[0])
    monkeypatch.setattr(stored, "MOST_PACKED", size)
    assert stored.unpack(stored.pack(book)) == book
    monkeypatch.setattr(stored, "MOST_PACKED", size - 1)
    with pytest.raises(ListUnreadable, match="zu groß"):
        stored.pack(book)


def test_packed_list_takes_one_byte_a_sign():
    book = read_file("Name;Vorname\nÖzdemir 😀;Ayşe\n".encode(), "Größe 😀.csv")
    assert stored.pack(book).isascii()


def test_long_name_of_a_sheet_is_cut():
    book = openpyxl.Workbook()
    book.active.append(["Name", "Vorname"])
    book.active._WorkbookChild__title = "L" * 5_000
    stream = io.BytesIO()
    book.save(stream)
    assert len(read_file(stream.getvalue(), "liste.xlsx").sheets[0].name) == 120


def test_block_holds_no_more_than_a_few_megabytes():
    assert (shelf.IN_A_BLOCK, shelf.MOST_IN_A_BLOCK, stored.MOST_PACKED) == (250, 5_000_000, 60_000_000)
