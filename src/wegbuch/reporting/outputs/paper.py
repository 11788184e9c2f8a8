"""A report as tagged PDF, set by typst in a process of its own. Data goes in as data, never as source."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ..counting.tables import Counted, Number
from .words import HOW_COUNTED, NOTHING, STATE, TOGETHER, Texts, shares, standing, written

if TYPE_CHECKING:
    from ..services.reports import Built, Part

SOURCE = Path(__file__).resolve().parents[3]
SETTER = "wegbuch.reporting.outputs.typesetting"
# Processor time the setter allows itself, as long as it may take, both in seconds.
LONGEST = 60


NO_PDF = _("Das PDF ist nicht gelungen. Word und Excel gehen trotzdem.")


class NotSet(RuntimeError):
    """The report could not be set; why stands in the exit status, never in words."""


def paper(built: "Built", texts: Texts | None = None) -> bytes:
    """texts  what was written for each task

    raises  NotSet
    """
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, no shell
            [sys.executable, "-m", SETTER],
            input=json.dumps(described(built, texts or {})).encode(),
            capture_output=True,
            timeout=LONGEST,
            env={"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotSet("took too long") from None
    if done.returncode:
        raise NotSet(f"the setter ended with {done.returncode}")
    return done.stdout


def described(built: "Built", texts: Texts) -> dict[str, Any]:
    """The report as the template reads it: words and shares, nothing to reckon with."""
    return {
        "title": built.report.title,
        "period": built.period.label,
        "whose": built.addressed,
        "until": [built.counted_until.year, built.counted_until.month, built.counted_until.day],
        "words": {"how": HOW_COUNTED, "state": STATE, "nothing": NOTHING},
        "state": list(standing(built)),
        "how": [(measure.title, measure.how) for measure in built.measures],
        "parts": [_part(part, texts.get(part.section.task, ())) for part in built.parts],
    }


def _part(part: "Part", texts: Sequence[str]) -> dict[str, Any]:
    return {
        "title": part.section.title,
        "texts": [line.strip() for text in texts for line in text.splitlines() if line.strip()],
        "figures": [(written(figure.measure, figure.number), figure.measure.title) for figure in part.figures],
        "tables": [_table(counted) for counted in part.tables],
    }


def _table(counted: Counted) -> dict[str, Any]:
    def row(label: str, numbers: Sequence[Number]) -> list[str]:
        return [label, *(written(measure, each) for measure, each in zip(counted.measures, numbers, strict=True))]

    return {
        "title": counted.table.title,
        "heads": [counted.table.rows.title, *(label for _key, label in counted.heads)],
        "rows": [row(line.label, line.numbers) for line in counted.lines],
        "totals": row(TOGETHER, counted.totals),
        "bars": shares(counted) if counted.table.has_chart else [],
    }
