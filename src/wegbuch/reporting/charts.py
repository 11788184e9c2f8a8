"""The rows of the table that is also a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from wegbuch.core.bars import length


@dataclass(frozen=True)
class Bar:
    """One task. None is a number that is not shown, and then there is no bar.

    width, mark  of the bar and of the line for the period before, such as „77.5%“
    """

    task: int
    contacts: int | None
    before: int | None
    minutes: int | None
    width: str
    mark: str


def bars(
    tasks: Sequence[int],
    contacts: Sequence[int | None],
    before: Sequence[int | None],
    minutes: Sequence[int | None],
) -> list[Bar]:
    longest = max([number or 0 for number in [*contacts, *before]], default=0)
    return [
        Bar(task, now, then, spent, length(now, longest), length(then, longest))
        for task, now, then, spent in zip(tasks, contacts, before, minutes, strict=True)
    ]
