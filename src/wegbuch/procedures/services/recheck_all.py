"""A change of law for everything somebody works on: what it would do, in numbers, and the new days taken over.

Only what was shown is taken over: a digest of each change is kept from the page to the last row that is written.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from wegbuch.access.models import User
from wegbuch.core import clock
from wegbuch.jobs import services as jobs
from wegbuch.jobs.models import Job
from wegbuch.jobs.work import AtOnce, Pace

from ..models import Deadline, RecheckOrder
from ..recheck_jobs import TAKE_ALL
from . import deadlines
from .recheck_change import Change
from .recheck_sieve import batches, may_differ, of_answer
from .rechecks import changes, different, of_older_books, open_new, renewed, these_of_older_books

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
    shown           a digest of each change, also of what is left
    """

    earlier: int
    later: int
    moved: int
    same_day: int
    growing: int
    left: int
    shown: frozenset[str]

    @property
    def taken(self) -> int:
        return self.earlier + self.later + self.moved + self.same_day

    @property
    def mark(self) -> str:
        """Stands for all that was shown, row by row."""
        return hashlib.sha256(" ".join(sorted(self.shown)).encode()).hexdigest()


class Taken(NamedTuple):
    """How many deadlines were written, and how many stayed because nobody was shown what would become of them."""

    written: int
    changed: int


def outlook(user: User) -> Outlook:
    """What `take_over_all` would do for this user now."""
    found = changes(user, *READ)
    counted = [change for change in found if change.fresh]
    days = [(change, _last(change.row), _last_of(change)) for change in counted]
    return Outlook(
        earlier=_rows(change for change, old, new in days if old and new and new < old),
        later=_rows(change for change, old, new in days if old and new and new > old),
        moved=_rows(change for change, old, new in days if change.is_moved and (old == new or not old or not new)),
        same_day=_rows(change for change in counted if not change.is_moved),
        growing=sum(change.brings_more for change in counted),
        left=_rows(change for change in found if change.fresh is None),
        shown=frozenset(map(digest, found)),
    )


def digest(change: Change) -> str:
    """Another one as soon as the rows, their letter, the book, or what follows from them is another."""
    fresh = change.fresh or {}
    told = (
        change.mark,
        [str(fresh.get(name)) for name in deadlines.DAYS],
        (of_answer(fresh.get("answer", {})), change.also, change.problem),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def order(found: Outlook, *, user: User) -> Job:
    """Let just this be taken over in the background. Ordered again while it goes on, it is the same job.

    What was ordered weeks ago is forgotten.
    """
    now = clock.now()
    for old in RecheckOrder.objects.visible_to(user).filter(ordered_at__lt=now - jobs.KEPT_FOR):
        old.delete()
    told = {"shown": sorted(found.shown), "ordered_at": now}
    row, _is_new = RecheckOrder.objects.get_or_create(ordered_by=user, mark=found.mark, defaults=told)
    return jobs.start(TAKE_ALL, owner=user, subject=row.pk)


def take_over_all(user: User, *, shown: Collection[str], pace: Pace | None = None) -> Taken:
    """Let the new days of this user's deadlines stand, as `rechecks.take_over` does with one; for thousands.

    What the present book cannot count, and what is not just as it was shown, stays as it is and waits for a person.
    Each chunk is there whole or not at all; taken up again, what is taken over counts by the present book and is not
    looked at.

    shown  digests of an outlook
    """
    pace, groups, known = pace or AtOnce(), may_differ(of_older_books(user)), frozenset(shown)
    total, done, taken = sum(map(len, groups)), 0, Taken(0, 0)
    for ids in batches(groups):
        pace.step(done, total, TAKING)
        with pace.chunk():
            now = _take_over(ids, user, known)
        taken = Taken(taken.written + now.written, taken.changed + now.changed)
        done += len(ids)
    return taken


def _take_over(ids: Sequence[UUID], user: User, shown: frozenset[str]) -> Taken:
    """What of these is still the user's to change and still counted by another book is held until it is written."""
    held = these_of_older_books(user, ids).only(*READ).select_for_update(of=("self",))
    found = [(change, digest(change) in shown) for change in different(held)]
    counted = [(change, change.fresh) for change, is_shown in found if is_shown and change.fresh]
    growing = [change for change, _fresh in counted if change.brings_more]
    rows = [renewed(row, fresh) for change, fresh in counted for row in change.rows]
    Deadline.objects.bulk_update(rows, WRITTEN, are_held=True)
    opened = [row for change in growing for row in open_new(change, user=user)]
    return Taken(len(rows) + len(opened), _rows(change for change, is_shown in found if not is_shown))


def _rows(found: Iterable[Change]) -> int:
    return sum(len(change.rows) for change in found)


def _last(row: Deadline) -> date | None:
    return row.counts_on or row.earliest_day


def _last_of(change: Change) -> date | None:
    fresh = change.fresh or {}
    return fresh.get("counts_on") or fresh.get("earliest_day")
