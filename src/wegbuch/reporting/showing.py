"""A report as its page shows it: words, lengths of bars, and where each number leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wegbuch.core.bars import length

from .catalogue import Measure
from .counting.tables import ALL, Counted, Number
from .outputs import words
from .places import cell_query, figure_query
from .services.reports import Built, Part

# A table with more numbers in a row is shown in a frame of its own that scrolls.
MOST_NUMBERS = 2


@dataclass(frozen=True)
class Cell:
    """A number on the page.

    text   the number in words, "" where it is not shown
    query  which number it is, for the address of what was counted; "" where it leads nowhere
    """

    label: str
    text: str
    query: str


@dataclass(frozen=True)
class Row:
    """width  of the bar, such as „77.5%“; "" without one"""

    label: str
    width: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ShownTable:
    id: str
    title: str
    rows_title: str
    heads: tuple[str, ...]
    has_chart: bool
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]

    @property
    def hides(self) -> bool:
        """Whether a number of it is not shown."""
        return any(not cell.text for cells in (*(row.cells for row in self.rows), self.totals) for cell in cells)

    @property
    def is_wide(self) -> bool:
        return len(self.heads) > MOST_NUMBERS and not self.has_chart


@dataclass(frozen=True)
class ShownPart:
    number: int
    title: str
    task: str
    figures: tuple[Cell, ...]
    tables: tuple[ShownTable, ...]


def shown(built: Built, *, opens: bool) -> list[ShownPart]:
    """opens  whether numbers lead to what was counted"""
    return [_part(number, part, built, opens) for number, part in enumerate(built.parts, start=1)]


def _part(number: int, part: Part, built: Built, opens: bool) -> ShownPart:
    figures = [
        _cell(
            each.measure.title,
            each.measure,
            each.number,
            figure_query(built.report, part.section, each.measure) if opens else "",
        )
        for each in part.figures
    ]
    tables = tuple(_table(counted, opens) for counted in part.tables)
    return ShownPart(number, part.section.title, part.section.task, tuple(figures), tables)


def _table(counted: Counted, opens: bool) -> ShownTable:
    def cells(key: str, numbers: Sequence[Number]) -> Iterator[Cell]:
        for column, (measure, number) in enumerate(zip(counted.measures, numbers, strict=True)):
            yield _cell(counted.heads[column][1], measure, number, cell_query(counted, key, column) if opens else "")

    return ShownTable(
        id=counted.table.id,
        title=counted.table.title,
        rows_title=counted.table.rows.title,
        heads=tuple(label for _key, label in counted.heads),
        has_chart=counted.table.has_chart,
        rows=tuple(
            Row(line.label, length(share, 1), tuple(cells(line.key, line.numbers)))
            for line, share in zip(counted.lines, words.shares(counted), strict=True)
        ),
        totals=tuple(cells(ALL, counted.totals)),
    )


def _cell(label: str, measure: Measure, number: Number, query: str) -> Cell:
    return Cell(label, "" if number is None else words.written(measure, number), query if number else "")
