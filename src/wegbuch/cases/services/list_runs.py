"""The row of an uploaded list: held while it changes, kept with what becomes of its lines."""

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import ImportRun

from .list_fates import Report


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


def keep(run: ImportRun, report: Report, state: str) -> None:
    """Keep what becomes of the lines, and how many end how."""
    run.fates, run.counts, run.state = report.dump(), report.counts(), state
    run.save()
