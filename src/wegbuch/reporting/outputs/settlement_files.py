"""The settlement by heads as files for whoever pays: numbers, rates with their source, no names."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from wegbuch.core import dates

from .csv_table import written_out
from .words import HIDDEN, STATE

if TYPE_CHECKING:
    from ..services.settlement import Amount, Settlement

TITLE = "Abrechnung nach Köpfen"
HEAD = ("Wofür", "Anzahl", "Satz im Jahr (€)", "Betrag im Jahr (€)", "Satz gilt ab", "Quelle")
OUTDATED = "Neuere Sätze sind nicht im Regelbuch. Bitte im Amtsblatt prüfen."
TO_CLEAR = (
    "Welcher Stichtag gilt und ob anteilig gerechnet wird, legt der Landkreis fest. Bitte mit der Fachstelle klären."
)
NOT_CLOSED = "Der Monat ist noch nicht überall abgeschlossen. Köpfe stehen hier danach."
FIRST_WIDTH, WIDTH, SOURCE_WIDTH = 42, 20, 60

Cell = str | int | Decimal


def as_csv(found: "Settlement", whose: str) -> bytes:
    """UTF-8 with its mark, semicolons, comma before cents."""
    rows = [*_state(found, whose), (), HEAD, *map(_row, _amounts(found))]
    return written_out([_written(cell) for cell in row] for row in rows)


def as_workbook(found: "Settlement", whose: str) -> bytes:
    """One sheet with real numbers and no formula, one with what they rest on."""
    from openpyxl.styles import Alignment, Font

    from .workbook import PINE, new_book, new_sheet, put_heads, put_text, put_words, saved

    book = new_book(TITLE, whose)
    sheet = new_sheet(book, TITLE)
    put_text(sheet, 1, 1, f"{TITLE} · Stichtag {dates.in_figures(found.day)}", Font(bold=True, size=16, color=PINE))
    put_text(sheet, 2, 1, whose)
    put_heads(sheet, 4, HEAD)
    for place, amount in enumerate(_amounts(found), start=5):
        for column, cell in enumerate(_row(amount), start=1):
            if isinstance(cell, str):
                put_text(sheet, place, column, cell)
            else:
                sheet.cell(place, column, cell).number_format = "#,##0.##" if column == 2 else "#,##0.00"
    for line in sheet.iter_rows(min_row=4, min_col=5):
        for words in line:
            words.alignment = Alignment(horizontal="left", indent=1)
    for letter, width in zip("ABCDEF", (FIRST_WIDTH, *(WIDTH,) * 4, SOURCE_WIDTH), strict=True):
        sheet.column_dimensions[letter].width = width
    put_words(new_sheet(book, STATE), STATE, _state(found, whose))
    return saved(book)


# By endings of `kinds.OUTPUTS`.
MAKERS: dict[str, Callable[["Settlement", str], bytes]] = {"xlsx": as_workbook, "csv": as_csv}


def _amounts(found: "Settlement") -> tuple[tuple[str, "Amount"], ...]:
    return ("Köpfe mit Asylbewerberleistungen", found.heads), ("Stellen im Fachberatungsdienst", found.posts)


def _row(named: tuple[str, "Amount"]) -> tuple[Cell, ...]:
    what, amount = named
    number, euros = (HIDDEN if each is None else each for each in (amount.number, amount.euros))
    rate = amount.rate
    return what, number, rate.amount, euros, dates.in_figures(rate.valid_from), rate.source


def _state(found: "Settlement", whose: str) -> list[tuple[str, str]]:
    rows = [("Gezählt für", whose), ("Stichtag", dates.in_figures(found.day))]
    if found.is_open:
        rows.append(("Köpfe", NOT_CLOSED))
    if found.is_outdated:
        rows.append(("Satz", OUTDATED))
    return [*rows, ("Offen", TO_CLEAR)]


def _written(cell: Cell) -> str:
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)
