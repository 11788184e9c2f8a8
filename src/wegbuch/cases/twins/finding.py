"""From shelves of entries to pairs."""

from collections.abc import Iterable, Iterator, Sequence

from .blocks import LeftOut, candidates
from .entries import Entry
from .weighing import Pair, weigh


def pairs(shelves: Iterable[Sequence[Entry]], left_out: LeftOut) -> Iterator[Pair]:
    """Pairs that may be one person, shelf by shelf; a pair that stands on two shelves comes twice.

    left_out  is told what was not compared
    """
    for shelf in shelves:
        for a, b, is_rare in candidates(shelf, left_out):
            pair = weigh(a, b, is_rare=is_rare)
            if pair:
                yield pair
