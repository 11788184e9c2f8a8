"""What the invented district is made from: fixed values, and a dice that always falls the same way."""

import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import yaml

VALUES = Path(__file__).parent / "values"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Gives the part of a number of the district that falls to one organisation.
Count = Callable[[int], int]
Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


@cache
def read(name: str) -> dict[str, Any]:
    """One file of values."""
    return yaml.load((VALUES / f"{name}.yaml").read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 a safe loader


def apportion(total: int, shares: Mapping[Key, float]) -> dict[Key, int]:
    """Whole numbers in the ratio of the shares; they add up to the total exactly."""
    weight = sum(shares.values())
    exact = {key: total * share / weight for key, share in shares.items()}
    whole = {key: int(number) for key, number in exact.items()}
    by_rest = sorted(exact, key=lambda key: whole[key] - exact[key])
    for key in by_rest[: total - sum(whole.values())]:
        whole[key] += 1
    return whole


class Dice(random.Random):
    """Chance with a name: the same seed and the same name give the same falls, whatever others throw."""

    def __new__(cls, seed: int, name: str) -> "Dice":
        return super().__new__(cls)

    def __init__(self, seed: int, name: str) -> None:
        super().__init__(f"{seed}:{name}")

    def identity(self) -> UUID:
        return UUID(int=self.getrandbits(128), version=4)

    def chance(self, percent: float) -> bool:
        return self.random() * 100 < percent

    def dealt(self, total: int, shares: Mapping[Key, float]) -> list[Key]:
        """A shuffled pack in which every key has exactly its share."""
        pack = [key for key, count in apportion(total, shares).items() for _ in range(count)]
        self.shuffle(pack)
        return pack

    def one_of(self, shares: Mapping[Key, float]) -> Key:
        return self.choices(list(shares), list(shares.values()))[0]

    def day(self, first: date, last: date) -> date:
        """A day between two, both included."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        return self.sample(things, len(things))
