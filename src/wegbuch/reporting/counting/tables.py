"""One pure tabulation: records in, numbers out. Every number can say which records it counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..catalogue import Dimension, Measure, Section, Table
from ..catalogue.book import UNKNOWN
from .records import Record, Records

ALL = ""
# None is a number that is not shown.
Number = int | None


@dataclass(frozen=True)
class Line:
    """One row of a table: its key and its numbers, one per column."""

    key: str
    label: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Counted:
    """A table with its numbers.

    heads   column keys: ids of measures, or keys of the second dimension and ALL for all of them together
    totals  counted anew without the rows: different people in two rows are one person in the total
    """

    section: Section
    table: Table
    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    totals: tuple[Number, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measure of each column."""
        table = self.table
        return table.measures if table.columns is None else table.measures * len(self.heads)


@dataclass(frozen=True)
class Place:
    """Where a number stands. ALL as row or column is the sum; without a table it is a figure of the section."""

    measure: Measure
    task: str = ""
    rows: Dimension | None = None
    row: str = ALL
    columns: Dimension | None = None
    column: str = ALL


def units(place: Place, records: Records) -> Iterator[Record]:
    """The records a number was counted from."""
    for record in _of(place.measure, place.task, records):
        if place.rows and place.row != ALL and record[place.rows.id] != place.row:
            continue
        if place.columns and place.column != ALL and record[place.columns.id] != place.column:
            continue
        yield record


def number(measure: Measure, found: Iterable[Record]) -> int:
    """What a measure makes of records."""
    if measure.distinct:
        return len({record[measure.distinct] for record in found})
    if measure.sum:
        return sum(record[measure.sum] for record in found)
    return sum(1 for _record in found)


def figure(measure: Measure, section: Section, records: Records) -> int:
    return number(measure, _of(measure, section.task, records))


def count(section: Section, table: Table, records: Records, months: Sequence[str] = ()) -> Counted:
    """The numbers of one table.

    months  keys of the period, for tables by month
    """
    if table.columns is not None:
        return _crossed(section, table, table.columns, records, months)
    columns = [_by_key(list(_of(measure, section.task, records)), table.rows) for measure in table.measures]
    keys = _ordered(table.rows, columns[0], set().union(*columns), months)
    lines = [
        Line(
            key,
            table.rows.label(key),
            tuple(
                number(measure, column.get(key, ())) for measure, column in zip(table.measures, columns, strict=True)
            ),
        )
        for key in keys
    ]
    totals = tuple(figure(measure, section, records) for measure in table.measures)
    return Counted(section, table, tuple((each.id, each.title) for each in table.measures), tuple(lines), totals)


def _crossed(section: Section, table: Table, columns: Dimension, records: Records, months: Sequence[str]) -> Counted:
    measure = table.measures[0]
    found = list(_of(measure, section.task, records))
    by_row, by_column = _by_key(found, table.rows), _by_key(found, columns)
    heads = [*_ordered(columns, by_column, set(by_column), months), ALL]

    def numbers(rows: list[Record]) -> tuple[int, ...]:
        cells = _by_key(rows, columns)
        return tuple(number(measure, rows if head == ALL else cells.get(head, ())) for head in heads)

    lines = [
        Line(key, table.rows.label(key), numbers(by_row.get(key, [])))
        for key in _ordered(table.rows, by_row, set(by_row), months)
    ]
    labels = tuple((head, "zusammen" if head == ALL else columns.label(head)) for head in heads)
    return Counted(section, table, labels, tuple(lines), numbers(found))


def _of(measure: Measure, task: str, records: Records) -> Iterator[Record]:
    """The records a measure counts; in a section about a task only those of the task, where they have one."""
    for record in records[measure.of]:
        if all(record[column] in values for column, values in measure.only) and (
            not task or record.get("task", task) == task
        ):
            yield record


def _by_key(found: Iterable[Record], dimension: Dimension) -> dict[str, list[Record]]:
    rows: dict[str, list[Record]] = defaultdict(list)
    for record in found:
        rows[record[dimension.id]].append(record)
    return rows


def _ordered(
    dimension: Dimension, often: dict[str, list[Record]], present: set[str], months: Sequence[str]
) -> list[str]:
    """Keys of a table: all of a list (rare ones only where they occur), or those found, frequent first."""
    if dimension.order == "period":
        return list(months)
    if dimension.order == "all":
        return [key for key in dimension.keys if key in present or key not in dimension.rare] + sorted(
            present - set(dimension.keys)
        )
    counts = Counter({key: len(often.get(key, ())) for key in present})
    return sorted(present, key=lambda key: (key == UNKNOWN, -counts[key], key))
