"""The name cells of one line → surname and given name of one person."""

import re
from dataclasses import dataclass

from .headings import NAME_FIELDS, Field, together
from .line_cells import LineCells
from .names import LONGEST_NAME, has_broken_letters, holds_several_people, read_name, split_full_name
from .values import shortened
from .workbook import is_blank

_GIVEN_NAME_FIRST = re.compile(r"^vor|^name$|^person|^klient|^bewohner")


@dataclass(frozen=True, slots=True)
class Names:
    surname: str
    given_name: str


def read_names(cells: LineCells) -> Names:
    """Both names; several people in one cell, no name, or no letters in it refuse the line."""
    used = [name for name in Field if name in NAME_FIELDS and not is_blank(cells.value(name))]
    for name in used:
        if holds_several_people(cells.value(name)):
            text = f"„{shortened(cells.value(name))}“ sind mehrere Personen."
            cells.say("refuse", name, text, "Schreiben Sie jede Person in eine eigene Zeile.")
            return Names("", "")
    names = _parted(cells)
    _check_presence(cells, names)
    for name in used:
        _check_spelling(cells, name)
    return names


def _parted(cells: LineCells) -> Names:
    surname, given_name = read_name(cells.value(Field.SURNAME)), read_name(cells.value(Field.GIVEN_NAME))
    whole = read_name(cells.value(Field.FULL_NAME))
    if whole and not (surname and given_name):
        starts_given = bool(_GIVEN_NAME_FIRST.search(together(cells.label(Field.FULL_NAME))))
        parts = split_full_name(whole, given_name_first=starts_given)
        if not parts.is_certain:
            text = f"Gelesen als Nachname „{shortened(parts.surname)}“, Vorname „{shortened(parts.given_name)}“."
            cells.say("note", Field.FULL_NAME, text, "Ein Komma macht es eindeutig: Nachname, Vorname")
        surname, given_name = surname or parts.surname, given_name or parts.given_name
    return Names(surname, given_name)


def _check_presence(cells: LineCells, names: Names) -> None:
    whole = Field.FULL_NAME if Field.FULL_NAME in cells.mapping else None
    if not names.surname and not names.given_name:
        cells.say("refuse", whole or Field.SURNAME, "Der Name fehlt.", "Tragen Sie Nachname oder Vorname ein.")
        return
    numbers = {cells.mapping.get(Field.RUNNING_NUMBER), cells.mapping.get(Field.HOUSEHOLD_NUMBER)}
    if len(set(cells.line.filled) - numbers) < 2 and not (names.surname and names.given_name):
        cells.say("refuse", None, "Außer einem Wort steht in der Zeile nichts.", "Ergänzen Sie die Angaben zur Person.")
        return
    if not names.surname:
        cells.say("note", whole or Field.SURNAME, "Der Nachname fehlt.")
    if not names.given_name:
        cells.say("note", whole or Field.GIVEN_NAME, "Der Vorname fehlt.")


def _check_spelling(cells: LineCells, name: Field) -> None:
    text = read_name(cells.value(name))
    if not text:
        return
    letters = sum(sign.isalpha() for sign in text)
    if not letters:
        cells.say("refuse", name, f"„{shortened(text)}“ ist kein Name.", "Prüfen Sie, ob die Spalten stimmen.")
    elif len(text) > LONGEST_NAME:
        cells.say("refuse", name, f"Der Name hat {len(text)} Zeichen. Mehr als {LONGEST_NAME} gehen nicht.")
    elif letters == 1:
        cells.say("note", name, f"„{text}“ ist nur ein Buchstabe. Bitte prüfen Sie den Namen.")
    elif any(sign.isdigit() for sign in text):
        cells.say("note", name, f"„{shortened(text)}“ enthält Ziffern. Bitte prüfen Sie den Namen.")
    elif "/" in text:
        cells.say("note", name, f"„{shortened(text)}“: zwei Schreibweisen oder zwei Personen? Bitte prüfen Sie das.")
    elif has_broken_letters(text):
        cells.say("note", name, f"„{shortened(text)}“ enthält zerstörte Buchstaben. Bitte berichtigen Sie den Namen.")
