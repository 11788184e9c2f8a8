"""Which records may be one person: all pairs among many, each with reasons people can check.

Knows neither database nor users. Give `pairs` shelves of entries; who stands on one shelf is compared with each other.
"""

from .blocks import LeftOut
from .entries import Entry
from .finding import pairs
from .weighing import Pair, Strength

__all__ = ["Entry", "LeftOut", "Pair", "Strength", "pairs"]
