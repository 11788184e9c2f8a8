"""What may stand beside a number: the sign of each record, made anew for each table, and what the table asks for.

Page and proof file show the same. Nothing else of a record is shown, and rows of two sheets cannot be joined: neither
by their signs nor by their order.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .catalogue import Dimension, Measure, Report, Section, Table
from .counting.records import Record, Records
from .counting.tables import Place, units
from .periods import Period

# The sign of a record itself, and the columns it is made of.
OWN_SIGN = {"people": "person", "contacts": "contact", "turns": "turn", "offers": "offer", "network": "entry"}
MADE_OF = {"turn": ("contact", "person")}
HAVE_A_TASK = {"contacts", "turns", "offers"}

# Gives the sign that stands for a text at a place.
MakeSign = Callable[[str, str], str]


@dataclass(frozen=True)
class Sheet:
    """The rows behind some numbers: a figure, or those of a table that count the same.

    sign  the only one of its rows: what is counted once (a person, a household), else the record itself
    """

    id: str
    kind: str
    sign: str
    task: str
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        sign = [self.sign] if self.sign else []
        sums = [measure.sum for measure in self.measures if measure.sum]
        only = [column for measure in self.measures for column, _values in measure.only]
        task = ["task"] if has_task(self.task, self.kind) else []
        return tuple(dict.fromkeys([*sign, *(each.id for each in self.dimensions), *sums, *only, *task]))

    def rows(self, records: Records) -> Iterator[Record]:
        """What at least one of the numbers counts."""
        found = {id(each): each for measure in self.measures for each in units(Place(measure, self.task), records)}
        return iter(found.values())

    def signed(self, found: Iterable[Record], make: MakeSign, report: Report, period: Period) -> list[Record]:
        """The records with the sign of this sheet, in its order. What counts once stands there once: how often
        somebody came, or how large a household is, would be a sign too.
        """
        place = f"{report.id} {period.first} {period.last} {self.id}"
        rows = [{**each, **({self.sign: make(place, _text(each, self.sign))} if self.sign else {})} for each in found]
        if self.sign and self.sign != OWN_SIGN[self.kind]:
            rows = list({tuple(row[column] for column in self.columns): row for row in rows}.values())
        return sorted(rows, key=lambda row: [str(row[column]) for column in self.columns])


def of_figure(report: Report, section: Section, measure: Measure) -> Sheet:
    name = f"abschnitt-{report.sections.index(section) + 1}-{measure.id}"
    return Sheet(name, measure.of, _sign(measure), section.task, (measure,))


def of_table(section: Section, table: Table, measure: Measure) -> Sheet:
    """Where the rows of this measure stand, with those that count the same."""
    kind, sign = measure.of, _sign(measure)
    same = tuple(each for each in table.measures if (each.of, _sign(each)) == (kind, sign))
    name = kind if sign == OWN_SIGN.get(kind, "") else f"{kind}-{sign}"
    dimensions = tuple(filter(None, (table.rows, table.columns)))
    return Sheet(f"{table.id}-{name}", kind, sign, section.task, same, dimensions)


def of_report(report: Report) -> Iterator[Sheet]:
    """Every sheet of a report, section by section."""
    for section in report.sections:
        yield from (of_figure(report, section, measure) for measure in section.figures)
        for table in section.tables:
            found = [of_table(section, table, measure) for measure in table.measures]
            yield from {sheet.id: sheet for sheet in found}.values()


def _sign(measure: Measure) -> str:
    return measure.distinct or OWN_SIGN.get(measure.of, "")


def has_task(task: str, kind: str) -> bool:
    """Whether only records of the section's task are counted."""
    return bool(task) and kind in HAVE_A_TASK


def _text(record: Record, sign: str) -> str:
    return " ".join(record[column] for column in MADE_OF.get(sign, (sign,)))
