"""The catalogue read from its files, and refused loudly where it cannot be counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml

from wegbuch.core import codes

from ..periods import month_name, read_month

HERE = Path(__file__).parent
PERIODS = ("month", "quarter", "half_year", "year")
AUDIENCES = ("own", "organisation", "district")
UNKNOWN, OTHER = "unknown", "other"
Order = Literal["all", "found", "period"]
Named = TypeVar("Named")


class BadCatalogue(ValueError):
    """A file of the catalogue names something that is not there."""


@dataclass(frozen=True)
class Dimension:
    """How a value of a row becomes a key of a table, and what the key is called.

    keys     in their order; empty where only keys that occur are shown
    nothing  the code that says that nothing is known
    rare     keys that are shown only where they occur
    """

    id: str
    title: str
    of: tuple[str, ...]
    field: str
    order: Order
    codes: str = ""
    is_grouped: bool = False
    bands: tuple[int, ...] = ()
    groups: Mapping[str, tuple[str, ...]] | None = None
    words: Mapping[str, str] | None = None
    unit: str = ""
    empty: str = "nicht bekannt"
    nothing: str = UNKNOWN
    rare: frozenset[str] = frozenset({UNKNOWN, OTHER})
    is_numbered: bool = False

    def key(self, value: Any) -> str:
        """The key of a value; what is not known is "unknown"."""
        if value in {None, "", self.nothing}:
            return UNKNOWN
        if self.bands:
            return str(max((band for band in self.bands if band <= value), default=self.bands[0]))
        if self.groups is not None:
            return next((key for key, values in self.groups.items() if value in values), OTHER)
        if self.is_grouped:
            entries = codes.book().list(self.codes)
            return str(entries.get(value).extra.get("group", OTHER)) if value in entries else OTHER
        return str(value)

    @property
    def keys(self) -> tuple[str, ...]:
        if self.order != "all":
            return ()
        if self.bands:
            return (*map(str, self.bands), UNKNOWN)
        if self.groups is not None:
            return (*self.groups, OTHER, UNKNOWN)
        entries = codes.book().list(self.codes)
        found = tuple(entries.groups) if self.is_grouped else tuple(entries.versions)
        return (*(code for code in found if code != self.nothing), UNKNOWN)

    def label(self, key: str) -> str:
        """What people read: a word, a band, a code's label."""
        if self.order == "period":
            return month_name(read_month(key))
        if self.bands and key != UNKNOWN:
            return self._band(int(key))
        if self.words and key in self.words:
            return self.words[key]
        if self.is_grouped and key in (groups := codes.book().list(self.codes).groups):
            return groups[key]
        if self.codes and key != UNKNOWN and key in codes.book().list(self.codes):
            word = codes.label(self.codes, key)
            return f"{key} {word}" if self.is_numbered else word
        return {UNKNOWN: self.empty, OTHER: "andere"}.get(key, key)

    def _band(self, first: int) -> str:
        place = self.bands.index(first) + 1
        last = f" bis {self.bands[place] - 1}" if place < len(self.bands) else " und mehr"
        return f"{first}{last} {self.unit}"


@dataclass(frozen=True)
class Measure:
    """What a number is.

    of        kind of records
    distinct  column whose different values are counted; sum: column that is added up; neither: one per record
    only      records that count: column and the values it may have
    people    kind of records in which the people behind a number stand, where `of` has none
    """

    id: str
    title: str
    of: str
    how: str
    distinct: str = ""
    sum: str = ""
    unit: str = ""
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    people: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of one dimension and as columns several measures, or one measure and the keys of a second dimension."""

    id: str
    rows: Dimension
    measures: tuple[Measure, ...]
    columns: Dimension | None = None
    has_chart: bool = False

    @property
    def title(self) -> str:
        """Kontakte und Beratungszeit nach Aufgabe"""
        *first, last = [measure.title for measure in self.measures if not measure.title.startswith("davon")]
        what = f"{', '.join(first)} und {last}" if first else last
        by = f"{self.rows.title} und {self.columns.title}" if self.columns else self.rows.title
        return f"{what} nach {by}"


@dataclass(frozen=True)
class Section:
    """A part of a report.

    task  the task area it is about: only its contacts are counted, and texts marked for it stand here
    """

    title: str
    figures: tuple[Measure, ...]
    tables: tuple[Table, ...]
    task: str = ""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure once, in the order it appears."""
        return tuple(dict.fromkeys([*self.figures, *(each for table in self.tables for each in table.measures)]))


@dataclass(frozen=True)
class Report:
    """A report as a funder or a council asks for it."""

    id: str
    title: str
    period: str
    audiences: tuple[str, ...]
    plain: str
    sections: tuple[Section, ...]

    @property
    def tasks(self) -> frozenset[str]:
        """The task areas whose texts stand in it."""
        return frozenset(section.task for section in self.sections if section.task)

    @property
    def tables(self) -> Iterator[tuple[Section, Table]]:
        return ((section, table) for section in self.sections for table in section.tables)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(dict.fromkeys(each for section in self.sections for each in section.measures))


@dataclass(frozen=True)
class Book:
    dimensions: Mapping[str, Dimension]
    measures: Mapping[str, Measure]
    reports: Mapping[str, Report]


@cache
def book() -> Book:
    """The catalogue of this program, read once."""
    return read(HERE)


def read(folder: Path) -> Book:
    """A catalogue of `dimensions.yaml`, `measures.yaml` and `reports/*.yaml`.

    raises  BadCatalogue for a name that is not there, a dimension its records do not carry, a table named twice
    """
    dimensions = {name: _dimension(name, found) for name, found in _load(folder / "dimensions.yaml").items()}
    measures = {name: _measure(name, found) for name, found in _load(folder / "measures.yaml").items()}
    reports = [_report(_load(path), dimensions, measures) for path in sorted((folder / "reports").glob("*.yaml"))]
    return Book(dimensions, measures, {report.id: report for report in reports})


def _load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _dimension(name: str, found: Mapping[str, Any]) -> Dimension:
    groups = found.get("groups")
    return Dimension(
        id=name,
        title=found["title"],
        of=tuple(found["of"]),
        field=found.get("field", name),
        order=found["order"],
        codes=found.get("codes", ""),
        is_grouped=found.get("group", False),
        bands=tuple(found.get("bands", ())),
        groups={key: tuple(values) for key, values in groups.items()} if groups else None,
        words=found.get("words"),
        unit=found.get("unit", ""),
        empty=found.get("empty", "nicht bekannt"),
        nothing=found.get("nothing", UNKNOWN),
        rare=frozenset({UNKNOWN, OTHER, *found.get("rare", ())}),
        is_numbered=found.get("is_numbered", False),
    )


def _measure(name: str, found: Mapping[str, Any]) -> Measure:
    only = {key: (asked,) if isinstance(asked, str) else tuple(asked) for key, asked in found.get("only", {}).items()}
    kept = {key: found[key] for key in ("title", "of", "how", "distinct", "sum", "unit", "people") if key in found}
    return Measure(id=name, only=tuple(only.items()), **kept)


def _report(found: Mapping[str, Any], dimensions: Mapping[str, Dimension], measures: Mapping[str, Measure]) -> Report:
    where = found["id"]
    if found["period"] not in PERIODS or not set(found["for"]) <= set(AUDIENCES):
        raise BadCatalogue(f"{where}: period or audience is not known")
    sections = tuple(
        Section(
            title=part["title"],
            task=part.get("task", ""),
            figures=tuple(_named(measures, name, where) for name in part.get("figures", ())),
            tables=tuple(_table(table, dimensions, measures, where) for table in part.get("tables", ())),
        )
        for part in found["sections"]
    )
    names = [table.id for section in sections for table in section.tables]
    if len(names) != len(set(names)):
        raise BadCatalogue(f"{where}: two tables have the same id")
    return Report(where, found["title"], found["period"], tuple(found["for"]), found["plain"], sections)


def _table(
    found: Mapping[str, Any], dimensions: Mapping[str, Dimension], measures: Mapping[str, Measure], where: str
) -> Table:
    place = f"{where}.{found['id']}"
    counted: Sequence[Measure] = [_named(measures, name, place) for name in found["measures"]]
    rows = _named(dimensions, found["rows"], place)
    columns = _named(dimensions, found["columns"], place) if "columns" in found else None
    for dimension in filter(None, (rows, columns)):
        if missing := [measure.id for measure in counted if measure.of not in dimension.of]:
            raise BadCatalogue(f"{place}: {', '.join(missing)} cannot be divided by {dimension.id}")
    if columns and len(counted) > 1:
        raise BadCatalogue(f"{place}: two dimensions leave room for one measure")
    return Table(found["id"], rows, tuple(counted), columns, found.get("chart", False))


def _named(known: Mapping[str, Named], name: str, where: str) -> Named:
    if name not in known:
        raise BadCatalogue(f"{where}: {name} is not in the catalogue")
    return known[name]
