"""The row of an uploaded list: held while it changes; over, it keeps its counts and forgets its lines."""

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import ImportRun
from wegbuch.core import audit

from .list_lines import forget_lines
from .list_portions import forget_portions

CHANGED = "Diese Liste wurde inzwischen geändert. Bitte prüfen Sie sie noch einmal."


def held(run: ImportRun) -> ImportRun:
    """The run as it lies in the database, held until the transaction ends; one that is over is refused."""
    fresh: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state == ImportRun.State.DONE:
        raise NotPossible("Diese Liste ist schon übernommen. Es wurde nichts doppelt angelegt.")
    if fresh.state == ImportRun.State.CANCELLED:
        raise NotPossible("Diese Liste ist verworfen. Bitte laden Sie die Datei noch einmal hoch.")
    return fresh


def untouched(run: ImportRun) -> ImportRun:
    """The run, held, as long as nobody of it is in: afterwards its lines keep their meaning."""
    fresh = held(run)
    if fresh.is_begun:
        raise NotPossible("Ein Teil der Liste ist schon übernommen. Ändern lässt sie sich nicht mehr.")
    return fresh


def unchanged(run: ImportRun) -> ImportRun:
    """The run, held, as long as nobody changed it since it was read.

    raises  NotPossible if somebody did
    """
    fresh = untouched(run)
    if fresh.version != run.version:
        raise NotPossible(CHANGED)
    return fresh


def forget_report(run: ImportRun) -> None:
    """Back to the columns: what would become of the lines is forgotten. The caller saves the run."""
    with audit.together():
        forget_portions(run)
    run.state, run.notes, run.counts = ImportRun.State.MAPPING, "", {}


def forget_all(run: ImportRun) -> None:
    """No line of the list is left. The caller saves the run."""
    with audit.together():
        forget_portions(run)
        forget_lines(run)
    run.outline = run.notes = ""
