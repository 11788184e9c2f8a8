"""A list of a district comes in: received, understood, tried out, kept until it is taken over."""

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
from wegbuch.cases.models import Case, ImportProfile, ImportRun
from wegbuch.core import clock, tenant
from wegbuch.jobs.work import AtOnce, Pace

from .cases import workers as workers_of_organisation
from .list_facts import country_code
from .list_fates import TAKE, Report, report_on
from .list_households import questions, standing
from .list_reading import read_apart
from .list_runs import held, keep, untouched
from .list_taking import NUMBER_LENGTH, case_id

FORM = "housing_based_msa"
NAME_LENGTH = 120
LOOKS_AT_ONCE = 500
CASES_AT_ONCE = 500
CHANGED = "Diese Liste wurde inzwischen geändert. Bitte prüfen Sie sie noch einmal."


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


def receive(*, user: User, content: bytes, file_name: str, max_rows: int = lists.MAX_ROWS) -> ImportRun:
    """Read a file and keep its cells sealed until it is taken over or forgotten.

    max_rows  lines it may have; what a whole Land brings along is no matter of a page
    raises    NotPossible with what to change in the file
    """
    cells = read_apart(content, file_name, max_rows=max_rows)
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
    run = untouched(run)
    chosen = next((each for each in unpack(run.cells).sheets if each.name[:NAME_LENGTH] == sheet), None)
    if chosen is None:
        raise NotPossible("Dieses Blatt gibt es nicht.")
    _point_at(run, chosen, header_row)
    run.state, run.fates, run.counts = ImportRun.State.MAPPING, "", {}
    run.save()
    return run


def check(run: ImportRun, *, columns: Mapping[Field, int], team: Team, form: str, workers: Sequence[User]) -> ImportRun:
    """Say what would become of every line, at once. Nothing else is written but the looks at people's files.

    raises  NotPossible for a list that cannot be read so
    """
    return compare(settle(run, columns=columns, team=team, form=form, workers=workers), pace=AtOnce())


def settle(
    run: ImportRun, *, columns: Mapping[Field, int], team: Team, form: str, workers: Sequence[User]
) -> ImportRun:
    """Keep what stands in which column and where the people shall come to.

    raises  NotPossible if the list was changed since it was read
    """
    with transaction.atomic():
        fresh = untouched(run)
        if fresh.version != run.version:
            raise NotPossible(CHANGED)
        fresh.team, fresh.state, fresh.fates, fresh.counts = team, ImportRun.State.MAPPING, "", {}
        fresh.mapping = {
            "columns": {str(field): column for field, column in columns.items()},
            "form": form,
            "workers": [str(user.pk) for user in workers],
        }
        fresh.save()
    return fresh


def compare(run: ImportRun, *, pace: Pace) -> ImportRun:
    """Keep what would become of every line, after a comparison with everybody who is there.

    raises  NotPossible for a list that cannot be read so, or was changed meanwhile
    """
    source, seen = opened(run), run.version
    readings = readings_of(source, run)
    numbers = household_numbers(source, readings)
    asked = questions(readings, numbers, standing(run.uploaded_by, numbers.values()))
    # Long work: nobody who saves meanwhile has to wait for it.
    report = report_on(readings, _notes(source), asked, pace)
    looks = [log.Look("list", str(run.pk), UUID(fate.person), "list.import") for fate in report.rows if fate.person]
    for start in range(0, len(looks), LOOKS_AT_ONCE):
        with pace.chunk():
            log.keep_reads(run.uploaded_by_id, tenant.current(), looks[start : start + LOOKS_AT_ONCE])
    with pace.chunk():
        fresh = untouched(run)
        if fresh.version != seen:
            raise NotPossible(CHANGED)
        keep(fresh, report, ImportRun.State.CHECKED)
    return fresh


def reopen(run: ImportRun) -> None:
    """Back to the columns; the dry run is forgotten."""
    run = untouched(run)
    run.state, run.fates, run.counts = ImportRun.State.MAPPING, "", {}
    run.save()


def report_of(run: ImportRun) -> Report:
    """What becomes of every line; of a list that is partly in, with the cases made so far."""
    report = Report.load(run.fates)
    return report.with_cases(_cases_of(run, report)) if run.is_begun else report


def choose(run: ImportRun, choices: Mapping[int, str]) -> ImportRun:
    """Keep what was chosen for lines that resemble somebody."""
    run = held(run)
    keep(run, report_of(run).with_choices(choices), run.state)
    return run


def discard(run: ImportRun) -> None:
    """Forget a list that was not taken over, with all its lines."""
    run = held(run)
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


def remember(headers: Sequence[str], columns: dict[str, int]) -> None:
    """Understand columns with these headings the same way next time."""
    profile = _profile(headers) or ImportProfile(fingerprint=lists.header_fingerprint(headers))
    profile.mapping = columns
    profile.save()


def readings_of(source: Opened, run: ImportRun) -> list[RowReading]:
    """The lines as they are read with the columns of now.

    raises  NotPossible where they cannot be read so
    """
    columns = {Field(name): column for name, column in run.mapping["columns"].items()}
    try:
        return lists.read_rows(source.sheet, run.header_row, columns, today=clock.today(), country_code=country_code)
    except ListUnreadable as problem:
        raise NotPossible(str(problem)) from None


def _notes(source: Opened) -> list[str]:
    return [*source.workbook.notes, *source.workbook.not_taken(source.sheet)]


def household_numbers(source: Opened, readings: Sequence[RowReading]) -> dict[str, str]:
    """The number as written, by household key; the first line that carries it tells."""
    column = source.columns.get(Field.HOUSEHOLD_NUMBER)
    lines = {line.number: line for line in source.sheet.lines}
    numbers: dict[str, str] = {}
    for reading in readings:
        number = as_text(lines[reading.line].value(column))[:NUMBER_LENGTH]
        if number and reading.household_key:
            numbers.setdefault(reading.household_key, number)
    return numbers


def _cases_of(run: ImportRun, report: Report) -> dict[int, UUID]:
    """The cases made for lines of this list so far, by line."""
    lines = {case_id(run.pk, fate.line): fate.line for fate in report.rows if fate.outcome == TAKE}
    ids, found = list(lines), dict[int, UUID]()
    for start in range(0, len(ids), CASES_AT_ONCE):
        part = Case.objects.filter(pk__in=ids[start : start + CASES_AT_ONCE])
        found |= {lines[pk]: pk for pk in part.values_list("pk", flat=True)}
    return found
