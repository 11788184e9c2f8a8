"""A report as an Excel workbook: real numbers, native charts, no formula and no way out."""

import io
import math
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ..catalogue import Measure
from ..counting.tables import Counted, Number
from .words import FIGURES, HIDDEN, HOW_COUNTED, STATE, TOGETHER, drawn, head, heads, plain, standing, value

if TYPE_CHECKING:
    from ..services.reports import Built, Part

FORMATS = {"minutes": "#,##0.0", "posts": "0.00", "": "#,##0"}
LONGEST_NAME, NOT_IN_A_NAME = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# Widths in signs, heights in points.
FIRST_WIDTH, WIDTH, WIDER_THAN_WORD, LINE_HEIGHT = 42, 14, 3, 15
PINE, PALE, LINE = "00423A", "E6EFEC", "B7C4C0"
# Centimetres of a chart: its width, the room for its title and axis, each of its bars, and a row of the sheet.
CHART_WIDTH, CHART_ROOM, CHART_BAR, ROW = 16, 2.6, 0.62, 0.53
# A sheet of no more rows than this is printed on one page.
PAPER_A4, ONE_PAGE = 9, 60


def workbook(built: "Built") -> bytes:
    """One sheet for each section, one for „So wurde gezählt“ and one for the state of the numbers."""
    book = new_book(f"{built.report.title} {built.period.label}", built.whose)
    for part in built.parts:
        _section(new_sheet(book, part.section.title), part, built)
    how = [(measure.title, measure.how) for measure in built.measures]
    put_words(new_sheet(book, HOW_COUNTED), HOW_COUNTED, how)
    put_words(new_sheet(book, STATE), STATE, list(standing(built)))
    return saved(book)


def new_book(title: str, whose: str) -> Workbook:
    """A book without a sheet, in German, that names the house and nobody in it."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    book.properties.creator = book.properties.lastModifiedBy = whose
    book.properties.title, book.properties.language = title, "de-DE"
    return book


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def new_sheet(book: Workbook, title: str) -> Worksheet:
    """An empty sheet: first two rows stay in sight, A4 across, as wide as the page."""
    name = title.translate(NOT_IN_A_NAME)[:LONGEST_NAME].strip()
    sheet: Worksheet = book.create_sheet(name if name not in book.sheetnames else f"{name[:28]} {len(book.sheetnames)}")
    sheet.column_dimensions["A"].width = FIRST_WIDTH
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:2"
    sheet.oddFooter.right.text = "Seite &P von &N"  # type: ignore[union-attr]
    return sheet


def _section(sheet: Worksheet, part: "Part", built: "Built") -> None:
    put_text(sheet, 1, 1, part.section.title, Font(bold=True, size=16, color=PINE))
    put_text(sheet, 2, 1, f"{built.report.title} · {built.period.label} · {built.addressed}")
    row = 4
    if part.figures:
        _heading(sheet, row, FIGURES)
        for place, figure in enumerate(part.figures, start=row + 1):
            put_text(sheet, place, 1, head(figure.measure))
            _number(sheet, place, 2, figure.measure, figure.number)
        row += len(part.figures) + 2
    for counted in part.tables:
        row = _table(sheet, row, counted)
    sheet.page_setup.fitToHeight = 1 if row <= ONE_PAGE else 0
    widths = _widths(part.tables)
    for column, width in enumerate(widths, start=2):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _widths(tables: Sequence[Counted]) -> list[int]:
    """Of the columns of numbers in the tables under each other: no word of a head is cut."""
    lines = [heads(counted) for counted in tables]
    columns = zip_longest(*lines, fillvalue="")
    return [max(WIDTH, WIDER_THAN_WORD + max(map(_longest_word, column))) for column in columns] or [WIDTH]


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _table(sheet: Worksheet, row: int, counted: Counted) -> int:
    """Write a table from this row on. Returns where the next may begin."""
    _heading(sheet, row, counted.table.title)
    top = row + 1
    put_heads(sheet, top, [counted.table.rows.title, *heads(counted)])
    for place, line in enumerate(counted.lines, start=top + 1):
        _line(sheet, place, line.label, counted.measures, line.numbers)
    last = top + len(counted.lines) + 1
    _total(sheet, last, counted)
    if counted.table.has_chart and counted.lines:
        height = _chart(sheet, top, counted)
        last = max(last, top + math.ceil(height / ROW))
    return last + 2


def put_heads(sheet: Worksheet, row: int, labels: Sequence[str]) -> None:
    for column, label in enumerate(labels, start=1):
        put_text(sheet, row, column, label, Font(bold=True))
        cell = sheet.cell(row, column)
        cell.fill = PatternFill("solid", fgColor=PALE)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal="left" if column == 1 else "right")
    most = max(len(textwrap.wrap(label, WIDTH)) for label in labels[1:])
    sheet.row_dimensions[row].height = LINE_HEIGHT * most + 1


def _line(sheet: Worksheet, row: int, label: str, measures: Sequence[Measure], numbers: Sequence[Number]) -> None:
    put_text(sheet, row, 1, label)
    for column, (measure, number) in enumerate(zip(measures, numbers, strict=True), start=2):
        _number(sheet, row, column, measure, number)


def _total(sheet: Worksheet, row: int, counted: Counted) -> None:
    _line(sheet, row, TOGETHER, counted.measures, counted.totals)
    for column in range(1, len(counted.totals) + 2):
        cell = sheet.cell(row, column)
        cell.font, cell.border = Font(bold=True), Border(top=Side("medium", color=LINE))


def _chart(sheet: Worksheet, top: int, counted: Counted) -> float:
    """A native chart beside the table, of its lines without the total. Returns its height in centimetres."""
    last, column = top + len(counted.lines), drawn(counted) + 2
    chart = BarChart()
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.title = counted.measures[column - 2].title
    chart.title.overlay = False  # type: ignore[union-attr]
    chart.height, chart.width = CHART_ROOM + CHART_BAR * len(counted.lines), CHART_WIDTH
    chart.add_data(Reference(sheet, min_col=column, min_row=top, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    chart.series[0].graphicalProperties.solidFill = PINE
    # The first line stands on top, as in the table; newer programs hide axes that do not say they are there.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.tickLblSkip = 1
    chart.gapWidth = 40
    sheet.add_chart(chart, f"{get_column_letter(len(counted.heads) + 3)}{top - 1}")
    return chart.height


def put_words(sheet: Worksheet, title: str, rows: Sequence[tuple[str, str]]) -> None:
    put_text(sheet, 1, 1, title, Font(bold=True, size=16, color=PINE))
    sheet.column_dimensions["B"].width = 100
    for row, (what, how) in enumerate(rows, start=3):
        put_text(sheet, row, 1, what, Font(bold=True))
        put_text(sheet, row, 2, how)
        for column in (1, 2):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")


def _heading(sheet: Worksheet, row: int, text: str) -> None:
    put_text(sheet, row, 1, text, Font(bold=True, size=12, color=PINE))


def put_text(sheet: Worksheet, row: int, column: int, text: str, font: Font | None = None) -> None:
    """Words stay words, whatever sign they begin with."""
    cell: Any = sheet.cell(row, column)
    cell.value = plain(text)
    cell.data_type = "s"
    if font:
        cell.font = font


def _number(sheet: Worksheet, row: int, column: int, measure: Measure, number: Number) -> None:
    if number is None:
        put_text(sheet, row, column, HIDDEN)
        sheet.cell(row, column).alignment = Alignment(horizontal="right")
        return
    cell: Any = sheet.cell(row, column)
    cell.value = value(measure, number)
    cell.number_format = FORMATS[measure.unit]
