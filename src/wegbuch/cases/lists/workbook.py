"""What a list file holds, as plain values: workbook, sheets, lines, marks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL_LENGTH = 2_000
HEADER_ROWS = 20
WINDOWS_EPOCH = date(1899, 12, 30)

CellValue = str | int | float | bool | date | datetime | time | timedelta | None

_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class ListUnreadable(Exception):
    """The file cannot be read as a list; the text says in German what to change."""


class Mark(StrEnum):
    """What is special about a cell besides its value."""

    FORMULA = "formula"
    CUT = "cut"
    CONTROL = "control"
    INVISIBLE = "invisible"
    FAULT = "fault"
    MERGED = "merged"
    INDENTED = "indented"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, numbered as the person sees it (from 1)."""

    number: int
    cells: tuple[CellValue, ...]
    marks: Mapping[int, frozenset[Mark]] = field(default_factory=dict)
    is_hidden: bool = False
    is_title: bool = False

    def value(self, column: int | None) -> CellValue:
        if column is None or not 0 <= column < len(self.cells):
            return None
        return self.cells[column]

    def has(self, mark: Mark, column: int | None) -> bool:
        return column is not None and mark in self.marks.get(column, ())

    @property
    def filled(self) -> tuple[int, ...]:
        """Columns that hold more than blanks; copies made by a merged range do not count."""
        return tuple(
            index
            for index, value in enumerate(self.cells)
            if not is_blank(value) and Mark.MERGED not in self.marks.get(index, ())
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the file.

    lines        lines that hold anything, at most `max_rows` and the room for a header and one more
    filled_rows  how many such lines the file has
    epoch        day zero of Excel serial numbers
    is_delimited True for text files, where a stray separator shifts cells
    """

    name: str
    lines: Sequence[Line]
    filled_rows: int
    is_hidden: bool = False
    epoch: date = WINDOWS_EPOCH
    is_delimited: bool = False
    max_rows: int = MAX_ROWS

    def line(self, number: int) -> Line | None:
        found = next((line for line in self.lines if line.number >= number), None)
        return found if found and found.number == number else None

    def after(self, number: int) -> Iterator[Line]:
        return (line for line in self.lines if line.number > number)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file and German notes about the file itself."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()

    def not_taken(self, chosen: Sheet) -> tuple[str, ...]:
        """One German sentence for each sheet that is left aside."""
        return tuple(_left_aside(sheet) for sheet in self.sheets if sheet is not chosen)


def _left_aside(sheet: Sheet) -> str:
    hidden = ", ausgeblendet" if sheet.is_hidden else ""
    rows = "1 Zeile" if sheet.filled_rows == 1 else f"{sheet.filled_rows} Zeilen"
    return f"Blatt „{sheet.name}“ ({rows}{hidden}): nicht übernommen."


def is_blank(value: CellValue) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def clean_text(text: str) -> tuple[str, frozenset[Mark]]:
    """The text without control and invisible signs, cut to size, and what was done to it."""
    marks: set[Mark] = set()
    if len(text) > MAX_CELL_LENGTH:
        text = text[:MAX_CELL_LENGTH]
        marks.add(Mark.CUT)
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
    for pattern, mark in ((_CONTROL, Mark.CONTROL), (_INVISIBLE, Mark.INVISIBLE)):
        if pattern.search(text):
            text = pattern.sub("", text)
            marks.add(mark)
    return text, frozenset(marks)


def clean_cell(value: CellValue) -> tuple[CellValue, frozenset[Mark]]:
    """A cell value fit to keep; text that looks like a formula is left out and marked."""
    if not isinstance(value, str):
        return value, frozenset()
    text, marks = clean_text(value)
    if text.lstrip().startswith("="):
        return None, marks | {Mark.FORMULA}
    return text or None, marks
