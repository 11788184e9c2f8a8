"""Possible doubles are found among all people of an organisation, and kept until somebody decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.db.models import Q

from wegbuch.core import clock
from wegbuch.jobs.work import Pace

from ..models import DoubleSearch, Person, PossibleDouble
from ..twins import LeftOut, Pair, pairs
from . import twin_entries

CHUNK = 200
COMPARING = "Menschen werden verglichen"
State = PossibleDouble.State
UNDECIDED = (State.OPEN, State.GONE)
Ids = tuple[UUID, UUID]


@dataclass
class Summary:
    """What one search found.

    pairs     all that are alike now, decided ones included; new  not known before, or alike again
    gone      open before and no longer alike, or merged
    left_out  what was not compared
    """

    pairs: int = 0
    new: int = 0
    gone: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)


def find_doubles(*, pace: Pace) -> Summary:
    """Compare everybody of this organisation with everybody, and keep what is new.

    Begun again after a stop, it finds what is kept already and goes on.
    """
    summary, seen, different = Summary(), set[Ids](), _different_before_merging()
    years = twin_entries.years()
    steps = len(years) + 2
    for done, shelves in enumerate(_shelves(years, summary.left_out)):
        for shelf in shelves:
            found = (pair for pair in pairs([shelf], summary.left_out) if (pair.first, pair.second) not in different)
            for chunk in _chunks(pair for pair in found if (pair.first, pair.second) not in seen):
                seen.update((pair.first, pair.second) for pair in chunk)
                with pace.chunk():
                    summary.new += _keep(chunk)
                pace.step(done, steps)
            pace.step(done, steps, COMPARING)
    summary.pairs = len(seen)
    summary.gone = _close_all_but(seen, pace)
    with pace.chunk():
        _remember(summary.left_out)
    pace.step(steps, steps)
    return summary


def _shelves(years: Sequence[int], left_out: LeftOut) -> Iterator[Iterable[twin_entries.Shelf]]:
    """The steps of a search: each year of birth, then shared numbers, then those without a birth."""
    for year in years:
        yield [twin_entries.born_in(year)]
    yield twin_entries.with_one_number(left_out)
    yield twin_entries.without_birth()


def _chunks(found: Iterable[Pair]) -> Iterator[list[Pair]]:
    rest = iter(found)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _keep(chunk: Sequence[Pair]) -> int:
    """Add what is new and mend what changed; how many are to be looked at that were not before."""
    rows = PossibleDouble.objects.select_for_update().filter(first__in={pair.first for pair in chunk})
    known = {(row.first_id, row.second_id): row for row in rows}
    new = [_row(pair) for pair in chunk if (pair.first, pair.second) not in known]
    standing = ((known[pair.first, pair.second], pair) for pair in chunk if (pair.first, pair.second) in known)
    changed = [(row, pair) for row, pair in standing if row.state in UNDECIDED and not _says(row, pair)]
    again = sum(row.state == State.GONE for row, _pair in changed)
    for row, pair in changed:
        row.state, row.strength, row.reasons = State.OPEN, pair.strength, list(pair.reasons)
    PossibleDouble.objects.bulk_create(new)
    PossibleDouble.objects.bulk_update([row for row, _pair in changed], ["state", "strength", "reasons"])
    return len(new) + again


def _row(pair: Pair) -> PossibleDouble:
    return PossibleDouble(
        first_id=pair.first,
        second_id=pair.second,
        found_at=clock.now(),
        strength=pair.strength,
        reasons=list(pair.reasons),
    )


def _says(row: PossibleDouble, pair: Pair) -> bool:
    """Whether an open row says already what was found."""
    return (row.state, row.strength, row.reasons) == (State.OPEN, pair.strength, list(pair.reasons))


def _close_all_but(seen: set[Ids], pace: Pace) -> int:
    """Close what is open and was not found again."""
    closed, after = 0, UUID(int=0)
    while True:
        with pace.chunk():
            rows = PossibleDouble.objects.select_for_update(of=("self",)).filter(state=State.OPEN, pk__gt=after)
            page = list(rows.select_related("first", "second").order_by("pk")[:CHUNK])
            gone = [row for row in page if (row.first_id, row.second_id) not in seen]
            for row in gone:
                row.state = State.MERGED if _root(row.first) == _root(row.second) else State.GONE
            PossibleDouble.objects.bulk_update(gone, ["state"])
        closed += len(gone)
        if len(page) < CHUNK:
            return closed
        after = page[-1].pk


def _remember(left_out: LeftOut) -> None:
    """Keep when the last search ended; one row for the organisation."""
    last = DoubleSearch.objects.first() or DoubleSearch()
    last.ended_at, last.crowds = clock.now(), left_out.groups
    last.save()


def _different_before_merging() -> set[Ids]:
    """Pairs decided as different whose records went into others since: the decision goes with them."""
    merged = Q(first__merged_into__isnull=False) | Q(second__merged_into__isnull=False)
    rows = PossibleDouble.objects.filter(merged, state=State.DIFFERENT).select_related("first", "second")
    return {_in_order(_root(row.first), _root(row.second)) for row in rows}


def _in_order(one: UUID, other: UUID) -> Ids:
    return (one, other) if one < other else (other, one)


def _root(person: Person) -> UUID:
    """The record that stands in the end."""
    while person.merged_into is not None:
        person = person.merged_into
    return person.pk
