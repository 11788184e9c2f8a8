"""An uploaded list as it is understood: its sheets, the headings, what stands in which column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wegbuch.access.services import NotPossible
from wegbuch.cases import lists
from wegbuch.cases.lists import Field, ListUnreadable, Sheet, Workbook
from wegbuch.cases.models import ImportProfile, ImportRun

from .list_lines import workbook_of

NAME_LENGTH = 120


@dataclass(frozen=True)
class Opened:
    """An uploaded list with the sheet that is read.

    guesses     what the headings and cells say; is_remembered  whether the columns come from an earlier list
    """

    workbook: Workbook
    sheet: Sheet
    headers: tuple[str, ...]
    sample: list[tuple[lists.workbook.CellValue, ...]]
    guesses: dict[Field, lists.Guess]
    columns: dict[Field, int]
    is_remembered: bool


def opened(run: ImportRun) -> Opened:
    """The list as it is understood now.

    raises  NotPossible where its cells are forgotten or the headings are not where they were said to be
    """
    if not run.holds("outline"):
        raise NotPossible("Die Zeilen dieser Liste sind gelöscht. Bitte laden Sie die Datei noch einmal hoch.")
    workbook = workbook_of(run)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name[:NAME_LENGTH] == run.sheet)
    headers, sample = headings_of(sheet, run.header_row)
    columns = {Field(name): column for name, column in run.mapping["columns"].items()}
    profile = profile_of(headers)
    return Opened(
        workbook=workbook,
        sheet=sheet,
        headers=headers,
        sample=sample,
        guesses=lists.guess_mapping(headers, sample),
        columns=columns,
        is_remembered=profile is not None and profile.mapping == run.mapping["columns"],
    )


def headings_of(sheet: Sheet, header_row: int) -> tuple[tuple[str, ...], list[Any]]:
    try:
        return lists.headers_of(sheet, header_row), lists.sample_rows(sheet, header_row)
    except ListUnreadable as problem:
        raise NotPossible(str(problem)) from None


def profile_of(headers: Sequence[str]) -> ImportProfile | None:
    return ImportProfile.objects.filter(fingerprint=lists.header_fingerprint(headers)).first()


def remember(headers: Sequence[str], columns: dict[str, int]) -> None:
    """Understand columns with these headings the same way next time."""
    profile = profile_of(headers) or ImportProfile(fingerprint=lists.header_fingerprint(headers))
    profile.mapping = columns
    profile.save()
