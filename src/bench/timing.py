"""How long works take: processor time, and the time on the wall beside it."""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from .clocks import spent
from .pages import Work

# A work is done about this long in each round, within these bounds.
SECONDS, FEWEST, MOST = 0.4, 1, 12
MS = 1000


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one work; queries of one call."""

    cpu: float
    p50: float
    p95: float
    queries: int


@dataclass
class Laps:
    """Calls of one work, timed one by one."""

    ask: Callable[[], Any]
    count: int
    queries: int
    cpu: list[float]
    wall: list[float]

    @classmethod
    def of(cls, ask: Callable[[], Any], at_most: int) -> "Laps":
        """Calls it once to warm up, twice to count, and decides how often it is called in each round.

        Of two counts the lower one holds: some questions come round by the clock, such as those of the side bar.
        """
        ask()
        begun = time.perf_counter()
        queries = min(_queries(ask), _queries(ask))
        once = (time.perf_counter() - begun) / 2
        return cls(ask, max(FEWEST, min(at_most, int(SECONDS / once))), queries, [], [])

    def run(self) -> None:
        for _ in range(self.count):
            cpu, wall = spent(), time.perf_counter()
            self.ask()
            self.cpu.append((spent() - cpu) * MS)
            self.wall.append((time.perf_counter() - wall) * MS)

    def figure(self) -> Figure:
        p95 = quantiles(self.wall, n=20)[-1] if len(self.wall) > 1 else self.wall[0]
        return Figure(median(self.cpu), median(self.wall), p95, self.queries)


def _queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def measured(works: Iterable[Work], rounds: int, at_most: int = MOST) -> dict[str, dict[str, Any]]:
    """Figures of every work, program and floor in turn."""
    return {work.key: _of(work, rounds, at_most) for work in works}


def _of(work: Work, rounds: int, at_most: int) -> dict[str, Any]:
    sides = {"floor": work.floor, "product": work.product}
    laps = {side: Laps.of(ask, at_most) for side, ask in sides.items() if ask}
    for _ in range(rounds):
        for lap in laps.values():
            gc.collect()
            lap.run()
    figures: dict[str, Any] = {side: asdict(lap.figure()) for side, lap in laps.items()}
    told = ", ".join(f"{side} {figure['cpu']:.4g} ms" for side, figure in figures.items())
    # On the way, for a long run that is broken off.
    print(f"{work.title}: {told}", file=sys.stderr, flush=True)
    return {"title": work.title, "raw": _raw(work, rounds), **figures}


def _raw(work: Work, rounds: int) -> float | None:
    """Processor milliseconds of the floor's questions to the database alone, asked without Django."""
    if work.floor is None:
        return None
    with CaptureQueriesContext(connection) as asked:
        work.floor()
    questions = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    return median(_seconds(questions) for _ in range(rounds)) * MS


def _seconds(questions: Sequence[str]) -> float:
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    begun = spent()
    for question in questions:
        cursor.execute(question)
        cursor.fetchall()
    return spent() - begun
