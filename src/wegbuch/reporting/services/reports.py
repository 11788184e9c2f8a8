"""A report put together: one ledger, one set of records, every figure and table of the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from wegbuch.jobs.work import AtOnce, Pace

from ..catalogue import Measure, Report, Section
from ..counting.ledger import Ledger
from ..counting.records import Records, records_of
from ..counting.tables import Counted, Number, count, figure
from ..periods import Period, half_year_of, month_after, month_of, quarter_of, year_of
from .ledgers import ledger_of

OWN_ONLY = "nur für den eigenen Träger, mit kleinen Zahlen"
COUNTING = "Der Bericht wird gezählt"


@dataclass(frozen=True)
class Figure:
    measure: Measure
    number: Number


@dataclass(frozen=True)
class Part:
    """A section with its numbers."""

    section: Section
    figures: tuple[Figure, ...]
    tables: tuple[Counted, ...]


@dataclass(frozen=True)
class Built:
    """A report of one period, as every page and every file shows it.

    whose         who is counted, in words: an organisation, or a district
    open_months   months that are not closed: their numbers can still change
    counted_until the day whose state the people show
    hides_small   small numbers are not shown, as the district gets it
    """

    report: Report
    period: Period
    whose: str
    parts: tuple[Part, ...]
    open_months: tuple[date, ...]
    counted_until: date
    hides_small: bool = False

    @property
    def is_own_only(self) -> bool:
        """Whether somebody else gets the same report without the small numbers that stand in this one."""
        return "district" in self.report.audiences and not self.hides_small

    @property
    def addressed(self) -> str:
        """Who is counted, and that a file is not meant for others."""
        return f"{self.whose} · {OWN_ONLY}" if self.is_own_only else self.whose

    @property
    def is_final(self) -> bool:
        return not self.open_months

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure once: each is explained in „So wurde gezählt“."""
        return self.report.measures


def build(
    report: Report, period: Period, *, whose: str, ledger: Ledger | None = None, pace: Pace | None = None
) -> Built:
    """Count a report in the organisation that acts, section by section.

    ledger  rows to count, if they are read already
    """
    pace, ledger = pace or AtOnce(), ledger or ledger_of(period)
    records, parts = records_of(ledger), []
    for place, section in enumerate(report.sections):
        pace.step(place, len(report.sections), COUNTING)
        parts.append(_part(section, records, period))
    return Built(
        report=report,
        period=period,
        whose=whose,
        parts=tuple(parts),
        open_months=tuple(sorted(ledger.open_months)),
        counted_until=ledger.counted_until,
    )


def _part(section: Section, records: Records, period: Period) -> Part:
    figures = tuple(Figure(measure, figure(measure, section, records)) for measure in section.figures)
    return Part(section, figures, tuple(count(section, table, records, period.month_keys) for table in section.tables))


PERIODS: Mapping[str, Callable[[date], Period]] = {
    "month": month_of,
    "quarter": quarter_of,
    "half_year": half_year_of,
    "year": year_of,
}


def offered(report: Report, today: date, number: int) -> list[Period]:
    """The periods a report may be asked for, the present one first."""
    found = [PERIODS[report.period](today)]
    while len(found) < number:
        found.append(PERIODS[report.period](month_after(found[-1].first, -1)))
    return found
