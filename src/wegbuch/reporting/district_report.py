"""A report of the catalogue for the district: closed months of all organisations, small numbers hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from wegbuch.access.models import District

from . import counts
from .catalogue import Dimension, Measure, Report, Section, Table, book
from .counting.records import KINDS, Records, records_of
from .counting.tables import Counted, Line, Number, count, figure
from .district import EVERYTHING, INTERPRETED, ClosedLedgers, DistrictCounts, across_district, closed_ledgers
from .periods import Period, quarter_of
from .services.reports import Built, Figure, Part
from .suppression import Shown, added, alone, line, part

# Ways of dividing contacts that the quarters show too: the same contacts divided anew could be subtracted from them.
OF_THE_QUARTERS = {"task": tuple(map(str, counts.TASKS)), "interpreted": INTERPRETED}
# Who began, runs or ended: beside all of them, and beside those of the next half year, they tell how few left.
NOT_SHOWN = ("new", "running", "closed")
PARTS_OF_ALL = ("households", "counselled")
ORGANISATIONS = Dimension("organisation", "Träger", ("people", "contacts"), "organisation", "found")


def district_report(report: Report, district: District, period: Period) -> tuple[Built, tuple[str, ...]]:
    """The report as the district may see it, and the organisations that have not closed every month.

    As long as one of them is missing nothing is counted: when it comes, the difference would be its people.
    """
    kept = closed_ledgers(district, period)
    parts: tuple[Part, ...] = ()
    if not kept.waiting:
        counting = _Counting(kept, [across_district(district, quarter_of(first)) for first in period.months[::3]])
        parts = (*(_part(section, counting) for section in report.sections), counting.by_organisation())
    built = Built(
        report=report,
        period=period,
        whose=district.name,
        parts=tuple(each for each in parts if each.figures or each.tables),
        open_months=(),
        counted_until=period.last,
        hides_small=True,
    )
    return built, kept.waiting


def _part(section: Section, counting: "_Counting") -> Part:
    open_figures = [measure for measure in section.figures if measure.id not in NOT_SHOWN]
    figures = tuple(Figure(measure, counting.figure(measure)) for measure in open_figures)
    open_tables = [table for table in section.tables if _may_be_shown(table)]
    return Part(section, figures, tuple(counting.table(section, table) for table in open_tables))


def _may_be_shown(table: Table) -> bool:
    of_contacts = table.measures[0].of in {"contacts", "turns"}
    return table.columns is None and (not of_contacts or table.rows.id in OF_THE_QUARTERS)


@dataclass
class _Counting:
    """The numbers of one district, each as far as it may be shown."""

    kept: ClosedLedgers
    quarters: list[DistrictCounts]

    @cached_property
    def by_name(self) -> dict[str, Records]:
        return {name: records_of(ledger) for name, ledger in self.kept.ledgers.items()}

    @cached_property
    def records(self) -> Records:
        """All organisations together; who has two of them is in it twice."""
        return {kind: list(chain.from_iterable(each[kind] for each in self.by_name.values())) for kind in KINDS}

    def figure(self, measure: Measure) -> Number:
        """A number of the overview."""
        if measure.of == "contacts":
            return self._of_quarters(measure.id, "task").total
        found = figure(measure, EVERYTHING, self.records)
        if measure.id in PARTS_OF_ALL:
            return part(found, max(found, figure(book().measures["supported"], EVERYTHING, self.records)))
        return alone(found)

    def table(self, section: Section, table: Table) -> Counted:
        if table.rows.id in OF_THE_QUARTERS:
            return self._contacts(section, table)
        counted = count(section, table, self.records)
        if table.measures[0].of == "posts":
            return counted
        columns = [line(numbers) for numbers in zip(*(each.numbers for each in counted.lines), strict=True)]
        shown = zip(*columns, strict=True)
        lines = tuple(Line(each.key, each.label, numbers) for each, numbers in zip(counted.lines, shown, strict=True))
        return Counted(section, table, counted.heads, lines, tuple(alone(total or 0) for total in counted.totals))

    def _contacts(self, section: Section, table: Table) -> Counted:
        shown = [self._of_quarters(measure.id, table.rows.id) for measure in table.measures]
        keys = OF_THE_QUARTERS[table.rows.id]
        rows = zip(*(each.row_totals for each in shown), strict=True)
        lines = tuple(Line(key, table.rows.label(key), row) for key, row in zip(keys, rows, strict=True))
        heads = tuple((measure.id, measure.title) for measure in table.measures)
        return Counted(section, table, heads, lines, tuple(each.total for each in shown))

    def _of_quarters(self, measure: str, dimension: str) -> Shown:
        """What the quarters show of the organisations in this report, added up."""
        place = measure if dimension == "task" else dimension
        return added(
            [_columns(getattr(each, place), each.organisations, list(self.kept.ledgers)) for each in self.quarters]
        )

    def by_organisation(self) -> Part:
        """People and contacts of each organisation."""
        measures = (book().measures["supported"], book().measures["contacts"])
        section = Section("Träger", (), (Table("organisation", ORGANISATIONS, measures),))
        people = [figure(measures[0], EVERYTHING, records) for records in self.by_name.values()]
        contacts = self._of_quarters("contacts", "task")
        pairs = zip(self.by_name, line(people), contacts.column_totals, strict=True)
        lines = tuple(Line(name, name, (persons, held)) for name, persons, held in pairs)
        totals = (alone(sum(people)), contacts.total)
        heads = tuple((measure.id, measure.title) for measure in measures)
        return Part(section, (), (Counted(section, section.tables[0], heads, lines, totals),) if lines else ())


def _columns(shown: Shown, present: Sequence[str], names: Sequence[str]) -> list[tuple[Number, ...]]:
    """The cells of these organisations; who did not counsel in the quarter had no contact in it."""
    return [tuple(row[present.index(name)] if name in present else 0 for name in names) for row in shown.cells]
