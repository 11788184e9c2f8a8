"""How numbers, places and the state of a report are written, in every output alike."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import category

from wegbuch.core import dates

from ..catalogue import Measure
from ..counting.tables import ALL, Counted, Number
from ..periods import month_name

if TYPE_CHECKING:
    from ..services.reports import Built

HIDDEN = "nicht gezeigt"
TOGETHER = "zusammen"
HOW_COUNTED, STATE, FIGURES = "So wurde gezählt", "Stand", "Auf einen Blick"
NOTHING = "In diesem Zeitraum wurde dazu nichts eingetragen."
# How many of its small unit make one of the unit that people read.
PARTS = {"minutes": 60, "posts": 100}
HEAD_UNITS = {"minutes": "Stunden"}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})

# Texts of a report by the task they are about.
Texts = Mapping[str, Sequence[str]]


def plain(text: str) -> str:
    """Without the signs that no file of words can hold."""
    return "".join(sign for sign in text if sign in "\n\t" or category(sign) not in ("Cc", "Cs"))


def value(measure: Measure, number: int) -> int | float:
    """Hours of minutes, posts of their hundredths, anything else as it is."""
    return number / PARTS[measure.unit] if measure.unit in PARTS else number


def written(measure: Measure, number: Number) -> str:
    """28,5 h · 11,2 · 1.558 · nicht gezeigt"""
    if number is None:
        return HIDDEN
    if measure.unit == "minutes":
        return f"{_decimal(Decimal(number) / 60, '0.1')} h"
    if measure.unit == "posts":
        return _decimal(Decimal(number) / 100, "0.01").rstrip("0").rstrip(",")
    return _grouped(str(number))


def _decimal(number: Decimal, step: str) -> str:
    whole, _point, rest = str(number.quantize(Decimal(step), ROUND_HALF_UP)).partition(".")
    return f"{_grouped(whole)},{rest}"


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", ".")


def heads(counted: Counted) -> list[str]:
    """What stands above the columns; a measure of time names its unit."""
    if counted.table.columns is not None:
        return [label for _key, label in counted.heads]
    return [head(measure) for measure in counted.measures]


def head(measure: Measure) -> str:
    unit = HEAD_UNITS.get(measure.unit)
    return f"{measure.title} ({unit})" if unit else measure.title


def drawn(counted: Counted) -> int:
    """The column that the bars show: all together, or the first measure."""
    keys = [key for key, _label in counted.heads]
    return keys.index(ALL) if counted.table.columns is not None else 0


def shares(counted: Counted) -> list[float]:
    """The length of each line's bar, the longest is 1; a number that is not shown has none."""
    numbers = [line.numbers[drawn(counted)] or 0 for line in counted.lines]
    longest = max(numbers, default=0)
    return [number / longest if longest else 0.0 for number in numbers]


def standing(built: "Built") -> Iterator[tuple[str, str]]:
    """What the numbers are about and whether they can still change: what and how."""
    yield "Bericht", built.report.title
    yield "Zeitraum", built.period.label
    yield "Gezählt für", built.addressed
    yield "Angaben zu Personen", f"wie am {dates.in_figures(built.counted_until)}; wer vorher ging, wie am letzten Tag"
    yield "Monate", months_word(built)
    if _hides(built):
        yield HIDDEN, "eine kleine Zahl oder eine, die sie verraten würde"


def _hides(built: "Built") -> bool:
    """Whether a number of the report is not shown."""
    figures = [figure.number for part in built.parts for figure in part.figures]
    tables = [counted for part in built.parts for counted in part.tables]
    rows = chain.from_iterable([*(line.numbers for line in counted.lines), counted.totals] for counted in tables)
    return None in figures or any(None in row for row in rows)


def months_word(built: "Built") -> str:
    if built.is_final:
        return "alle abgeschlossen; die Zahlen ändern sich nicht mehr"
    if len(built.open_months) == len(built.period.months):
        return "noch nicht abgeschlossen; die Zahlen können sich noch ändern"
    names = ", ".join(month_name(month) for month in built.open_months)
    return f"noch nicht abgeschlossen: {names}; die Zahlen können sich noch ändern"


def file_name(built: "Built", ending: str) -> str:
    """monatsstatistik-2026-10.xlsx · sachbericht-2026-01-bis-2026-12.pdf"""
    title = "".join(sign for sign in built.report.title.lower().translate(UMLAUTS) if sign.isalnum() or sign == "-")
    first, last = (f"{day:%Y-%m}" for day in (built.period.first, built.period.last))
    return f"{title}-{first}.{ending}" if first == last else f"{title}-{first}-bis-{last}.{ending}"
