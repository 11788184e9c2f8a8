"""What a number was counted from: one line per record, with signs instead of people."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from . import sheets
from .catalogue import Measure, Report
from .counting.records import Record
from .places import Asked
from .sheets import Sheet

NUMBERS = {
    "contacts": ("minutes",),
    "offers": ("minutes", "women", "men", "others", "children", "volunteers"),
    "network": ("minutes", "guests"),
    "posts": ("posts", "filled", "vacant"),
}
WORDS = {
    "person": "Person",
    "household": "Haushalt",
    "contact": "Kontakt",
    "turn": "Teilnahme",
    "offer": "Angebot",
    "entry": "Eintrag",
    "minutes": "Minuten",
    "women": "Frauen",
    "men": "Männer",
    "others": "andere",
    "children": "unter 18",
    "volunteers": "Freiwillige",
    "guests": "Gäste",
    "posts": "Stellen",
    "filled": "davon besetzt",
    "vacant": "davon frei",
}

Lines = list[tuple[Sequence[str], Sequence[str], Sequence[Any]]]


def sheet_of(report: Report, asked: Asked) -> Sheet:
    """Where the rows of this number stand."""
    measure = asked.place.measure
    if asked.table is None:
        return sheets.of_figure(report, asked.section, measure)
    return sheets.of_table(asked.section, asked.table, measure)


def heads(sheet: Sheet) -> list[str]:
    """What stands above the signs and words of the list."""
    return [*([WORDS[sheet.sign]] if sheet.sign else []), *(each.title for each in sheet.dimensions)]


def number_heads(sheet: Sheet) -> list[str]:
    """What stands above its numbers."""
    return [WORDS[name] for name in NUMBERS.get(sheet.kind, ())]


def lines(sheet: Sheet, rows: Iterable[Record]) -> Lines:
    """Signs, words and numbers of each row: nothing of a person but what the table divides by."""
    return [
        (
            [row[sheet.sign]] if sheet.sign else [],
            [each.label(row[each.id]) for each in sheet.dimensions],
            [_number(sheet.kind, row[name]) for name in NUMBERS.get(sheet.kind, ())],
        )
        for row in rows
    ]


def _number(kind: str, number: int) -> int | str:
    """Posts are counted in hundredths and read as posts: 3,00."""
    return number_format(Decimal(number) / 100, 2) if kind == "posts" else number


def how_made(measure: Measure) -> str:
    """How the number comes of the lines."""
    if measure.distinct:
        return f"Gleiche Zeichen in der Spalte „{WORDS[measure.distinct]}“ zählen einmal."
    if measure.sum == "participants":
        return "Zusammengezählt: Frauen, Männer und andere."
    return f"Zusammengezählt: die Spalte „{WORDS[measure.sum]}“." if measure.sum else "Jede Zeile zählt einmal."
