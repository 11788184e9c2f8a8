"""The lines of an uploaded list lie sealed in the database, some hundred in a row."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from wegbuch.cases.lists import Line, Workbook
from wegbuch.cases.lists.shelf import Shelf
from wegbuch.cases.lists.stored import KeptLines, outline, to_line, with_lines
from wegbuch.cases.models import ImportBlock, ImportRun

AT_ONCE = 50


class SealedLines(Shelf[Line]):
    """Lines of a sheet, opened one block after the other."""

    def __init__(self, run: UUID, sheet: int, length: int) -> None:
        super().__init__(length)
        self._run, self._sheet = run, sheet

    def block(self, number: int) -> str:
        return str(ImportBlock.objects.get(run=self._run, sheet=self._sheet, number=number).lines)

    def thing(self, plain: Any) -> Line:
        return to_line(plain)


def keep_workbook(run: ImportRun, workbook: Workbook) -> None:
    """Save the run with all lines of the workbook."""
    run.outline = outline(workbook)
    run.save()
    held: list[ImportBlock] = []
    for block in _blocks(run, workbook):
        held.append(block)
        if len(held) == AT_ONCE:
            ImportBlock.objects.bulk_create(held)
            held = []
    ImportBlock.objects.bulk_create(held)


def workbook_of(run: ImportRun) -> Workbook:
    """The workbook as it was read, its lines where they lie."""
    return with_lines(run.outline, lambda sheet, length: SealedLines(run.pk, sheet, length))


def forget_lines(run: ImportRun) -> None:
    for block in ImportBlock.objects.filter(run=run).defer("lines"):
        block.delete()


def _blocks(run: ImportRun, workbook: Workbook) -> Iterator[ImportBlock]:
    for place, sheet in enumerate(workbook.sheets):
        assert isinstance(sheet.lines, KeptLines)
        for number, lines in enumerate(sheet.lines.blocks):
            yield ImportBlock(run=run, sheet=place, number=number, lines=lines)
