"""A change of law for everything somebody works on: what it would do, in numbers, and the new days taken over."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from uuid import UUID

from wegbuch.access.models import User
from wegbuch.jobs.work import AtOnce, Pace

from .. import law
from ..models import Deadline
from . import deadlines
from .recheck_sieve import batches, may_differ
from .rechecks import Change, changes, different, of_older_books, open_new, renewed

# Columns that thousands are compared by, and those that are written where something differs.
READ = (
    *deadlines.DAYS,
    *("version", "organisation", "person", "letter", "rule", "entered_at", "is_companion", "answer", "confirmation"),
)
WRITTEN = (*deadlines.DAYS, "answer", "book", "confirmation", "confirmed_by", "confirmed_at")
TAKING = "Neue Tage werden übernommen"


@dataclass(frozen=True)
class Outlook:
    """What taking everything over would do; numbers of deadlines.

    earlier, later  with another last day; moved: with another day to act by or start alone
    same_day        with the same days and another basis, confidence or act beside it
    growing         letters from which more follows than before: as many deadlines or more are opened
    left            what the present book cannot count: it stays as it is and waits for a person
    """

    earlier: int
    later: int
    moved: int
    same_day: int
    growing: int
    left: int

    @property
    def taken(self) -> int:
        return self.earlier + self.later + self.moved + self.same_day

    @property
    def mark(self) -> str:
        """Stands for these numbers, and for the book they were counted by."""
        return "-".join([law.book().fingerprint, *map(str, astuple(self))])


def outlook(user: User) -> Outlook:
    """What `take_over_all` would do for this user now."""
    found = changes(user)
    counted = [change for change in found if change.fresh]
    days = [(change, _last(change.row), _last_of(change)) for change in counted]
    return Outlook(
        earlier=_rows(change for change, old, new in days if old and new and new < old),
        later=_rows(change for change, old, new in days if old and new and new > old),
        moved=_rows(change for change, old, new in days if change.is_moved and (old == new or not old or not new)),
        same_day=_rows(change for change in counted if not change.is_moved),
        growing=sum(change.brings_more for change in counted),
        left=_rows(change for change in found if change.fresh is None),
    )


def take_over_all(user: User, *, pace: Pace | None = None) -> int:
    """Let every new day of this user's deadlines stand, as `rechecks.take_over` does with one; for thousands.

    What the present book cannot count stays as it is and waits for a person. Each chunk is there whole or not at all;
    taken up again, what is taken over counts by the present book and is not looked at. Returns how many were written.
    """
    pace, groups = pace or AtOnce(), may_differ(of_older_books(user))
    total, done, taken = sum(map(len, groups)), 0, 0
    for ids in batches(groups):
        pace.step(done, total, TAKING)
        with pace.chunk():
            taken += len(_take_over(ids, user))
        done += len(ids)
    return taken


def _take_over(ids: Sequence[UUID], user: User) -> list[Deadline]:
    """What of these is still the user's to change and still counted by another book is held until it is written."""
    held = of_older_books(user).filter(pk__in=ids).only(*READ).select_for_update(of=("self",))
    counted = [(change, change.fresh) for change in different(held) if change.fresh]
    growing = [change for change, _fresh in counted if change.brings_more]
    rows = [renewed(row, fresh) for change, fresh in counted for row in change.rows]
    Deadline.objects.bulk_update(rows, WRITTEN)
    return [*rows, *(row for change in growing for row in open_new(change, user=user))]


def _rows(found: Iterable[Change]) -> int:
    return sum(len(change.rows) for change in found)


def _last(row: Deadline) -> date | None:
    return row.counts_on or row.earliest_day


def _last_of(change: Change) -> date | None:
    fresh = change.fresh or {}
    return fresh.get("counts_on") or fresh.get("earliest_day")
