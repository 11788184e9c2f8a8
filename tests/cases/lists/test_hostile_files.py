"""Files that are no lists, or lists that want to do harm."""

import io
import random
import zipfile

import pytest

from wegbuch.cases.lists import ListUnreadable, read_file, read_rows
from wegbuch.cases.lists.archive import check_archive

ROWS = [["Name", "Vorname", "geb. am"], ["Haddad", "Dima", "05.06.1989"]]


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The archive with parts added or replaced; `__` in a name stands for `/`."""
    new = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            if name not in new:
                archive.writestr(name, old.read(name))
        for name, data in new.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refusal(content: bytes, filename: str) -> str:
    with pytest.raises(ListUnreadable) as caught:
        read_file(content, filename)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "filename", "says"),
    [
        (b"", "liste.xlsx", "leer"),
        (b"\xef\xbb\xbf\r\n", "liste.csv", "leer"),
        (b"\0" * 5000, "liste.csv", "leer"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "liste.xls", "alte Excel-Format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "liste.xlsx", "Kennwort"),
        (b"%PDF-1.7 ...", "liste.csv", "Dokument oder Bild"),
        (b"<html><table><tr><td>Name</td></tr></table>", "liste.csv", "Dokument oder Bild"),
        (b"<html><table><tr><td>Name</td></tr></table>", "liste.xls", "alte Excel-Format"),
        (b"Name;Vorname\nHaddad;Dima\n", "liste.xlsx", "keine Excel-Mappe"),
        (b"Name;Vorname\nHaddad;Dima\n", "liste.doc", "Wegbuch liest"),
        (b"Name;Vorname\nHaddad;Dima\n", "liste", "Wegbuch liest"),
        (b"PK\x03\x04 anything", "liste.xlsm", "Makros"),
        (b"PK\x03\x04 cut off", "liste.xlsx", "beschädigt"),
        (b"PK", "liste.xlsx", "beschädigt"),
    ],
)
def test_no_list_is_refused_with_a_way_out(content, filename, says):
    assert says in refusal(content, filename)


def test_workbook_named_csv_is_told_its_ending(excel):
    assert "falscher Endung" in refusal(excel(ROWS), "liste.csv")


def test_word_document_with_macros_renamed_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("word/vbaProject.bin", "x")
    assert "Makros" in refusal(stream.getvalue(), "liste.xlsx")


def test_workbook_with_macros_renamed_is_refused(excel):
    assert "Makros" in refusal(repacked(excel(ROWS), xl__vbaProject_dot_bin=b"x"), "liste.xlsx")


def test_word_document_is_no_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "keine Excel-Mappe" in refusal(stream.getvalue(), "liste.xlsx")


def test_open_document_sheet_is_asked_for_as_xlsx():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "LibreOffice" in refusal(stream.getvalue(), "liste.xlsx")


def test_zip_bomb_is_refused_by_its_ratio(excel):
    bomb = repacked(excel(ROWS), xl__media__x_dot_bin=b"\0" * 20_000_000)
    assert "zu groß" in refusal(bomb, "liste.xlsx")


def test_sheet_of_endless_empty_cells_is_refused(excel):
    sheet = b"<worksheet>" + b"<c/>" * 5_100_000 + b"</worksheet>"
    padding = random.Random(1).randbytes(300_000)
    crowded = repacked(excel(ROWS), xl__worksheets__sheet1_dot_xml=sheet, xl__media__x_dot_bin=padding)
    assert "zu groß" in refusal(crowded, "liste.xlsx")


def test_lie_about_the_unpacked_size_does_not_help(excel):
    bomb = bytearray(repacked(excel(ROWS), xl__media__x_dot_bin=b"\0" * 20_000_000))
    true_size = (20_000_000).to_bytes(4, "little")
    bomb = bytes(bomb).replace(true_size, (100).to_bytes(4, "little"))
    assert refusal(bomb, "liste.xlsx")


def test_archive_within_bounds_passes(excel):
    check_archive(excel(ROWS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_is_refused_before_anything_parses_it(excel, encoding):
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'.encode(encoding)
    with pytest.raises(ListUnreadable, match="beschädigt"):
        check_archive(repacked(excel(ROWS), xl__worksheets__sheet1_dot_xml=sheet))


@pytest.mark.parametrize(
    "sheet",
    [b"no xml", b"<worksheet>", b"", b'<worksheet xmlns="http://x"/>'],
    ids=["text", "open", "nothing", "other"],
)
def test_broken_sheet_never_escapes_as_another_error(excel, sheet):
    with pytest.raises(ListUnreadable):
        read_rows(
            read_file(repacked(excel(ROWS), xl__worksheets__sheet1_dot_xml=sheet), "l.xlsx").sheets[0],
            1,
            {},
            today=None,
        )


def test_too_many_sheets_are_refused(excel):
    def add_sheets(book):
        for number in range(51):
            book.create_sheet(f"Blatt {number}")

    assert "mehr als 50 Blätter" in refusal(excel(ROWS, add_sheets), "liste.xlsx")


def test_cell_in_column_201_is_refused(excel):
    assert "200 Spalten" in refusal(excel([["Name"] + [None] * 199 + ["x"]]), "liste.xlsx")


def test_text_with_201_columns_is_refused():
    assert "200 Spalten" in refusal(b";".join([b"x"] * 201), "liste.csv")


def test_list_of_more_lines_than_allowed_is_refused():
    sheet = read_file(b"Name;Vorname\n" + b"Haddad;Dima\n" * 1_001, "liste.csv", max_rows=1_000).sheets[0]
    with pytest.raises(ListUnreadable, match=r"1\.000 Zeilen"):
        read_rows(sheet, 1, {"surname": 0, "given_name": 1}, today=None)


def test_list_of_ten_thousand_lines_is_read(read):
    assert len(read("Name;Vorname\n" + "Haddad;Dima\n" * 10_000)) == 10_000


def test_cell_in_the_last_possible_row_costs_no_empty_lines(excel):
    def far_below(book):
        book.active["A1048576"] = "Ende"

    assert len(read_file(excel(ROWS, far_below), "liste.xlsx").sheets[0].lines) == 3


def test_cell_of_a_million_letters_is_cut_and_named(read):
    readings = read("Name;Vorname;Bemerkung\nHaddad;Dima;" + "x" * 1_000_000 + "\n")
    assert len(readings[0].remark) == 2000
    assert [c.text for c in readings[0].complaints] == ["Der Text ist länger als 2.000 Zeichen und gekürzt."]


def test_cell_cut_in_a_workbook_is_named(read, excel):
    rows = [["Name", "Vorname", "Bemerkung"], ["Haddad", "Dima", "x" * 30_000]]
    assert len(read(excel(rows), "liste.xlsx")[0].remark) == 2000
