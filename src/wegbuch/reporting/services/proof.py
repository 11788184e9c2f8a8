"""The proof file of a report: its records without names, its numbers, and the script that counts them again."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..catalogue import Measure, Report, Section
from ..counting.records import Records, records_of
from ..counting.tables import ALL, Counted
from ..periods import Period
from .ledgers import ledger_of
from .reports import Built, build

SCRIPT = Path(__file__).parent.parent / "proof" / "nachzaehlen.py"
READ_ME = SCRIPT.parent / "LIESMICH.txt"
# So that the same records give the same file, to the last byte.
STAMP = (2026, 1, 1, 0, 0, 0)
SIGNS = ("person", "household", "contact", "offer", "entry")
# The sign of a record itself, so that an auditor can ask for one of them.
OWN_SIGN = {"people": "person", "contacts": "contact", "turns": "contact", "offers": "offer", "network": "entry"}


def proof_file(report: Report, period: Period, *, whose: str) -> bytes:
    """A ZIP: one table of records per kind, `zahlen.json`, the script and how to use it.

    Only columns that the report counts by are in it. Signs stand for people, households and entries.
    """
    ledger = ledger_of(period)
    built, records = build(report, period, whose=whose, ledger=ledger), records_of(ledger)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in sorted({measure.of for measure in report.measures}):
            _put(archive, f"{kind}.csv", _as_csv(kind, report, records))
        _put(
            archive,
            "zahlen.json",
            json.dumps(_head(built) | {"numbers": list(numbers(built))}, ensure_ascii=False, indent=1),
        )
        _put(archive, SCRIPT.name, SCRIPT.read_text(encoding="utf-8"))
        _put(archive, READ_ME.name, READ_ME.read_text(encoding="utf-8"))
    return file.getvalue()


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)


def _head(built: Built) -> dict[str, Any]:
    return {
        "report": built.report.title,
        "period": built.period.label,
        "organisation": built.whose,
        "open_months": [f"{month:%Y-%m}" for month in built.open_months],
    }


def numbers(built: Built) -> Iterator[dict[str, Any]]:
    """Every number of the report with what it says and how it is counted."""
    for part in built.parts:
        for figure in part.figures:
            yield _number(part.section, figure.measure, {}, [part.section.title, figure.measure.title], figure.number)
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
            yield _number(counted.section, measure, where, [counted.section.title, table.title, label, head], value)


def _number(
    section: Section, measure: Measure, where: dict[str, str], label: list[str], value: int | None
) -> dict[str, Any]:
    task = {"task": section.task} if section.task and _has_task(measure) else {}
    return {
        "label": " · ".join(label),
        "records": measure.of,
        "distinct": measure.distinct,
        "sum": measure.sum,
        "only": {column: list(values) for column, values in measure.only} | {key: [one] for key, one in task.items()},
        "where": where,
        "number": value,
    }


def _has_task(measure: Measure) -> bool:
    return measure.of in {"contacts", "turns", "offers"}


def _as_csv(kind: str, report: Report, records: Records) -> str:
    columns = _columns(kind, report)
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, extrasaction="ignore", delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(records[kind], key=lambda record: [str(record[column]) for column in columns]))
    return file.getvalue()


def _columns(kind: str, report: Report) -> list[str]:
    """Columns that a number of this report asks for, signs first."""
    wanted = dict.fromkeys(column for section in report.sections for column in _asked(kind, section))
    signs = [name for name in SIGNS if name in wanted or name == OWN_SIGN.get(kind)]
    return [*signs, *(name for name in wanted if name not in signs)]


def _asked(kind: str, section: Section) -> Iterator[str]:
    for measure in section.measures:
        if measure.of == kind:
            yield from filter(None, [measure.distinct, measure.sum, *dict(measure.only)])
            if section.task and _has_task(measure):
                yield "task"
    for table in section.tables:
        if any(measure.of == kind for measure in table.measures):
            yield from (dimension.id for dimension in (table.rows, table.columns) if dimension)
