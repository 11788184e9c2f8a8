"""The proof file of a report: its records without names, its numbers, and the script that counts them again."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wegbuch.jobs.work import AtOnce, Pace

from .. import sheets
from ..catalogue import Measure, Report
from ..counting.records import Record, records_of
from ..counting.tables import ALL, Counted
from ..periods import Period
from ..sheets import Sheet
from .ledgers import ledger_of, pseudonyms
from .reports import Built, build

SCRIPT = Path(__file__).parent.parent / "proof" / "nachzaehlen.py"
READ_ME = SCRIPT.parent / "LIESMICH.txt"
# So that the same records give the same file, to the last byte.
STAMP = (2026, 1, 1, 0, 0, 0)
WRITING = "Der Zählnachweis wird geschrieben"


def proof_file(report: Report, period: Period, *, whose: str, pace: Pace | None = None) -> bytes:
    """A ZIP: one table of records for each table and figure, `zahlen.json`, the script and how to use it.

    Each has only the columns that it counts by. Signs stand for people, households and entries, in each table others.
    """
    pace, ledger, make_sign = pace or AtOnce(), ledger_of(period), pseudonyms().at
    built, records = build(report, period, whose=whose, ledger=ledger, pace=pace), records_of(ledger)
    found, file = list(sheets.of_report(report)), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, sheet in enumerate(found):
            pace.step(place, len(found), WRITING)
            rows = sheet.signed(sheet.rows(records), make_sign, report, period)
            _put(archive, _name(sheet), _as_csv(sheet, rows))
        _put(archive, "zahlen.json", _as_json(built))
        for path in (SCRIPT, READ_ME):
            _put(archive, path.name, path.read_text(encoding="utf-8"))
    return file.getvalue()


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)


def _name(sheet: Sheet) -> str:
    return f"{sheet.id}.csv"


def _as_csv(sheet: Sheet, rows: list[Record]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, sheet.columns, extrasaction="ignore", delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _as_json(built: Built) -> str:
    head = {
        "report": built.report.title,
        "period": built.period.label,
        "organisation": built.whose,
        "open_months": [f"{month:%Y-%m}" for month in built.open_months],
    }
    return json.dumps(head | {"numbers": list(_numbers(built))}, ensure_ascii=False, indent=1)


def _numbers(built: Built) -> Iterator[dict[str, Any]]:
    """Every number of the report with what it says and how it is counted."""
    for part in built.parts:
        for figure in part.figures:
            sheet = sheets.of_figure(built.report, part.section, figure.measure)
            yield _number(sheet, figure.measure, {}, [part.section.title, figure.measure.title], figure.number)
        for counted in part.tables:
            yield from _of_table(counted)


def _of_table(counted: Counted) -> Iterator[dict[str, Any]]:
    table = counted.table
    lines = [(line.key, line.label, line.numbers) for line in counted.lines] + [(ALL, "zusammen", counted.totals)]
    for key, label, values in lines:
        for (column, head), measure, value in zip(counted.heads, counted.measures, values, strict=True):
            where = {table.rows.id: key} if key != ALL else {}
            if table.columns is not None and column != ALL:
                where |= {table.columns.id: column}
            sheet = sheets.of_table(counted.section, table, measure)
            yield _number(sheet, measure, where, [counted.section.title, table.title, label, head], value)


def _number(
    sheet: Sheet, measure: Measure, where: dict[str, str], label: list[str], value: int | None
) -> dict[str, Any]:
    task = {"task": [sheet.task]} if sheets.has_task(sheet.task, sheet.kind) else {}
    return {
        "label": " · ".join(label),
        "file": _name(sheet),
        "distinct": measure.distinct,
        "sum": measure.sum,
        "only": {column: list(values) for column, values in measure.only} | task,
        "where": where,
        "number": value,
    }
