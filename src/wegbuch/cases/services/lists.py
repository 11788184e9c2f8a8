"""A list of a district comes in: received, understood, tried out, taken over whole or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from wegbuch.access import log
from wegbuch.access.models import Team, User
from wegbuch.access.roles import Role
from wegbuch.access.services import NotPossible
from wegbuch.cases import lists
from wegbuch.cases.lists import Field, ListUnreadable, RowReading, Sheet, Workbook
from wegbuch.cases.lists.stored import unpack
from wegbuch.cases.lists.values import as_text
from wegbuch.cases.models import ImportProfile, ImportRun
from wegbuch.core import clock, tenant

from .cases import workers as workers_of_organisation
from .list_facts import country_code
from .list_fates import TAKE, Report, report_on
from .list_households import Standing, questions, standing
from .list_reading import read_apart
from .list_taking import take_over

FORM = "housing_based_msa"
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


def receive(*, user: User, content: bytes, file_name: str) -> ImportRun:
    """Read a file and keep its cells sealed until it is taken over or forgotten.

    raises  NotPossible with what to change in the file
    """
    cells = read_apart(content, file_name)
    run = ImportRun(
        file_name=" ".join(file_name.split())[:NAME_LENGTH],
        file_hash=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
        uploaded_at=clock.now(),
        team=user.team,
        cells=cells,
        mapping={"form": FORM, "workers": [str(user.pk)] if Role.WORKER in user.roles else []},
    )
    try:
        sheet = lists.choose_sheet(unpack(cells))
        _point_at(run, sheet, lists.find_header(sheet))
    except ListUnreadable as problem:
        raise NotPossible(str(problem)) from None
    run.save()
    return run


def opened(run: ImportRun) -> Opened:
    """The list as it is understood now.

    raises  NotPossible where its cells are forgotten or the headings are not where they were said to be
    """
    if not run.cells:
        raise NotPossible("Die Zeilen dieser Liste sind gelöscht. Bitte laden Sie die Datei noch einmal hoch.")
    workbook = unpack(run.cells)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name[:NAME_LENGTH] == run.sheet)
    headers, sample = _headings(sheet, run.header_row)
    columns = {Field(name): column for name, column in run.mapping["columns"].items()}
    profile = _profile(headers)
    return Opened(
        workbook=workbook,
        sheet=sheet,
        headers=headers,
        sample=sample,
        guesses=lists.guess_mapping(headers, sample),
        columns=columns,
        is_remembered=profile is not None and profile.mapping == run.mapping["columns"],
    )


def point_at(run: ImportRun, *, sheet: str, header_row: int) -> ImportRun:
    """Read another sheet or another line of headings.

    raises  NotPossible where no headings stand
    """
    run = _open_run(run)
    chosen = next((each for each in unpack(run.cells).sheets if each.name[:NAME_LENGTH] == sheet), None)
    if chosen is None:
        raise NotPossible("Dieses Blatt gibt es nicht.")
    _point_at(run, chosen, header_row)
    run.state, run.fates, run.counts = ImportRun.State.MAPPING, "", {}
    run.save()
    return run


def check(
    run: ImportRun, *, user: User, columns: Mapping[Field, int], team: Team, form: str, workers: Sequence[User]
) -> ImportRun:
    """Say what would become of every line. Nothing else is written but the looks at people's files.

    raises  NotPossible for a list that cannot be read so
    """
    _refuse_if_over(run)
    seen, run.team = run.version, team
    run.mapping = {
        "columns": {str(field): column for field, column in columns.items()},
        "form": form,
        "workers": [str(user.pk) for user in workers],
    }
    # Long work: nobody who saves meanwhile has to wait for it.
    report, _readings_of_it = _report(opened(run), run, standing(run.uploaded_by))
    looks = [log.Look("list", str(run.pk), UUID(fate.person), "list.import") for fate in report.rows if fate.person]
    with transaction.atomic():
        fresh = _open_run(run)
        if fresh.version != seen:
            raise NotPossible("Diese Liste wurde inzwischen geändert. Bitte prüfen Sie sie noch einmal.")
        fresh.team, fresh.mapping = run.team, run.mapping
        log.keep_reads(user.pk, tenant.current(), looks)
        _keep(fresh, report, ImportRun.State.CHECKED)
    return fresh


def reopen(run: ImportRun) -> None:
    """Back to the columns; the dry run is forgotten."""
    run = _open_run(run)
    run.state, run.fates, run.counts = ImportRun.State.MAPPING, "", {}
    run.save()


def report_of(run: ImportRun) -> Report:
    return Report.load(run.fates)


def choose(run: ImportRun, choices: Mapping[int, str]) -> ImportRun:
    """Keep what was chosen for lines that resemble somebody."""
    run = _open_run(run)
    _keep(run, report_of(run).with_choices(choices), run.state)
    return run


def take(run: ImportRun, *, choices: Mapping[int, str]) -> ImportRun:
    """Take the list over, everything or nothing. Everybody is compared once more with who is there now.

    choices  what was chosen last, by line; what was chosen before stays
    raises   NotPossible if it was taken over meanwhile, or has not been checked
    """
    with transaction.atomic():
        run = _open_run(run)
        if run.state != ImportRun.State.CHECKED:
            raise NotPossible("Bitte prüfen Sie zuerst die Spalten.")
        list_opened, known = opened(run), standing(run.uploaded_by)
        chosen = {fate.line: fate.choice for fate in report_of(run).rows if fate.choice}
        report, readings = _report(list_opened, run, known)
        report = report.with_choices({**chosen, **choices})
        wanted = {fate.line for fate in report.rows if fate.outcome == TAKE}
        assert run.team is not None
        cases = take_over(
            [reading for reading in readings if reading.line in wanted],
            team=run.team,
            form=run.mapping["form"],
            workers=workers_of(run),
            numbers=_household_numbers(list_opened, readings),
            known=known,
        )
        for fate in report.rows:
            fate.case = str(cases[fate.line].pk) if fate.line in cases else ""
        _remember(list_opened.headers, run.mapping["columns"])
        run.cells = ""
        _keep(run, report, ImportRun.State.DONE)
    return run


def discard(run: ImportRun) -> None:
    """Forget a list that was not taken over, with all its lines."""
    run = _open_run(run)
    run.cells = run.fates = ""
    run.state, run.counts = ImportRun.State.CANCELLED, {}
    run.save()


def workers_of(run: ImportRun) -> list[User]:
    """The case team of everybody on the list; who has left since is left out."""
    wanted = set(run.mapping.get("workers", ()))
    return [user for user in workers_of_organisation() if str(user.pk) in wanted]


def taken_before(run: ImportRun) -> ImportRun | None:
    """The run in which the same file was taken over, the last one first."""
    same = ImportRun.objects.filter(file_hash=run.file_hash, state=ImportRun.State.DONE).exclude(pk=run.pk)
    return same.order_by("-uploaded_at").first()


def forget_cells(before: datetime) -> int:
    """Empty the cells and reports of lists uploaded before an instant; the counts stay. Returns how many."""
    forgotten = 0
    for run in ImportRun.objects.filter(uploaded_at__lt=before):
        if not (run.holds("cells") or run.holds("fates")):
            continue
        run.cells = run.fates = ""
        if run.state != ImportRun.State.DONE:
            run.state = ImportRun.State.CANCELLED
        run.save()
        forgotten += 1
    return forgotten


def _open_run(run: ImportRun) -> ImportRun:
    """The run as it lies in the database, held until the transaction ends; one that is over is refused."""
    fresh: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    _refuse_if_over(fresh)
    return fresh


def _refuse_if_over(run: ImportRun) -> None:
    if run.state == ImportRun.State.DONE:
        raise NotPossible("Diese Liste ist schon übernommen. Es wurde nichts doppelt angelegt.")
    if run.state == ImportRun.State.CANCELLED:
        raise NotPossible("Diese Liste ist verworfen. Bitte laden Sie die Datei noch einmal hoch.")


def _keep(run: ImportRun, report: Report, state: str) -> None:
    run.fates, run.counts, run.state = report.dump(), report.counts(), state
    run.save()


def _point_at(run: ImportRun, sheet: Sheet, header_row: int) -> None:
    headers, sample = _headings(sheet, header_row)
    profile = _profile(headers)
    columns: dict[str, int] = (
        profile.mapping
        if profile
        else {str(name): column for name, column in lists.columns_of(lists.guess_mapping(headers, sample)).items()}
    )
    run.sheet, run.header_row = sheet.name[:NAME_LENGTH], header_row
    run.mapping = {**run.mapping, "columns": columns}


def _headings(sheet: Sheet, header_row: int) -> tuple[tuple[str, ...], list[Any]]:
    try:
        return lists.headers_of(sheet, header_row), lists.sample_rows(sheet, header_row)
    except ListUnreadable as problem:
        raise NotPossible(str(problem)) from None


def _profile(headers: Sequence[str]) -> ImportProfile | None:
    return ImportProfile.objects.filter(fingerprint=lists.header_fingerprint(headers)).first()


def _remember(headers: Sequence[str], columns: dict[str, int]) -> None:
    profile = _profile(headers) or ImportProfile(fingerprint=lists.header_fingerprint(headers))
    profile.mapping = columns
    profile.save()


def _report(list_opened: Opened, run: ImportRun, known: Standing) -> tuple[Report, list[RowReading]]:
    """The fate of every line, and the lines as they were read."""
    readings = _readings(list_opened.sheet, run)
    asked = questions(readings, _household_numbers(list_opened, readings), known)
    return report_on(readings, _notes(list_opened), asked), readings


def _readings(sheet: Sheet, run: ImportRun) -> list[RowReading]:
    columns = {Field(name): column for name, column in run.mapping["columns"].items()}
    try:
        return lists.read_rows(sheet, run.header_row, columns, today=clock.today(), country_code=country_code)
    except ListUnreadable as problem:
        raise NotPossible(str(problem)) from None


def _notes(list_opened: Opened) -> list[str]:
    return [*list_opened.workbook.notes, *list_opened.workbook.not_taken(list_opened.sheet)]


def _household_numbers(list_opened: Opened, readings: Sequence[RowReading]) -> dict[str, str]:
    """The number as written, by household key; the first line that carries it tells."""
    column = list_opened.columns.get(Field.HOUSEHOLD_NUMBER)
    lines = {line.number: line for line in list_opened.sheet.lines}
    numbers: dict[str, str] = {}
    for reading in readings:
        number = as_text(lines[reading.line].value(column))
        if number and reading.household_key:
            numbers.setdefault(reading.household_key, number)
    return numbers
