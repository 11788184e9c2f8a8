"""Reads lists of people as German districts send them: Excel or text, whatever shape they have."""

from .columns import (
    Guess,
    choose_sheet,
    columns_of,
    find_header,
    guess_mapping,
    header_fingerprint,
    headers_of,
    sample_rows,
)
from .files import read_file
from .headings import Field
from .readings import Complaint, RowReading
from .rows import read_rows
from .workbook import MAX_ROWS, Line, ListUnreadable, Sheet, Workbook

__all__ = [
    "MAX_ROWS",
    "Complaint",
    "Field",
    "Guess",
    "Line",
    "ListUnreadable",
    "RowReading",
    "Sheet",
    "Workbook",
    "choose_sheet",
    "columns_of",
    "find_header",
    "guess_mapping",
    "header_fingerprint",
    "headers_of",
    "read_file",
    "read_rows",
    "sample_rows",
]
