"""The column of a table that is a picture: posts needed as a bar, posts filled as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wegbuch.core.bars import length


@dataclass(frozen=True)
class Bar:
    """width and mark such as „77.5%“; empty where there is nothing to show."""

    width: str
    mark: str


def bars(pairs: Sequence[tuple[Decimal | None, Decimal]]) -> list[Bar]:
    """One for each pair of posts needed and filled, all to one measure."""
    longest = max((number or Decimal(0) for pair in pairs for number in pair), default=Decimal(0))
    return [Bar(length(needed, longest), length(filled, longest)) for needed, filled in pairs]
