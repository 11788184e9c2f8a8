"""The numbers of a report as one long table for other programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..catalogue import Measure
from ..counting.tables import Counted, Number
from .words import FIGURES, HIDDEN, STATE, TOGETHER, standing

if TYPE_CHECKING:
    from ..services.reports import Built

HEAD = ("Abschnitt", "Tabelle", "Zeile", "Spalte", "Zahl", "Einheit")
UNITS = {"minutes": "Minuten", "posts": "Stellen"}
# A spreadsheet takes a text that begins so for a formula.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[str, str, str, str, str, str]


def csv_table(built: "Built") -> bytes:
    """UTF-8 with its mark, semicolons; every number in its smallest whole unit, posts with a comma."""
    return written_out([HEAD, *_rows(built)])


def written_out(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of text as a file that every spreadsheet opens and none reckons with."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text so that no spreadsheet reckons with it."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def _rows(built: "Built") -> Iterator[Row]:
    for what, how in standing(built):
        yield STATE, "", what, "", how, ""
    for part in built.parts:
        for figure in part.figures:
            yield part.section.title, FIGURES, figure.measure.title, "", *_number(figure.measure, figure.number)
        for counted in part.tables:
            yield from _of_table(part.section.title, counted)


def _of_table(section: str, counted: Counted) -> Iterator[Row]:
    lines = [(line.label, line.numbers) for line in counted.lines] + [(TOGETHER, counted.totals)]
    for label, numbers in lines:
        for (_key, head), measure, number in zip(counted.heads, counted.measures, numbers, strict=True):
            yield section, counted.table.title, label, head, *_number(measure, number)


def _number(measure: Measure, number: Number) -> tuple[str, str]:
    unit = UNITS.get(measure.unit, "Anzahl")
    if number is None:
        return HIDDEN, unit
    return f"{number / 100:.2f}".replace(".", ",") if measure.unit == "posts" else str(number), unit
