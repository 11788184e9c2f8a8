"""Who is compared with whom: only those who share what a pair needs anyway.

Comparing all with all grows with the square of their number. Two records meet if they share a day of birth and a sound
of the name, a rare whole name in one year of birth, a day of entry and a sound of the name, or a file number.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from .entries import Entry

LARGEST = 100
RARE = 3  # bearers of one whole name in one year of birth

Key = Hashable
Block = list[int]
Places = dict[Key, Block]


@dataclass
class LeftOut:
    """What was not compared, for so many shared it that it tells nothing.

    groups   so many times; records  how many stood in them, each counted once for every group
    """

    groups: int = 0
    records: int = 0

    def add(self, block: Block) -> None:
        self.groups += 1
        self.records += len(block)


def candidates(shelf: Sequence[Entry], left_out: LeftOut) -> Iterator[tuple[Entry, Entry, bool]]:
    """Pairs to compare, each once, and whether they share a name that is rare on this shelf."""
    names = _places(shelf, _by_name)
    met: set[tuple[int, int]] = set()
    for one, other in _meetings(shelf, names, left_out):
        if (one, other) not in met:
            met.add((one, other))
            a, b = shelf[one], shelf[other]
            yield a, b, _is_rare(a, b, names)


def _meetings(shelf: Sequence[Entry], names: Places, left_out: LeftOut) -> Iterator[tuple[int, int]]:
    is_open = [entry.is_day_open for entry in shelf]
    for keys, needs_open in ((_by_number, False), (_by_day, False), (_by_entry, True)):
        for block in _places(shelf, keys).values():
            if not needs_open or any(is_open[place] for place in block):
                yield from _pairs_of(block, shelf, left_out)
    for block in names.values():
        if len(block) <= RARE and any(is_open[place] for place in block):
            yield from combinations(block, 2)


def _pairs_of(block: Block, shelf: Sequence[Entry], left_out: LeftOut) -> Iterator[tuple[int, int]]:
    """All pairs of a block; of a large one those with the same whole name, if these are few enough."""
    if len(block) <= LARGEST:
        yield from combinations(block, 2)
        return
    namesakes: Places = defaultdict(list)
    for place in block:
        for name in shelf[place].whole_names:
            namesakes[name].append(place)
    left_out.add(block)
    for part in namesakes.values():
        if len(part) <= LARGEST:
            yield from combinations(part, 2)


def _places(shelf: Sequence[Entry], keys: Callable[[Entry], Iterable[Key]]) -> Places:
    places: Places = defaultdict(list)
    for place, entry in enumerate(shelf):
        for key in keys(entry):
            places[key].append(place)
    return {key: block for key, block in places.items() if len(block) > 1}


def _by_number(entry: Entry) -> Iterable[Key]:
    return entry.azr | entry.numbers


def _by_day(entry: Entry) -> Iterator[Key]:
    """A whole day of birth with each sound of the name; day and month in either order."""
    day = entry.birth_date
    if day and not entry.is_day_open:
        first, second = sorted((day.day, day.month)) if day.day <= 12 else (day.month, day.day)
        for key in entry.keys:
            yield day.year, first, second, key


def _by_entry(entry: Entry) -> Iterator[Key]:
    """The day of entry with each sound of the name."""
    if entry.entered_on:
        for key in entry.keys:
            yield entry.entered_on, key


def _by_name(entry: Entry) -> Iterator[Key]:
    """The whole name in a year of birth."""
    if entry.year:
        for name in entry.whole_names:
            yield entry.year, name


def _is_rare(a: Entry, b: Entry, names: Places) -> bool:
    bearers = [len(names[key]) for key in set(_by_name(a)) & set(_by_name(b))]
    return bool(bearers) and max(bearers) <= RARE
