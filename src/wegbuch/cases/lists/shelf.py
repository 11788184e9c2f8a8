"""Many lines in little room: packed some hundred at a time, looked at one block after the other."""

import base64
import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

from .workbook import ListUnreadable

Thing = TypeVar("Thing")
IN_A_BLOCK = 250
MOST_IN_A_BLOCK = 5_000_000
QUICK = 1
TOO_MUCH_TEXT = (
    "In der Datei steht auf wenigen Zeilen zu viel Text. Kopieren Sie nur die Spalten der Liste in eine neue Mappe."
)

_text = json.JSONEncoder(ensure_ascii=False).encode


def pack(rows: Iterable[Any]) -> str:
    """Plain values as compressed text."""
    return _packed(map(_text, rows))


def _packed(texts: Iterable[str]) -> str:
    return base64.b64encode(zlib.compress(f"[{','.join(texts)}]".encode(), QUICK)).decode()


def unpack(block: str) -> list[Any]:
    """The values that `pack` was given."""
    found: list[Any] = json.loads(zlib.decompress(base64.b64decode(block)))
    return found


class Shelf(ABC, Sequence[Thing]):
    """Things that are read in order and never all in memory at once; whoever derives says where the blocks are."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._at_hand: tuple[int, list[Thing]] = (-1, [])

    @abstractmethod
    def block(self, number: int) -> str:
        """The packed block with this number, from 0."""

    @abstractmethod
    def thing(self, plain: Any) -> Thing:
        """What a plain value stands for."""

    def _opened(self, number: int) -> list[Thing]:
        if self._at_hand[0] != number:
            self._at_hand = number, [self.thing(plain) for plain in unpack(self.block(number))]
        return self._at_hand[1]

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Thing]:
        for number in range(-(-self._length // IN_A_BLOCK)):
            yield from self._opened(number)

    @overload
    def __getitem__(self, place: int) -> Thing: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Thing]: ...
    def __getitem__(self, place: int | slice) -> Thing | Sequence[Thing]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._length))]
        if not 0 <= place < self._length:
            raise IndexError(place)
        return self._opened(place // IN_A_BLOCK)[place % IN_A_BLOCK]


class KeptShelf(Shelf[Thing]):
    """Things packed in memory, added one after the other."""

    def __init__(self, blocks: Iterable[str] = (), length: int = 0) -> None:
        super().__init__(length)
        self._blocks = list(blocks)
        self._last: list[str] = []
        self._signs = 0

    @abstractmethod
    def plain(self, thing: Thing) -> Any:
        """What stands for a thing."""

    def add(self, thing: Thing) -> None:
        """Keep a thing behind the others.

        raises  ListUnreadable for more text than may be in memory at once when its block is looked at
        """
        text = _text(self.plain(thing))
        self._signs += len(text)
        if self._signs > MOST_IN_A_BLOCK:
            raise ListUnreadable(TOO_MUCH_TEXT)
        self._last.append(text)
        self._length += 1
        if len(self._last) == IN_A_BLOCK:
            self._blocks.append(_packed(self._last))
            self._last, self._signs = [], 0

    @property
    def blocks(self) -> list[str]:
        """Everything packed; only the last block may be shorter than the others."""
        return [*self._blocks, _packed(self._last)] if self._last else self._blocks

    def block(self, number: int) -> str:
        return self.blocks[number]
