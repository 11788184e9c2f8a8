"""A workbook as text that can be kept for a while, and back; days stay days."""

import base64
import json
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

from .workbook import CellValue, Line, Mark, Sheet, Workbook


def pack(workbook: Workbook) -> str:
    """The workbook as compressed text."""
    content = {"notes": workbook.notes, "sheets": [_sheet(sheet) for sheet in workbook.sheets]}
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return base64.b64encode(packed).decode()


def unpack(text: str) -> Workbook:
    """The workbook that `pack` was given."""
    content = json.loads(zlib.decompress(base64.b64decode(text)))
    return Workbook(tuple(_to_sheet(sheet) for sheet in content["sheets"]), tuple(content["notes"]))


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "lines": [_line(line) for line in sheet.lines],
        "filled_rows": sheet.filled_rows,
        "is_hidden": sheet.is_hidden,
        "epoch": sheet.epoch.isoformat(),
        "is_delimited": sheet.is_delimited,
        "max_rows": sheet.max_rows,
    }


def _to_sheet(content: dict[str, Any]) -> Sheet:
    lines = tuple(_to_line(line) for line in content["lines"])
    return Sheet(**{**content, "lines": lines, "epoch": date.fromisoformat(content["epoch"])})


def _line(line: Line) -> list[Any]:
    marks = {str(column): sorted(marks) for column, marks in line.marks.items()}
    return [line.number, [_cell(value) for value in line.cells], marks, line.is_hidden, line.is_title]


def _to_line(content: list[Any]) -> Line:
    number, cells, marks, is_hidden, is_title = content
    kept = {int(column): frozenset(map(Mark, names)) for column, names in marks.items()}
    return Line(number, tuple(_to_cell(value) for value in cells), kept, is_hidden, is_title)


def _cell(value: CellValue) -> Any:
    """A day, a time or a span as a pair of its kind and its text; everything else as it is."""
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
