"""Bytes of an uploaded list → workbook, or a German sentence that says what to change."""

from pathlib import PurePath

from .archive import WITH_PASSWORD
from .delimited import read_delimited
from .excel import read_excel
from .workbook import MAX_ROWS, ListUnreadable, Workbook

TEXT_ENDINGS = (".csv", ".txt", ".tsv")
EMPTY = "Die Datei ist leer. Prüfen Sie, ob die Liste gespeichert ist."
OLD_EXCEL = "Die Datei hat das alte Excel-Format. Speichern Sie sie in Excel als „.xlsx“."
WRONG_ENDING = "Wegbuch liest „.xlsx“, „.csv“ und „.txt“. Speichern Sie die Liste in einem dieser Formate."
ZIP_NAMED_TEXT = "Die Datei ist eine Excel-Mappe mit falscher Endung. Geben Sie ihr die Endung „.xlsx“."
TEXT_NAMED_EXCEL = "Die Datei heißt „.xlsx“, ist aber keine Excel-Mappe. Speichern Sie sie in Excel neu."
MACRO_ENDING = "Dieses Format kann Makros enthalten. Speichern Sie die Liste als „.xlsx“."
PICTURE_OR_PAGE = (
    "Die Datei ist keine Liste, sondern ein Dokument oder Bild. Speichern Sie sie als „.xlsx“ oder „.csv“."
)

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"
_FOREIGN = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"\x1f\x8b", b"7z\xbc\xaf")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")


def read_file(content: bytes, filename: str, *, max_rows: int = MAX_ROWS) -> Workbook:
    """The sheets of a list as plain values.

    max_rows  data lines a list may have; `read_rows` refuses a longer one
    raises    ListUnreadable, and nothing else, for whatever the bytes are
    """
    ending = PurePath(filename.lower().strip()).suffix
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ListUnreadable(EMPTY)
    if content.startswith(_OLE):
        raise ListUnreadable(WITH_PASSWORD if "EncryptedPackage".encode("utf-16-le") in content else OLD_EXCEL)
    if ending in (".xlsm", ".xltm", ".xlsb", ".docm"):
        raise ListUnreadable(MACRO_ENDING)
    if ending == ".xlsx":
        return _excel(content, max_rows)
    if ending in TEXT_ENDINGS:
        return _text(content, filename, max_rows)
    raise ListUnreadable(OLD_EXCEL if ending == ".xls" else WRONG_ENDING)


def _excel(content: bytes, max_rows: int) -> Workbook:
    if not content.startswith(_ZIP):
        raise ListUnreadable(TEXT_NAMED_EXCEL)
    return read_excel(content, max_rows)


def _text(content: bytes, filename: str, max_rows: int) -> Workbook:
    if content.startswith(b"PK\x03\x04"):
        raise ListUnreadable(ZIP_NAMED_TEXT)
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if content.startswith(_FOREIGN) or start.startswith(_MARKUP):
        raise ListUnreadable(PICTURE_OR_PAGE)
    return read_delimited(content, PurePath(filename).stem or "Liste", max_rows)
