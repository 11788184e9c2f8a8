"""Which number an address means: the way from a number on a page to what it was counted from."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from .catalogue import Measure, Report, Section, Table
from .counting.tables import ALL, Counted, Place
from .periods import Period


class NoSuchNumber(LookupError):
    """The report has no such number."""


@dataclass(frozen=True)
class Asked:
    """A number of a report; without a table it is a figure of its section."""

    section: Section
    table: Table | None
    place: Place


def period_query(period: Period) -> str:
    """The period in an address: von=2026-10&bis=2026-12."""
    return f"von={period.first:%Y-%m}&bis={period.last:%Y-%m}"


def figure_query(report: Report, section: Section, measure: Measure) -> str:
    return urlencode({"abschnitt": report.sections.index(section) + 1, "mass": measure.id})


def cell_query(counted: Counted, row: str, column: int) -> str:
    """A cell of a table; ALL as row is the line of totals."""
    asked = {"tabelle": counted.table.id, "mass": counted.measures[column].id}
    key = counted.heads[column][0] if counted.table.columns is not None else ALL
    return urlencode(asked | {name: value for name, value in (("zeile", row), ("spalte", key)) if value != ALL})


def asked(report: Report, query: Mapping[str, str]) -> Asked:
    """raises  NoSuchNumber for a section, table or measure the report does not have"""
    section, table = _table(report, query["tabelle"]) if "tabelle" in query else (_section(report, query), None)
    measures = table.measures if table else section.figures
    measure = next((each for each in measures if each.id == query.get("mass")), None)
    if measure is None:
        raise NoSuchNumber
    if table is None:
        return Asked(section, None, Place(measure, section.task))
    row, column = query.get("zeile", ALL), query.get("spalte", ALL)
    return Asked(section, table, Place(measure, section.task, table.rows, row, table.columns, column))


def refuse_unknown_keys(found: Asked, counted: Counted) -> None:
    """raises  NoSuchNumber for a row or column the table does not have in this period"""
    rows, columns = {line.key for line in counted.lines}, {key for key, _label in counted.heads}
    if found.place.row != ALL and found.place.row not in rows:
        raise NoSuchNumber
    if found.place.column != ALL and (found.place.columns is None or found.place.column not in columns):
        raise NoSuchNumber


def _table(report: Report, name: str) -> tuple[Section, Table]:
    found = next(((section, table) for section, table in report.tables if table.id == name), None)
    if found is None:
        raise NoSuchNumber
    return found


def _section(report: Report, query: Mapping[str, str]) -> Section:
    number = query.get("abschnitt", "")
    sections = {str(place): section for place, section in enumerate(report.sections, start=1)}
    if number not in sections:
        raise NoSuchNumber
    return sections[number]
