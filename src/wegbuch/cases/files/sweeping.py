"""What nobody took over goes again. All of one organisation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from wegbuch.cases.models import StoredFile
from wegbuch.core import clock, tenant

from . import place
from .keeping import discard

WAITS_FOR = timedelta(days=7)
ORPHANED_FOR = timedelta(days=1)


def discard_forgotten() -> int:
    """Delete files that no form has taken over for a week. Returns how many."""
    forgotten = list(StoredFile.objects.forgotten(clock.now() - WAITS_FOR))
    for stored in forgotten:
        discard(stored)
    return len(forgotten)


def remove_orphans() -> int:
    """Remove what lies on the disk for a day without a row: nothing can open it any more. Returns how many."""
    organisation = tenant.current()
    old = [path for path in place.everything(organisation) if _written_at(path) < clock.now() - ORPHANED_FOR]
    known = {str(pk) for pk in StoredFile.objects.values_list("pk", flat=True)}
    orphans = [path for path in old if path.name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
