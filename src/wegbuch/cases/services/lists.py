"""A list of a district comes in: received, understood, tried out, kept until it is taken over."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from wegbuch.access.models import Team, User
from wegbuch.access.roles import Role
from wegbuch.access.services import NotPossible
from wegbuch.cases import lists
from wegbuch.cases.lists import Field, ListUnreadable, Sheet
from wegbuch.cases.lists.stored import unpack
from wegbuch.cases.models import ImportRun
from wegbuch.core import audit, clock
from wegbuch.jobs.work import AtOnce

from .cases import workers as workers_of_organisation
from .list_comparing import compare
from .list_lines import keep_workbook, workbook_of
from .list_opening import NAME_LENGTH, headings_of, profile_of
from .list_portions import choose_in, sums_of
from .list_reading import read_apart
from .list_runs import forget_all, forget_report, held, unchanged, untouched

FORM = "housing_based_msa"


def receive(*, user: User, content: bytes, file_name: str, max_rows: int = lists.MAX_ROWS) -> ImportRun:
    """Read a file and keep its cells sealed until it is taken over or forgotten.

    max_rows  lines it may have; what a whole Land brings along is no matter of a page
    raises    NotPossible with what to change in the file
    """
    workbook = unpack(read_apart(content, file_name, max_rows=max_rows))
    run = ImportRun(
        file_name=" ".join(file_name.split())[:NAME_LENGTH],
        file_hash=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
        uploaded_at=clock.now(),
        team=user.team,
        mapping={"form": FORM, "workers": [str(user.pk)] if Role.WORKER in user.roles else []},
    )
    try:
        sheet = lists.choose_sheet(workbook)
        _point_at(run, sheet, lists.find_header(sheet))
    except ListUnreadable as problem:
        raise NotPossible(str(problem)) from None
    with transaction.atomic(), audit.together():
        keep_workbook(run, workbook)
    return run


def point_at(run: ImportRun, *, sheet: str, header_row: int) -> ImportRun:
    """Read another sheet or another line of headings.

    raises  NotPossible where no headings stand
    """
    run = untouched(run)
    chosen = next((each for each in workbook_of(run).sheets if each.name[:NAME_LENGTH] == sheet), None)
    if chosen is None:
        raise NotPossible("Dieses Blatt gibt es nicht.")
    _point_at(run, chosen, header_row)
    forget_report(run)
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
        fresh = unchanged(run)
        forget_report(fresh)
        fresh.team = team
        fresh.mapping = {
            "columns": {str(field): column for field, column in columns.items()},
            "form": form,
            "workers": [str(user.pk) for user in workers],
        }
        fresh.save()
    return fresh


def reopen(run: ImportRun) -> None:
    """Back to the columns; the dry run is forgotten."""
    run = untouched(run)
    forget_report(run)
    run.save()


def choose(run: ImportRun, choices: Mapping[int, str]) -> ImportRun:
    """Keep what was chosen for lines that resemble somebody."""
    run = held(run)
    choose_in(run, choices)
    run.counts = sums_of(run).outcomes
    run.save()
    return run


def discard(run: ImportRun) -> None:
    """Forget a list that was not taken over, with all its lines."""
    run = held(run)
    forget_all(run)
    run.state, run.counts = ImportRun.State.CANCELLED, {}
    run.save()


def notes_of(run: ImportRun) -> list[str]:
    """What there is to say about the file as a whole."""
    notes: list[str] = json.loads(run.notes) if run.holds("notes") else []
    return notes


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
        if not (run.holds("outline") or run.holds("notes")):
            continue
        forget_all(run)
        if run.state != ImportRun.State.DONE:
            run.state = ImportRun.State.CANCELLED
        run.save()
        forgotten += 1
    return forgotten


def _point_at(run: ImportRun, sheet: Sheet, header_row: int) -> None:
    headers, sample = headings_of(sheet, header_row)
    profile = profile_of(headers)
    columns: dict[str, int] = (
        profile.mapping
        if profile
        else {str(name): column for name, column in lists.columns_of(lists.guess_mapping(headers, sample)).items()}
    )
    run.sheet, run.header_row = sheet.name[:NAME_LENGTH], header_row
    run.mapping = {**run.mapping, "columns": columns}
