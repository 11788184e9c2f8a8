"""What changed after a month was closed: the closed number stays, and beside it stands what it would be today."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..catalogue import Measure, Report
from ..counting.ledger import Ledger, Month
from ..counting.tables import Counted, Number
from ..counting.topics import called_as_in
from ..models import ClosedMonth
from ..periods import month_of
from .closing import month_now
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
    found = [_moved(kind, getattr(closed, kind), getattr(today, kind)) for kind in WORDS]
    return [each for each in found if each.came or each.went or each.changed]


def _moved(kind: str, before: tuple, after: tuple) -> Moved:
    old, new = ({row[0]: row for row in rows} for rows in (before, after))
    both = old.keys() & new.keys()
    return Moved(kind, len(new.keys() - both), len(old.keys() - both), sum(old[key] != new[key] for key in both))


@dataclass(frozen=True)
class Changed:
    """What moved in a closed month, and the numbers of a report that are others for it."""

    moved: list[Moved]
    numbers: list[Correction]


def changed_since(kept: ClosedMonth, report: Report) -> Changed:
    """A closed month beside what it would be if it were closed today."""
    closed, period = kept.month, month_of(kept.first)
    today = called_as_in(closed, month_now(kept.first, pseudonyms()))
    before, after = (build(report, period, whose="", ledger=Ledger((month,))) for month in (closed, today))
    return Changed(moved(closed, today), list(_differences(before, after)))


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
