"""A checked list goes in, a few families at a time, so that nobody who saves meanwhile has to wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import ImportPortion, ImportRun
from wegbuch.core import audit, statistics
from wegbuch.jobs.work import AtOnce, Pace

from .list_fates import TAKE, Comparison, with_choices
from .list_households import numbers_of, standing
from .list_lines import forget_lines
from .list_opening import opened, remember
from .list_portions import (
    choose_in,
    fates_in,
    fates_of_list,
    forget_readings,
    keep_fates,
    readings_in,
    sums_of,
    waiting_portions,
)
from .list_runs import held
from .list_taking import person_id, take_over
from .lists import workers_of

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
        choose_in(run, choices)
        run.mapping = {**run.mapping, "begun": True}
        run.counts = sums_of(run).outcomes
        run.save()
    return run


def go_on(run: ImportRun, *, pace: Pace) -> ImportRun:
    """Take in what is not in yet. Broken off anywhere and called again, it adds nobody twice.

    Each line is compared once more with who is there at the instant it goes in.
    """
    batch, sums = _Batch.of(run), sums_of(run)
    done, total = sums.cases, sums.cases + sums.waiting
    for pk in waiting_portions(run):
        pace.step(done, total, GOING_IN)
        with pace.chunk(), audit.together():
            held(run)
            done += batch.take(ImportPortion.objects.get(pk=pk))
    headers = opened(run).headers
    with pace.chunk(), audit.together():
        transaction.on_commit(statistics.refresh, robust=True)
        remember(headers, run.mapping["columns"])
        return _finish(held(run))


@dataclass
class _Batch:
    """A list on its way in, with all that stays the same for every portion.

    own  ids of everybody of this list who is in; last_number  case number given out last
    """

    run: ImportRun
    workers: list[User]
    own: set[UUID] = field(default_factory=set)
    last_number: str = ""

    @classmethod
    def of(cls, run: ImportRun) -> "_Batch":
        own = (
            {person_id(run.pk, fate.line) for fate in fates_of_list(run) if fate.case} if sums_of(run).cases else set()
        )
        return cls(run=run, workers=workers_of(run), own=own)

    def take(self, portion: ImportPortion) -> int:
        """Write a portion; who came another way since the dry run stays out, and the report says so.

        Returns how many lines it had waiting.
        """
        fates = {fate.line: fate for fate in fates_in(portion)}
        waits = {line for line, fate in fates.items() if fate.outcome == TAKE and not fate.case}
        part = [reading for reading in readings_in(portion) if reading.line in waits]
        now = with_choices(Comparison(self.own).fates(part), {line: fates[line].choice for line in waits})
        fates |= {fate.line: fate for fate in now if fate.outcome != TAKE}
        numbers = numbers_of(part)
        assert self.run.team is not None
        cases = take_over(
            [reading for reading in part if fates[reading.line].outcome == TAKE],
            run=self.run.pk,
            team=self.run.team,
            form=self.run.mapping["form"],
            workers=self.workers,
            numbers=numbers,
            known=standing(self.run.uploaded_by, numbers.values()),
            after=self.last_number,
        )
        for line, case in cases.items():
            fates[line].case, self.last_number = str(case.pk), case.number
        self.own |= {person_id(self.run.pk, line) for line in cases}
        keep_fates(portion, list(fates.values()))
        return len(part)


def _finish(run: ImportRun) -> ImportRun:
    """Keep the report and forget the cells."""
    forget_lines(run)
    forget_readings(run)
    run.outline = ""
    run.mapping = _without(run.mapping, "begun")
    run.state, run.counts = ImportRun.State.DONE, sums_of(run).outcomes
    run.save()
    return run


def _without(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key != name}
