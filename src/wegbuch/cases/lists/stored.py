"""A workbook as text that can be kept for a while, and back; days stay days, lines are never all unpacked at once."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from .archive import TOO_LARGE
from .shelf import KeptShelf
from .workbook import CellValue, Line, ListUnreadable, Mark, Sheet, Workbook

MOST_PACKED = 60_000_000
LinesOfSheet = Callable[[int, int], Sequence[Line]]


class KeptLines(KeptShelf[Line]):
    """Lines of a sheet packed in memory, in the order of the file."""

    def plain(self, thing: Line) -> Any:
        return _line(thing)

    def thing(self, plain: Any) -> Line:
        return to_line(plain)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptLines) and self.blocks == other.blocks

    __hash__ = None  # type: ignore[assignment]


def kept(lines: Iterable[Line]) -> KeptLines:
    """The lines, packed."""
    shelf = KeptLines()
    for line in lines:
        shelf.add(line)
    return shelf


def counted_rows(lines: Iterable[Line], keep: int) -> tuple[KeptLines, int]:
    """The first lines worth keeping and the number of all filled ones; the rest is never held."""
    shelf, filled = KeptLines(), 0
    for line in lines:
        filled += bool(line.filled or line.marks)
        if len(shelf) < keep:
            shelf.add(line)
    return shelf, filled


def pack(workbook: Workbook) -> str:
    """The workbook as plain ASCII, its lines compressed.

    raises  ListUnreadable where that is more than the server should hold
    """
    blocks = [sheet.lines.blocks if isinstance(sheet.lines, KeptLines) else [] for sheet in workbook.sheets]
    if sum(len(block) for sheet in blocks for block in sheet) > MOST_PACKED:
        raise ListUnreadable(TOO_LARGE)
    return json.dumps({"outline": outline(workbook), "blocks": blocks})


def unpack(text: str) -> Workbook:
    """The workbook that `pack` was given."""
    content = json.loads(text)
    return with_lines(content["outline"], lambda sheet, length: KeptLines(content["blocks"][sheet], length))


def outline(workbook: Workbook) -> str:
    """All about a workbook but its lines."""
    return json.dumps(
        {"notes": workbook.notes, "sheets": [_sheet(sheet) for sheet in workbook.sheets]}, ensure_ascii=False
    )


def with_lines(outline: str, lines: LinesOfSheet) -> Workbook:
    """The workbook of an outline; `lines` gives the lines of a sheet by its place and how many they are."""
    content = json.loads(outline)
    sheets = [_to_sheet(sheet, place, lines) for place, sheet in enumerate(content["sheets"])]
    return Workbook(tuple(sheets), tuple(content["notes"]))


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "lines": len(sheet.lines),
        "filled_rows": sheet.filled_rows,
        "is_hidden": sheet.is_hidden,
        "epoch": sheet.epoch.isoformat(),
        "is_delimited": sheet.is_delimited,
        "max_rows": sheet.max_rows,
    }


def _to_sheet(content: dict[str, Any], place: int, lines: LinesOfSheet) -> Sheet:
    kept = lines(place, content["lines"])
    return Sheet(**{**content, "lines": kept, "epoch": date.fromisoformat(content["epoch"])})


def _line(line: Line) -> list[Any]:
    marks = {str(column): sorted(marks) for column, marks in line.marks.items()}
    return [line.number, [_cell(value) for value in line.cells], marks, line.is_hidden, line.is_title]


def to_line(content: list[Any]) -> Line:
    number, cells, marks, is_hidden, is_title = content
    kept = {int(column): frozenset(map(Mark, names)) for column, names in marks.items()}
    return Line(number, tuple(_to_cell(value) for value in cells), kept, is_hidden, is_title)


def _cell(value: CellValue) -> Any:
    """A day, a time or a span as a pair of its kind and its text; everything else as it is."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, timedelta):
        return ["span", value.total_seconds()]
    return value


def _to_cell(value: Any) -> CellValue:
    if not isinstance(value, list):
        return value
    kind, content = value
    if kind == "span":
        return timedelta(seconds=content)
    kinds: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}
    return kinds[kind].fromisoformat(content)
