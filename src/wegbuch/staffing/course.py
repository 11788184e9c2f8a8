"""Heads and posts month by month: what is announced, or what if so many came. Reckoned, never guessed at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from . import posts
from .months import month_after

NOBODY = Decimal(0)


@dataclass(frozen=True)
class Step:
    """One month and how things stand on the first day after it.

    more    posts that the change since today needs more (below zero: fewer), to two decimals
    needed  posts for all heads, to one decimal
    """

    month: date
    arrivals: int
    departures: int
    more: Decimal
    heads: int
    needed: Decimal
    filled: Decimal

    @property
    def day(self) -> date:
        return month_after(self.month)

    @property
    def missing(self) -> Decimal:
        return self.needed - self.filled

    @property
    def spare(self) -> Decimal:
        """Filled beyond what is needed."""
        return max(Decimal(0), -self.missing)


def course(
    heads: int,
    months: Sequence[date],
    *,
    key: Decimal,
    filled: Callable[[date], Decimal],
    arrivals: Mapping[date, int],
    departures: Mapping[date, int],
) -> tuple[Step, ...]:
    """How it goes on from today's heads; nobody can leave who is not there.

    filled  posts that are filled on a day, as far as ends are known
    """
    steps, now = [], heads
    for month in months:
        now = max(0, now + arrivals.get(month, 0) - departures.get(month, 0))
        steps.append(
            Step(
                month=month,
                arrivals=arrivals.get(month, 0),
                departures=departures.get(month, 0),
                more=((now - heads) / key).quantize(posts.HUNDREDTH, ROUND_HALF_UP),
                heads=now,
                needed=posts.needed(now, key),
                filled=filled(month_after(month)),
            )
        )
    return tuple(steps)


def most_needed(steps: Sequence[Step]) -> Step | None:
    """The first day on which the most posts are needed more; None where never one is."""
    highest = max(steps, key=lambda step: step.more, default=None)
    return highest if highest and highest.more > NOBODY else None


def relieved(steps: Sequence[Step], peak: Step) -> Step | None:
    """The first day after the peak from which nothing is needed more."""
    return next((step for step in steps if step.day > peak.day and step.more <= NOBODY), None)


def first_worse(steps: Sequence[Step], missing_today: Decimal) -> Step | None:
    """The first day on which more posts are missing than today, and any at all."""
    floor = max(missing_today, NOBODY)
    return next((step for step in steps if step.missing > floor), None)
