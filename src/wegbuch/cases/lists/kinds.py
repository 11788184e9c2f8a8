"""What kind of line it is: a person, a subtotal, a bare number, a section title, nothing."""

import re
from collections.abc import Mapping, Sequence

from .headings import Field, together
from .readings import Complaint, Kind
from .values import as_text, shortened
from .workbook import Line

_SUM = re.compile(
    r"(?:zwischen|gesamt|end)?(?:summen?|ergebnis)\b|(?:ins)?gesamt\b|gesamt(?:zahl|anzahl)\b|total\b|übertrag\b|anzahl\b",
    re.I,
)
_PERSONAL = (Field.SURNAME, Field.GIVEN_NAME, Field.FULL_NAME, Field.BIRTH_DATE)
_PROOF = (Field.GIVEN_NAME, Field.BIRTH_DATE, Field.FILE_NUMBER_BAMF, Field.FILE_NUMBER_AZR)
_NUMBERS = (Field.RUNNING_NUMBER, Field.HOUSEHOLD_NUMBER)
_WORDS: dict[Kind, str] = {
    "subtotal": "Das ist eine Summenzeile. Sie ist übersprungen.",
    "number_only": "Hier steht nur eine Nummer. Die Zeile ist übersprungen.",
    "section": "Das ist eine Zwischenüberschrift oder ein Vermerk. Die Zeile ist übersprungen.",
    "repeated_header": "Hier stehen noch einmal Überschriften. Die Zeile ist übersprungen.",
    "empty": "",
    "person": "",
}


def kind_of(line: Line, headers: Sequence[str], mapping: Mapping[Field, int]) -> Kind:
    """The kind of one line under the headings."""
    filled = line.filled
    if not filled and not line.marks:
        return "empty"
    has_proof = _is_any_filled(filled, mapping, _PROOF)
    if not has_proof and any(_SUM.match(as_text(line.value(column))) for column in filled[:3]):
        return "subtotal"
    if _repeats_header(line, filled, headers):
        return "repeated_header"
    if filled and set(filled) <= {mapping[field] for field in _NUMBERS if field in mapping}:
        return "number_only" if _has_digit(line, filled) else "section"
    if not has_proof and _is_section(line, mapping, filled):
        return "section"
    return "person" if filled else "empty"


def naming(kind: Kind, line: Line) -> tuple[Complaint, ...]:
    """The note that names a line which is skipped."""
    if not _WORDS[kind]:
        return ()
    first = next(iter(line.filled), None)
    return (Complaint("note", "", shortened(line.value(first)), _WORDS[kind]),)


def _is_any_filled(filled: Sequence[int], mapping: Mapping[Field, int], fields: Sequence[Field]) -> bool:
    return any(mapping.get(field) in filled for field in fields)


def _has_digit(line: Line, columns: Sequence[int]) -> bool:
    return any(sign.isdigit() for column in columns for sign in as_text(line.value(column)))


def _repeats_header(line: Line, filled: Sequence[int], headers: Sequence[str]) -> bool:
    """The headings once more, or the row of column numbers that forms carry under them."""
    if len(filled) >= 2 and all(_is_heading(as_text(line.value(column)), column, headers) for column in filled):
        return True
    numbers = enumerate(filled, 1)
    return len(filled) >= 4 and all(as_text(line.value(column)).strip("()") == str(n) for n, column in numbers)


def _is_heading(text: str, column: int, headers: Sequence[str]) -> bool:
    return column < len(headers) and bool(word := together(text)) and word == together(headers[column])


def _is_section(line: Line, mapping: Mapping[Field, int], filled: Sequence[int]) -> bool:
    """A title across the table, or one or two remarks where no person is named."""
    if line.is_title and len(filled) == 1:
        return True
    return 0 < len(filled) <= 2 and not _is_any_filled(filled, mapping, _PERSONAL)
