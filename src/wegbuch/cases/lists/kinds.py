"""What kind of line it is: a person, a subtotal, a bare number, a section title, nothing."""

import re
from collections.abc import Mapping, Sequence

from .headings import Field, together
from .readings import Complaint, Kind
from .values import as_text, shortened
from .workbook import Line, is_blank

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
    has_proof = any(_is_filled(line, mapping.get(field)) for field in _PROOF)
    if not has_proof and any(_SUM.match(as_text(line.value(column))) for column in filled[:3]):
        return "subtotal"
    if _repeats_header(line, headers):
        return "repeated_header"
    if filled and set(filled) <= {mapping[field] for field in _NUMBERS if field in mapping}:
        return "number_only" if _has_digit(line, filled) else "section"
    if _is_section(line, mapping, filled):
        return "section"
    return "person" if filled else "empty"


def naming(kind: Kind, line: Line) -> tuple[Complaint, ...]:
    """The note that names a line which is skipped."""
    if not _WORDS[kind]:
        return ()
    first = next(iter(line.filled), None)
    return (Complaint("note", "", shortened(line.value(first)), _WORDS[kind]),)


def _is_filled(line: Line, column: int | None) -> bool:
    return not is_blank(line.value(column)) and column in line.filled


def _has_digit(line: Line, columns: Sequence[int]) -> bool:
    return any(sign.isdigit() for column in columns for sign in as_text(line.value(column)))


def _repeats_header(line: Line, headers: Sequence[str]) -> bool:
    """The headings once more, or the row of column numbers that forms carry under them."""
    texts = [(column, as_text(line.value(column))) for column in line.filled]
    if len(texts) >= 2 and all(
        column < len(headers) and together(text) and together(text) == together(headers[column])
        for column, text in texts
    ):
        return True
    return len(texts) >= 4 and [text.strip("()") for _, text in texts] == [str(n) for n in range(1, len(texts) + 1)]


def _is_section(line: Line, mapping: Mapping[Field, int], filled: Sequence[int]) -> bool:
    """A title across the table, or one or two remarks where no person is named."""
    if any(_is_filled(line, mapping.get(field)) for field in _PROOF):
        return False
    if line.is_title and len(filled) == 1:
        return True
    return 0 < len(filled) <= 2 and not any(_is_filled(line, mapping.get(field)) for field in _PERSONAL)
