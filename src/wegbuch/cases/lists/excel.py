"""Excel workbooks (.xlsx) → sheets of plain values.

openpyxl opens the package; its row parser is used directly because only there a cell shows
both its last result and that a formula made it, without holding the whole sheet.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from .archive import DAMAGED, check_archive
from .stored import counted_rows, kept
from .workbook import (
    HEADER_ROWS,
    MAX_COLUMNS,
    WINDOWS_EPOCH,
    CellValue,
    Line,
    ListUnreadable,
    Mark,
    Sheet,
    Workbook,
    clean_cell,
    is_blank,
)

if not openpyxl.DEFUSEDXML or openpyxl.LXML:
    raise RuntimeError("openpyxl must parse with defusedxml")

MAC_EPOCH = date(1904, 1, 1)
MAX_MERGED_HEIGHT = 60
MAX_NAME = 120
TITLE_WIDTH = 3
TOO_MANY_COLUMNS = f"Die Liste hat mehr als {MAX_COLUMNS} Spalten. Löschen Sie die überzähligen."
MAX_MERGED = 10_000
_FORMULA, _ROW, _ROWS, _MERGED = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("f", "row", "sheetData", "mergeCell"))
_PARSER_FAILURES = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, ParseError, RuntimeError,
    TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class Area(NamedTuple):
    """Merged cells: first and last column and row, from 1."""

    left: int
    top: int
    right: int
    bottom: int


class _RowParser(WorkSheetParser):
    """Rows of a sheet with the last result of each cell, and the merged areas; all else is passed over.

    merged  areas, complete when the rows are through
    """

    merged: list[Area]

    def parse(self) -> Generator[Any, None, None]:
        self.merged = []
        held: Element | None = None
        for event, element in iterparse(self.source, events=("start", "end")):
            if element.tag == _ROWS and event == "start":
                held = element
            elif element.tag == _ROW and event == "end":
                yield self.parse_row(element)
                if held is not None:
                    held.clear()
            elif element.tag == _MERGED and event == "start" and len(self.merged) < MAX_MERGED:
                self._keep_merged(element.get("ref", ""))

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """The cell as openpyxl reads it and whether a formula made it; nothing for a cell that only has a format."""
        if not len(element):
            place = element.get("r")
            self.col_counter = coordinate_to_tuple(place)[1] if place else self.col_counter + 1
            return {}
        cell: dict[str, Any] = super().parse_cell(element)
        cell["is_formula"] = element.find(_FORMULA) is not None
        return cell

    def _keep_merged(self, area: str) -> None:
        left, top, right, bottom = range_boundaries(area)
        if left and top and right and bottom:
            self.merged.append(Area(left, top, right, bottom))


def read_excel(content: bytes, max_rows: int) -> Workbook:
    """All sheets of an Excel file; formulas are never computed.

    raises  ListUnreadable for everything that is not a sound, harmless workbook
    """
    check_archive(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return Workbook(tuple(_read_sheet(book, sheet, max_rows) for sheet in book.worksheets))
    except _PARSER_FAILURES as error:
        raise ListUnreadable(DAMAGED) from error


def _read_sheet(book: Any, sheet: Any, max_rows: int) -> Sheet:
    with sheet._get_source() as source:
        parser = _RowParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        lines, filled = counted_rows(_lines(parser, _styles(book)), max_rows + HEADER_ROWS + 1)
    return Sheet(
        name=str(sheet.title)[:MAX_NAME],
        lines=kept(_with_merged(lines, parser.merged)) if parser.merged else lines,
        filled_rows=filled,
        is_hidden=sheet.sheet_state != "visible",
        epoch=MAC_EPOCH if book.epoch == CALENDAR_MAC_1904 else WINDOWS_EPOCH,
        max_rows=max_rows,
    )


def _styles(book: Any) -> dict[int, frozenset[Mark]]:
    """Marks that a cell style carries: struck through, indented."""
    styles: dict[int, frozenset[Mark]] = {}
    for number, style in enumerate(book._cell_styles):
        marks = set()
        if book._fonts[style.fontId].strike:
            marks.add(Mark.STRUCK)
        if book._alignments[style.alignmentId].indent:
            marks.add(Mark.INDENTED)
        if marks:
            styles[number] = frozenset(marks)
    return styles


def _lines(parser: _RowParser, styles: Mapping[int, frozenset[Mark]]) -> Iterator[Line]:
    last = 0
    for number, cells in parser.parse():
        row = parser.row_dimensions.pop(str(number), {})
        line = _line(number, cells, styles, is_hidden=row.get("hidden") in ("1", "true"))
        if line.cells:
            if number <= last:
                raise ListUnreadable(DAMAGED)
            last = number
            yield line


def _line(number: int, cells: list[dict[str, Any]], styles: Mapping[int, frozenset[Mark]], *, is_hidden: bool) -> Line:
    values: list[CellValue] = []
    marks: dict[int, frozenset[Mark]] = {}
    for cell in filter(None, cells):
        value, cell_marks = _value(cell)
        if value is None and not cell_marks:
            continue
        column = cell["column"] - 1
        if column >= MAX_COLUMNS:
            raise ListUnreadable(TOO_MANY_COLUMNS)
        cell_marks |= styles.get(cell["style_id"], frozenset())
        values.extend([None] * (column + 1 - len(values)))
        values[column] = value
        if cell_marks:
            marks[column] = cell_marks
    return Line(number, tuple(values), marks, is_hidden)


def _value(cell: dict[str, Any]) -> tuple[CellValue, frozenset[Mark]]:
    value, marks = clean_cell(cell["value"])
    if cell["data_type"] == "e":
        value, marks = None, marks | {Mark.FAULT}
    if isinstance(value, datetime) and value.tzinfo:
        value = value.replace(tzinfo=None)
    if cell["is_formula"]:
        marks |= {Mark.FORMULA}
    return value, marks


def _with_merged(lines: Iterable[Line], merged: Iterable[Area]) -> Iterator[Line]:
    """Lines in which a value merged downwards stands in every line it covers."""
    titles, begun = set[int](), defaultdict[int, list[Area]](list)
    for area in merged:
        if area.top == area.bottom and area.right - area.left >= TITLE_WIDTH - 1:
            titles.add(area.top)
        elif area.top < area.bottom < area.top + MAX_MERGED_HEIGHT:
            begun[area.top].append(area)
    running: list[tuple[Area, Line]] = []
    for line in lines:
        running = [(area, top) for area, top in running if line.number <= area.bottom]
        for area, top in running:
            line = _filled_down(line, area.left - 1, top)
        running += [(area, line) for area in begun.get(line.number, ())]
        yield _as_title(line) if line.number in titles else line


def _as_title(line: Line) -> Line:
    return Line(line.number, line.cells, line.marks, line.is_hidden, is_title=True)


def _filled_down(line: Line, column: int, top: Line) -> Line:
    value = top.value(column)
    if is_blank(value) or not is_blank(line.value(column)):
        return line
    cells = [*line.cells, *[None] * (column + 1 - len(line.cells))]
    cells[column] = value
    marks = {**line.marks, column: line.marks.get(column, frozenset()) | {Mark.MERGED}}
    return Line(line.number, tuple(cells), marks, line.is_hidden, line.is_title)
