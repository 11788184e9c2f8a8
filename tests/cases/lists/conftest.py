import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from wegbuch.cases.lists import (
    RowReading,
    Workbook,
    choose_sheet,
    columns_of,
    find_header,
    guess_mapping,
    headers_of,
    read_file,
    read_rows,
    sample_rows,
)

TODAY = date(2026, 11, 26)
SAMPLE = Path(__file__).parents[2] / "data" / "lists" / "zuweisungsliste.xlsx"


@pytest.fixture
def read() -> Callable[..., list[RowReading]]:
    """All readings of a file, mapped as the program guesses."""

    def readings(content: bytes | str, filename: str = "liste.csv", **options) -> list[RowReading]:
        book = read_file(content.encode() if isinstance(content, str) else content, filename)
        return readings_of(book, **options)

    return readings


def readings_of(book: Workbook, **options) -> list[RowReading]:
    sheet = choose_sheet(book)
    header = find_header(sheet)
    mapping = columns_of(guess_mapping(headers_of(sheet, header), sample_rows(sheet, header)))
    return list(read_rows(sheet, header, mapping, today=TODAY, **options))


@pytest.fixture
def excel() -> Callable[..., bytes]:
    """Bytes of a workbook with the given rows; `change` may touch the book before it is saved."""

    def written(rows: list[list[object]], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        if change:
            change(book)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return written


@pytest.fixture
def sample() -> bytes:
    return SAMPLE.read_bytes()
