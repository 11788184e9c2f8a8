"""Text files (.csv, .txt, .tsv) → one sheet, whatever wrote them."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from .stored import counted_rows
from .workbook import (
    HEADER_ROWS,
    MAX_COLUMNS,
    CellValue,
    Line,
    ListUnreadable,
    Mark,
    Sheet,
    Workbook,
    clean_cell,
)

DELIMITERS = ";\t,|"
MAX_TEXT = 50_000_000
_LINES_IN_A_CELL = 20
_SAMPLE = 60
Quoting = Literal[0, 3]

TOO_MANY_COLUMNS = f"Die Liste hat mehr als {MAX_COLUMNS} Spalten. Löschen Sie die überzähligen."
TOO_LARGE = "Die Datei ist größer als 50 MB. Teilen Sie die Liste."
NOTE_WINDOWS = "Die Datei nutzt die Windows-Kodierung. Bitte prüfen Sie die Umlaute."
NOTE_MIXED = "Die Datei mischt zwei Kodierungen. Bitte prüfen Sie die Umlaute."
NOTE_QUOTES = "Ein Anführungszeichen ist nicht geschlossen. Anführungszeichen gelten hier als Text."
NOTE_NUL = "Die Datei enthielt Null-Zeichen. Sie sind entfernt."


def read_delimited(content: bytes, name: str, max_rows: int) -> Workbook:
    """The text file as a workbook of one sheet.

    raises  ListUnreadable for more columns or bytes than a list can need
    """
    if len(content) > MAX_TEXT:
        raise ListUnreadable(TOO_LARGE)
    text, notes = decode(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    skipped = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
    delimiter = first.strip()[4] if skipped else _delimiter(text)
    body = rest if skipped else text
    quoting, note = _quoting(body, delimiter)
    records = _lines(_parsed(body, delimiter, quoting), start=2 if skipped else 1)
    lines, filled = counted_rows(records, max_rows + HEADER_ROWS + 1)
    sheet = Sheet(name=name, lines=lines, filled_rows=filled, is_delimited=True, max_rows=max_rows)
    return Workbook((sheet,), tuple(filter(None, (*notes, note))))


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text and German notes on how it was read; never fails."""
    if encoding := _wide_encoding(content):
        return content.decode(encoding, errors="replace").lstrip("\ufeff"), ()
    notes = (NOTE_NUL,) if b"\0" in content else ()
    try:
        return content.decode("utf-8-sig"), notes
    except UnicodeDecodeError:
        lines = [_decoded(line) for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
        is_mixed = any(is_wide for _, is_wide in lines)
        return "\n".join(text for text, _ in lines), (*notes, NOTE_MIXED if is_mixed else NOTE_WINDOWS)


def _wide_encoding(content: bytes) -> str:
    """The UTF-16 flavour of the bytes by mark or by where the zero bytes stand, or ""."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half >= 4 and odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if half >= 4 and even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _decoded(line: bytes) -> tuple[str, bool]:
    """One line of a file that is not UTF-8 as a whole, and whether this line is UTF-8 beyond ASCII."""
    try:
        return line.decode("utf-8"), not line.isascii()
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252"), False
    except UnicodeDecodeError:
        return line.decode("latin-1"), False


def _delimiter(text: str) -> str:
    """The separator that cuts most of the first lines into the same number of cells."""
    sample = "\n".join(text[:200_000].split("\n", _SAMPLE)[:_SAMPLE])

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(record) for record in _parsed(sample, delimiter) if len(record) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return times, width

    return max(DELIMITERS, key=evenness)


def _quoting(text: str, delimiter: str) -> tuple[Quoting, str | None]:
    """How quotes are meant, and a note where they had to be taken as plain text."""
    if '"' in text and any(
        _swallowed_lines(cell, delimiter) for record in _parsed(text, delimiter) for cell in record if "\n" in cell
    ):
        return csv.QUOTE_NONE, NOTE_QUOTES
    return csv.QUOTE_MINIMAL, None


def _swallowed_lines(cell: str, delimiter: str) -> bool:
    """True where a quote left open has drawn whole lines into one cell."""
    return cell.count("\n") > _LINES_IN_A_CELL or any(line.count(delimiter) >= 2 for line in cell.split("\n"))


def _parsed(text: str, delimiter: str, quoting: Quoting = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_TEXT))
    return csv.reader(_line_by_line(text), delimiter=delimiter, quoting=quoting, skipinitialspace=False)


def _line_by_line(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _lines(records: Iterable[list[str]], start: int) -> Iterator[Line]:
    for number, record in enumerate(records, start):
        values: list[CellValue] = []
        marks: dict[int, frozenset[Mark]] = {}
        for column, raw in enumerate(record):
            value, cell_marks = clean_cell(raw)
            if column >= MAX_COLUMNS and value is not None:
                raise ListUnreadable(TOO_MANY_COLUMNS)
            values.append(value)
            if cell_marks:
                marks[column] = cell_marks
        if values:
            yield Line(number, tuple(values[:MAX_COLUMNS]), marks)
