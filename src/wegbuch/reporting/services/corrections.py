"""What changed after a month was closed: the closed number stays, and beside it stands what it would be today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..catalogue import Measure, Report
from ..counting.ledger import KINDS, Ledger, Month
from ..counting.reading import read
from ..counting.tables import Counted, Number
from ..models import ClosedMonth
from ..periods import Period
from .ledgers import pseudonyms
from .reports import Built, Part, build

WORDS = {
    "persons": _("Personen"),
    "contacts": _("Kontakte"),
    "offers": _("Gruppenangebote"),
    "network": _("Netzwerkeinträge"),
    "posts": _("Stellen"),
}


@dataclass(frozen=True)
class Correction:
    """One number of a report that is another today."""

    section: str
    table: str
    row: str
    measure: Measure
    column: str
    closed: Number
    today: Number

    @property
    def difference(self) -> int:
        return (self.today or 0) - (self.closed or 0)


@dataclass(frozen=True)
class Moved:
    """Rows of one kind that came, went or became others since a month was closed."""

    kind: str
    came: int
    went: int
    changed: int

    @property
    def label(self) -> Any:
        return WORDS[self.kind]


def moved(closed: Month, today: Month) -> list[Moved]:
    """Kinds of rows that are others today, in their order."""
    found = [_moved(kind, getattr(closed, kind), getattr(today, kind)) for kind in KINDS if kind != "turns"]
    return [each for each in found if each.came or each.went or each.changed]


def _moved(kind: str, before: tuple, after: tuple) -> Moved:
    old, new = ({row[0]: row for row in rows} for rows in (before, after))
    both = old.keys() & new.keys()
    return Moved(kind, len(new.keys() - both), len(old.keys() - both), sum(old[key] != new[key] for key in both))


def today_of(period: Period) -> Ledger:
    """The closed months of a period as they would be closed today."""
    kept = ClosedMonth.objects.between(period.first, period.last).values_list("first", flat=True)
    return Ledger(tuple(read([first], pseudonyms())[0] for first in sorted(kept)))


def corrections(report: Report, period: Period, *, whose: str) -> list[Correction]:
    """Numbers of the closed months of a report that are others today."""
    rows = ClosedMonth.objects.between(period.first, period.last).order_by("first")
    closed = Ledger(tuple(Month.unpacked(row.rows) for row in rows))
    if not closed.months:
        return []
    before, after = (build(report, period, whose=whose, ledger=each) for each in (closed, today_of(period)))
    return list(_differences(before, after))


def changed_since(first: date) -> list[Moved]:
    """What moved in one closed month."""
    row = ClosedMonth.objects.get(first=first)
    return moved(Month.unpacked(row.rows), read([first], pseudonyms())[0])


def _differences(before: Built, after: Built) -> Iterator[Correction]:
    for old, new in zip(before.parts, after.parts, strict=True):
        yield from _of_figures(old, new)
        for one, other in zip(old.tables, new.tables, strict=True):
            yield from _of_table(old.section.title, one, other)


def _of_figures(old: Part, new: Part) -> Iterator[Correction]:
    for one, other in zip(old.figures, new.figures, strict=True):
        if one.number != other.number:
            yield Correction(old.section.title, "", "", one.measure, "", one.number, other.number)


def _of_table(section: str, one: Counted, other: Counted) -> Iterator[Correction]:
    old, new = _numbers(one), _numbers(other)
    for place in [*old, *(place for place in new if place not in old)]:
        row, column, measure = place
        if old.get(place, 0) != new.get(place, 0):
            yield Correction(section, one.table.title, row, measure, column, old.get(place, 0), new.get(place, 0))


def _numbers(counted: Counted) -> dict[tuple[str, str, Measure], Number]:
    columns = [
        (label if counted.table.columns else "", measure)
        for (_key, label), measure in zip(counted.heads, counted.measures, strict=True)
    ]
    return {
        (line.label, column, measure): number
        for line in counted.lines
        for (column, measure), number in zip(columns, line.numbers, strict=True)
    }
