"""Finds the line of headings and says which column holds what."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from .headings import NAME_FIELDS, Field, field_of, together
from .values import SEX_WORDS, looks_like_birth_date
from .workbook import HEADER_ROWS, CellValue, Line, ListUnreadable, Mark, Sheet, Workbook, is_blank

SAMPLE_ROWS = 50
_ENOUGH = 0.7
NO_HEADER = (
    "In den ersten 20 Zeilen stehen keine Überschriften. "
    "Schreiben Sie über die Spalten zum Beispiel: Name, Vorname, geb. am."
)
NO_SHEET = "In der Mappe ist kein Blatt mit einer Liste. Überschriften wie Name und Vorname fehlen."


@dataclass(frozen=True, slots=True)
class Guess:
    """A column (from 0) for a field; confidence from 0 to 1."""

    column: int
    confidence: float


def find_header(sheet: Sheet) -> int:
    """Number of the line that ends the headings, within the first 20 lines of the file.

    raises  ListUnreadable where no line names two columns, one of them a name or the birth date
    """
    best, best_score = 0, 0.0
    above: Line | None = None
    for line in sheet.lines:
        if line.number > HEADER_ROWS:
            break
        alone = _score(_labels(None, line))
        paired = _score(_labels(above, line)) if above is not None and above.number == line.number - 1 else 0.0
        if (score := max(alone, paired)) > best_score:
            best, best_score = line.number, score
        above = line
    if not best:
        raise ListUnreadable(NO_HEADER)
    while (below := sheet.line(best + 1)) and any(Mark.MERGED in marks for marks in below.marks.values()):
        best += 1
    return best


def headers_of(sheet: Sheet, header_row: int) -> tuple[str, ...]:
    """The headings by column; two lines are joined where only both together name the columns."""
    line = sheet.line(header_row)
    if line is None:
        raise ListUnreadable(NO_HEADER)
    single, double = _labels(None, line), _labels(sheet.line(header_row - 1), line)
    return double if _score(double) > _score(single) else single


def _labels(above: Line | None, line: Line) -> tuple[str, ...]:
    width = max(len(line.cells), len(above.cells) if above else 0)
    return tuple(_label(above.value(column) if above else None, line.value(column)) for column in range(width))


def _label(above: CellValue, below: CellValue) -> str:
    """The lower heading where it speaks for itself, else both, else the upper one."""
    upper, lower = (" ".join(part.split()) if isinstance(part, str) else "" for part in (above, below))
    both = f"{upper} {lower}".strip()
    return next((label for label in (lower, both, upper) if field_of(label)), lower or upper)


def _score(labels: Sequence[str]) -> float:
    found: dict[Field, float] = {}
    for label in labels:
        if hit := field_of(label):
            found[hit[0]] = max(hit[1], found.get(hit[0], 0))
    if len(found) < 2 or not found.keys() & (NAME_FIELDS | {Field.BIRTH_DATE}):
        return 0.0
    return sum(found.values())


def choose_sheet(workbook: Workbook) -> Sheet:
    """The sheet that most looks like the list: visible before hidden, then most known headings, then first.

    raises  ListUnreadable where no sheet has headings
    """

    def rank(sheet: Sheet) -> tuple[bool, float]:
        return not sheet.is_hidden, _score(headers_of(sheet, find_header(sheet)))

    candidates = [sheet for sheet in workbook.sheets if _has_header(sheet)]
    if not candidates:
        raise ListUnreadable(NO_SHEET if len(workbook.sheets) > 1 else NO_HEADER)
    return max(candidates, key=rank)


def _has_header(sheet: Sheet) -> bool:
    try:
        find_header(sheet)
    except ListUnreadable:
        return False
    return True


def sample_rows(sheet: Sheet, header_row: int) -> list[tuple[CellValue, ...]]:
    """The first lines under the headings, to guess from."""
    return [line.cells for line in islice(sheet.after(header_row), SAMPLE_ROWS)]


def guess_mapping(headers: Sequence[str], sample: Sequence[Sequence[CellValue]]) -> dict[Field, Guess]:
    """The column of each field: by its heading, else by what the cells look like."""
    found: dict[Field, Guess] = {}
    for column, header in enumerate(headers):
        if hit := field_of(header):
            field, confidence = hit
            if field not in found:
                found[field] = Guess(column, confidence)
            elif found[field].confidence < confidence:
                found[field] = Guess(column, confidence / 2)
            elif found[field].confidence == confidence:
                found[field] = Guess(found[field].column, confidence / 2)
    columns = {column: _texts(sample, column) for column in range(len(headers))}
    _look_into_cells(found, headers, columns)
    _settle_names(found, headers, columns)
    _settle_rooms(found, columns)
    return found


def columns_of(guesses: dict[Field, Guess]) -> dict[Field, int]:
    """The mapping that `read_rows` takes."""
    return {field: guess.column for field, guess in guesses.items()}


def header_fingerprint(headers: Sequence[str]) -> str:
    """The same text for headings that differ only in case, dots, blanks and empty columns at the end."""
    words = [together(header) or header.strip().casefold() for header in headers]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]


def _texts(sample: Sequence[Sequence[CellValue]], column: int) -> list[CellValue]:
    return [row[column] for row in sample if column < len(row) and not is_blank(row[column])]


def _share(values: Sequence[CellValue], test: Callable[[str], object]) -> float:
    if len(values) < 3:
        return 0.0
    return sum(bool(test(str(value).strip())) for value in values) / len(values)


_CONTENT: list[tuple[Field, Callable[[str], object]]] = [
    (Field.SEX, lambda text: text.casefold() in SEX_WORDS),
    (Field.FILE_NUMBER_BAMF, re.compile(r"\d{7}-\d{3}$").match),
    (Field.FACILITY_AND_ROOM, re.compile(r"(?=.*[A-Za-z]{3}).* / ?[A-Z]{0,2}[ .-]?\d{1,4}[a-z]?$").match),
]
_COMMA_NAME = re.compile(r"[^\W\d][^,;\d]*,\s*[^\W\d][^,;\d]*$")
_TWO_WORDS = re.compile(r"[^\W\d]\S*\s+[^\W\d]\S*")


def _look_into_cells(found: dict[Field, Guess], headers: Sequence[str], columns: dict[int, list[CellValue]]) -> None:
    """Adds fields whose columns carry no known heading but plain content."""
    taken = {guess.column for guess in found.values()}
    for column, values in columns.items():
        if column in taken or field_of(headers[column]):
            continue
        field = next((field for field, test in _CONTENT if _share(values, test) >= _ENOUGH), None)
        if field is None and Field.BIRTH_DATE not in found and _birth_share(values) >= _ENOUGH:
            field = Field.BIRTH_DATE
        if field is None and not found.keys() & NAME_FIELDS and _share(values, _COMMA_NAME.match) >= _ENOUGH:
            field = Field.FULL_NAME
        if field is not None and field not in found:
            found[field] = Guess(column, 0.5)


def _birth_share(values: Sequence[CellValue]) -> float:
    return sum(map(looks_like_birth_date, values)) / len(values) if len(values) >= 3 else 0.0


def _settle_names(found: dict[Field, Guess], headers: Sequence[str], columns: dict[int, list[CellValue]]) -> None:
    """A lone „Name“ column holds full names where the cells show two parts."""
    if Field.FULL_NAME in found and {Field.SURNAME, Field.GIVEN_NAME} <= found.keys():
        del found[Field.FULL_NAME]
    if Field.SURNAME not in found or found.keys() & {Field.GIVEN_NAME, Field.FULL_NAME}:
        return
    column = found[Field.SURNAME].column
    if together(headers[column]) != "name":
        return
    commas, pairs = _share(columns[column], _COMMA_NAME.match), _share(columns[column], _TWO_WORDS.match)
    if commas >= 0.5 or pairs >= _ENOUGH:
        del found[Field.SURNAME]
        found[Field.FULL_NAME] = Guess(column, 0.9 if commas >= 0.5 else 0.5)


def _settle_rooms(found: dict[Field, Guess], columns: dict[int, list[CellValue]]) -> None:
    """A facility column without a room beside it may hold both."""
    if Field.FACILITY not in found or found.keys() & {Field.ROOM, Field.FACILITY_AND_ROOM}:
        return
    column = found[Field.FACILITY].column
    if _share(columns[column], _CONTENT[-1][1]) >= 0.5:
        del found[Field.FACILITY]
        found[Field.FACILITY_AND_ROOM] = Guess(column, 0.8)
