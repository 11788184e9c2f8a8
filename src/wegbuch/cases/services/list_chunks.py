"""A checked list goes in, a few families at a time, so that nobody who saves meanwhile has to wait for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import ImportRun
from wegbuch.core import audit, statistics
from wegbuch.jobs.work import AtOnce, Pace

from .list_fates import TAKE, Fate, Report, report_on
from .list_households import standing
from .list_runs import held, keep
from .list_taking import person_id, take_over
from .lists import Opened, household_numbers, opened, readings_of, remember, report_of, workers_of

LINES_AT_ONCE = 100
GOING_IN = "Menschen werden angelegt"


def take(run: ImportRun, *, choices: Mapping[int, str]) -> ImportRun:
    """Take a short list over at once, everything or nothing.

    choices  what was chosen last, by line; what was chosen before stays
    raises   NotPossible if it was taken over meanwhile, or has not been checked
    """
    with transaction.atomic():
        return go_on(begin(run, choices=choices), pace=AtOnce())


def begin(run: ImportRun, *, choices: Mapping[int, str]) -> ImportRun:
    """Keep the choices and let the list go in from now on; `go_on` does it.

    raises  NotPossible if it was taken over meanwhile, or has not been checked
    """
    with transaction.atomic():
        run = held(run)
        if run.state != ImportRun.State.CHECKED:
            raise NotPossible("Bitte prüfen Sie zuerst die Spalten.")
        run.mapping = {**run.mapping, "begun": True}
        keep(run, report_of(run).with_choices(choices), run.state)
    return run


def go_on(run: ImportRun, *, pace: Pace) -> ImportRun:
    """Take in what is not in yet. Broken off anywhere and called again, it adds nobody twice.

    Each line is compared once more with who is there at the instant it goes in.
    """
    batch = _Batch.of(run)
    waiting, total = batch.waiting(), sum(fate.outcome == TAKE for fate in batch.fates.values())
    done = total - len(waiting)
    for part in _parts(waiting):
        pace.step(done, total, GOING_IN)
        with pace.chunk(), audit.together():
            held(run)
            batch.take(part)
        done += len(part)
    with pace.chunk():
        transaction.on_commit(statistics.refresh, robust=True)
        return batch.finish(held(run))


def _parts(readings: Sequence[RowReading]) -> Iterator[list[RowReading]]:
    """The lines in portions that part no family."""
    families: dict[str, list[RowReading]] = {}
    for reading in readings:
        families.setdefault(reading.household_key, []).append(reading)
    part: list[RowReading] = []
    for family in families.values():
        if part and len(part) + len(family) > LINES_AT_ONCE:
            yield part
            part = []
        part = sorted([*part, *family], key=lambda reading: reading.line)
    if part:
        yield part


@dataclass
class _Batch:
    """A list on its way in, with all that stays the same for every portion.

    fates    what becomes of the lines, by line; notes  what there is to say about the file
    numbers  household numbers as written, by household key
    own      ids of everybody on this list; last_number  case number given out last
    """

    run: ImportRun
    source: Opened
    readings: list[RowReading]
    fates: dict[int, Fate]
    notes: tuple[str, ...]
    numbers: Mapping[str, str]
    workers: list[User]
    own: frozenset[UUID]
    last_number: str = ""

    @classmethod
    def of(cls, run: ImportRun) -> "_Batch":
        source, report = opened(run), report_of(run)
        readings = readings_of(source, run)
        return cls(
            run=run,
            source=source,
            readings=readings,
            fates={fate.line: fate for fate in report.rows},
            notes=report.notes,
            numbers=household_numbers(source, readings),
            workers=workers_of(run),
            own=frozenset(person_id(run.pk, reading.line) for reading in readings),
        )

    def waiting(self) -> list[RowReading]:
        """Lines that shall go in and are not."""
        lines = {fate.line for fate in self.fates.values() if fate.outcome == TAKE and not fate.case}
        return [reading for reading in self.readings if reading.line in lines]

    def take(self, part: Sequence[RowReading]) -> None:
        """Write a portion; who came another way since the dry run stays out, and the report says so."""
        chosen = {reading.line: self.fates[reading.line].choice for reading in part}
        numbers = {reading.household_key: self.numbers.get(reading.household_key, "") for reading in part}
        now = report_on(part, leaving_out=self.own).with_choices(chosen)
        self.fates.update({fate.line: fate for fate in now.rows if fate.outcome != TAKE})
        assert self.run.team is not None
        cases = take_over(
            [reading for reading in part if self.fates[reading.line].outcome == TAKE],
            run=self.run.pk,
            team=self.run.team,
            form=self.run.mapping["form"],
            workers=self.workers,
            numbers=numbers,
            known=standing(self.run.uploaded_by, numbers.values()),
            after=self.last_number,
        )
        for line, case in cases.items():
            self.fates[line].case, self.last_number = str(case.pk), case.number

    def finish(self, run: ImportRun) -> ImportRun:
        """Keep the report and forget the cells."""
        remember(self.source.headers, run.mapping["columns"])
        run.cells = ""
        run.mapping = _without(run.mapping, "begun")
        keep(run, Report(tuple(self.fates.values()), self.notes), ImportRun.State.DONE)
        return run


def _without(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key != name}
