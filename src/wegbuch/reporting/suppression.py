"""Small numbers: which counts of a page may be shown to somebody who must not see people.

The rule of the ground floor, simple and safe: a number is shown from 5 on and if 5 people or more stand behind it; a
sum is shown only if every number in it is; and tables over the same contacts hide in the same columns, so that none
gives away what another hides.
Then no sum that is shown contains a hidden number, and nothing can be worked back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wegbuch.core.small_numbers import SMALLEST_SHOWN

Cells = Sequence[Sequence[int]]
Line = tuple[int | None, ...]


@dataclass(frozen=True)
class Shown:
    """A table as it may be seen: None is a number that is not shown."""

    cells: tuple[Line, ...]
    row_totals: Line
    column_totals: Line
    total: int | None

    @property
    def hides(self) -> bool:
        """Whether a number of it is not shown; a sum hides only with one of its numbers."""
        return any(None in line for line in self.cells)


def suppress(*tables: Cells, behind: Sequence[Cells] | None = None) -> list[Shown]:
    """What may be shown of the tables of one page.

    tables  the same contacts divided in different ways: equal columns with equal sums, rows of any number
    behind  for each table how many different people stand behind its numbers; without it the numbers count people
    """
    masks = [_mask(*pair) for pair in zip(tables, behind or tables, strict=True)]
    for column in range(max((len(row) for table in tables for row in table), default=0)):
        if any(row[column] for mask in masks for row in mask):
            for table, mask in zip(tables, masks, strict=True):
                _hide_one(table, mask, column)
    return [_under(table, mask) for table, mask in zip(tables, masks, strict=True)]


def alike(measures: Cells, shown: Shown) -> Shown:
    """Other measures of the same cells, such as their minutes: hidden where the count is."""
    return _under(measures, [[number is None for number in row] for row in shown.cells])


def _mask(table: Cells, people: Cells) -> list[list[bool]]:
    """Where a number or the people behind it are too few."""
    lines = zip(table, people, strict=True)
    return [[min(pair) < SMALLEST_SHOWN for pair in zip(numbers, crowd, strict=True)] for numbers, crowd in lines]


def _hide_one(table: Cells, mask: list[list[bool]], column: int) -> None:
    """Another table hides something in this column: this one must too, and gives its smallest number."""
    if not any(row[column] for row in mask):
        smallest = min(range(len(table)), key=lambda row: table[row][column])
        mask[smallest][column] = True


def _under(table: Cells, mask: Sequence[Sequence[bool]]) -> Shown:
    columns, hidden_columns = list(zip(*table, strict=True)), list(zip(*mask, strict=True))
    pairs = list(zip(table, mask, strict=True))
    return Shown(
        cells=tuple(
            tuple(None if hidden else number for number, hidden in zip(row, marks, strict=True)) for row, marks in pairs
        ),
        row_totals=tuple(_sum(row, marks) for row, marks in pairs),
        column_totals=tuple(_sum(row, marks) for row, marks in zip(columns, hidden_columns, strict=True)),
        total=_sum([sum(row) for row in table], [any(marks) for marks in mask]),
    )


def _sum(numbers: Sequence[int], hidden: Sequence[bool]) -> int | None:
    return None if any(hidden) else sum(numbers)


# What is hidden of a line together, so that who knows the rule is still left with several answers.
LEAST_HIDDEN = 2 * SMALLEST_SHOWN


def line(numbers: Sequence[int], behind: Sequence[int] | None = None) -> Line:
    """One way of dividing people or entries whose sum is shown: which numbers may be shown beside it.

    Every number under 5 is hidden, or with fewer than 5 people behind it; and with them others from the end of the
    line, one at least, until they are ten or more together. Which others does not hang on their size, so that it
    tells nothing. Lines that divide the same sum have nothing but that sum in common.
    behind  how many different people stand behind each number; without it the numbers count people
    """
    pairs = zip(numbers, behind or numbers, strict=True)
    small = {place for place, pair in enumerate(pairs) if min(pair) < SMALLEST_SHOWN}
    hidden = set(small)
    for place in reversed(range(len(numbers))):
        if not small or (hidden > small and sum(numbers[each] for each in hidden) >= LEAST_HIDDEN):
            break
        hidden.add(place)
    return tuple(None if place in hidden else number for place, number in enumerate(numbers))


def part(number: int, whole: int) -> int | None:
    """A part of a whole that is shown: hidden if it or the rest is small."""
    return number if min(number, whole - number) >= SMALLEST_SHOWN else None


def alone(number: int, people: int | None = None) -> int | None:
    """A number that stands for itself."""
    return number if min(number, number if people is None else people) >= SMALLEST_SHOWN else None


def added(tables: Sequence[Sequence[Line]]) -> Shown:
    """The sum of tables of equal form, cell by cell; a sum is shown only if every number in it is."""
    cells = [tuple(_plus(numbers) for numbers in zip(*rows, strict=True)) for rows in zip(*tables, strict=True)]
    columns = tuple(_plus(column) for column in zip(*cells, strict=True))
    rows = tuple(_plus(row) for row in cells)
    return Shown(tuple(cells), rows, columns, _plus(rows))


def _plus(numbers: Sequence[int | None]) -> int | None:
    return None if None in numbers else sum(number for number in numbers if number is not None)
