"""What would become of every line of a list, portion by portion; nothing is written but that and looks at files."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from uuid import UUID

from wegbuch.access import log
from wegbuch.access.services import NotPossible
from wegbuch.cases import lists
from wegbuch.cases.lists import ListUnreadable, RowReading
from wegbuch.cases.models import ImportRun
from wegbuch.core import audit, clock, tenant
from wegbuch.jobs.work import Pace

from .list_facts import country_code
from .list_fates import Comparison, Fate
from .list_households import numbers_of, questions, standing
from .list_opening import Opened, opened
from .list_portions import forget_portions, keep_portion, parted, sums_of
from .list_runs import unchanged

READING, COMPARING = "Zeilen werden gelesen", "Zeilen werden verglichen"


def compare(run: ImportRun, *, pace: Pace) -> ImportRun:
    """Keep what would become of every line, after a comparison with everybody who is there.

    raises  NotPossible for a list that cannot be read so, or was changed meanwhile
    """
    source, comparison, done = opened(run), Comparison(), 0
    with pace.chunk(), audit.together():
        unchanged(run)
        forget_portions(run)
    # Long work: nobody who saves meanwhile has to wait for it.
    for part in parted(_readings(source, run, pace)):
        pace.step(done, len(source.sheet.lines), COMPARING)
        numbers = numbers_of(part)
        fates = comparison.fates(part, questions(part, numbers, standing(run.uploaded_by, numbers.values())))
        with pace.chunk(), audit.together():
            unchanged(run)
            _keep_looks(run, fates)
            keep_portion(run, part, fates)
        done += len(part)
    with pace.chunk():
        fresh = unchanged(run)
        fresh.notes = json.dumps(_notes(source), ensure_ascii=False)
        fresh.state, fresh.counts = ImportRun.State.CHECKED, sums_of(run).outcomes
        fresh.save()
    return fresh


def _readings(source: Opened, run: ImportRun, pace: Pace) -> Iterator[RowReading]:
    """The lines as they are read with the columns of now.

    raises  NotPossible where they cannot be read so
    """
    most = len(source.sheet.lines)
    try:
        return lists.read_rows(
            source.sheet,
            run.header_row,
            source.columns,
            today=clock.today(),
            country_code=cache(country_code),
            tell=lambda done: pace.step(done, most, READING),
        )
    except ListUnreadable as problem:
        raise NotPossible(str(problem)) from None


def _keep_looks(run: ImportRun, fates: Sequence[Fate]) -> None:
    looks = [log.Look("list", str(run.pk), UUID(fate.person), "list.import") for fate in fates if fate.person]
    log.keep_reads(run.uploaded_by_id, tenant.current(), looks)


def _notes(source: Opened) -> list[str]:
    return [*source.workbook.notes, *source.workbook.not_taken(source.sheet)]
