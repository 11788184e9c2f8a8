"""What a number was counted from: one line per record, with signs instead of people."""

from collections.abc import Iterable, Sequence
from typing import Any

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
    "posts": "Stellen in Hundertsteln",
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
    """What stands above the columns of the list."""
    return [
        *([WORDS[sheet.sign]] if sheet.sign else []),
        *(each.title for each in sheet.dimensions),
        *(WORDS[name] for name in NUMBERS.get(sheet.kind, ())),
    ]


def lines(sheet: Sheet, rows: Iterable[Record]) -> Lines:
    """Signs, words and numbers of each row: nothing of a person but what the table divides by."""
    return [
        (
            [row[sheet.sign]] if sheet.sign else [],
            [each.label(row[each.id]) for each in sheet.dimensions],
            [row[name] for name in NUMBERS.get(sheet.kind, ())],
        )
        for row in rows
    ]


def how_made(measure: Measure) -> str:
    """How the number comes of the lines."""
    if measure.distinct:
        return f"Gleiche Zeichen in der Spalte „{WORDS[measure.distinct]}“ zählen einmal."
    if measure.sum == "participants":
        return "Zusammengezählt: Frauen, Männer und andere."
    return f"Zusammengezählt: die Spalte „{WORDS[measure.sum]}“." if measure.sum else "Jede Zeile zählt einmal."
