"""A long list of which three lines in ten are broken, as a text file and as a workbook, with what must come of it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import openpyxl

HEADINGS = ("Lfd. Nr.", "Name", "Vorname", "geb. am", "Staatsang.", "Bemerkung", "Bemerkung")
FIRST_LINE = 2
EPOCH = date(1899, 12, 30)
LONG_CELL = "Langname" * 125_000
NAME, BORN = "Name", "geb. am"
# What stands in a broken line: surname, birth date, the column that is to blame, a piece of the reason.
BROKEN = (
    ("{name}", "31.02.1990", BORN, "Der 31. Februar existiert nicht."),
    ("{name}", "99.99.9999", BORN, "Einen Monat 99 gibt es nicht."),
    ("{name}", "31.12.2199", BORN, "liegt in der Zukunft."),
    ("{name}", "01.01.1850", BORN, "liegt vor 1900."),
    ("{name}", "Kabul", BORN, "ist kein Tag."),
    ("{name}", 99_999_999, BORN, "ist kein Tag."),
    ("{name} und Kind", "01.05.1990", NAME, "sind mehrere Personen."),
    ("{long}", "01.05.1990", NAME, "Der Name hat"),
    ("12345", "01.05.1990", NAME, "ist kein Name."),
)
NUL_LINE, UMLAUT = 13, "Müller"


@dataclass
class Expected:
    """Broken lines with column and reason; people with surname, birth date and birth year, by given name."""

    refused: dict[int, tuple[str, str]] = field(default_factory=dict)
    people: dict[str, tuple[str, date | None, int | None]] = field(default_factory=dict)


def rows(length: int, expected: Expected, long_cell: str) -> Iterator[tuple[object, ...]]:
    """The lines under the headings; notes down what must come of each."""
    kinds = count()
    for number in range(length):
        given, name = f"Ama{_letters(number)}", f"{UMLAUT if number % 10 == 5 else 'Haddad'}{_letters(number)[::-1]}"
        if number % 10 < 3:
            surname, born, column, reason = BROKEN[next(kinds) % len(BROKEN)]
            expected.refused[number + FIRST_LINE] = (column, reason)
            yield number, surname.format(name=name, long=long_cell), given, born, "", "", ""
        else:
            born, told = _birth(number)
            expected.people[given] = (name, *told)
            yield number, name, given, born, "Syrien", "\x00" if number == NUL_LINE else "", "=1+1"


def as_text(length: int) -> tuple[bytes, Expected]:
    """Lines of two encodings by turns; one cell of a megabyte."""
    expected = Expected()
    lines = [";".join(HEADINGS).encode()]
    for number, row in enumerate(rows(length, expected, "{long}")):
        text = ";".join(map(str, row)).replace("{long}", LONG_CELL if number < 100 else LONG_CELL[:3_000])
        lines.append(text.encode("cp1252" if number % 2 else "utf-8"))
    return b"\r\n".join(lines), expected


def as_workbook(length: int) -> tuple[bytes, Expected]:
    """A workbook with a hidden sheet, merged cells, formulas and control signs as Excel writes them."""
    expected = Expected()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Bestand"
    sheet.append(HEADINGS)
    for row in rows(length, expected, LONG_CELL[:30_000]):
        sheet.append([value.replace("\x00", "_x0000_") if isinstance(value, str) else value for value in row])
    sheet.merge_cells(start_row=6, end_row=7, start_column=5, end_column=5)
    hidden = book.create_sheet("alt")
    hidden.append(HEADINGS)
    hidden.append((1, "Verborgen", "Nie", "01.05.1990", "", "", ""))
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), expected


def _birth(number: int) -> tuple[object, tuple[date | None, int | None]]:
    """A birth date as lists have it, and what it means."""
    day = date(1950, 1, 2) + timedelta(days=number * 37 % 18_000)
    spelled = (
        (f"{day:%d.%m.%Y}", (day, None)),
        ((day - EPOCH).days, (day, None)),
        (f"{day.month:02d}/28/{day.year}", (day.replace(day=28), None)),
        (f"00.00.{day.year}", (None, day.year)),
    )
    return spelled[number % len(spelled)]


def _letters(number: int) -> str:
    return "".join("bdfgklmnrs"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05d}")
