"""Pictures of days: a column of a table drawn in percent, so that text stays text and cannot drift from it."""

from dataclasses import dataclass
from datetime import date

EDGE = 0.04
LEAST_WIDTH = 1.2


@dataclass(frozen=True)
class Mark:
    """One shape in a picture; places are percent of the width as SVG writes them.

    shape  the class of the shape: bars run from x over width; end and start are stops; all others stand at x
    """

    shape: str
    x: str
    width: str = ""


@dataclass(frozen=True)
class Tick:
    """A word on the axis; at the edges it reads inwards. A minor one gives way on the phone."""

    x: str
    label: str
    anchor: str = "middle"
    is_minor: bool = False


@dataclass(frozen=True)
class Scale:
    """Days from first to last as percent, never outside of 0 to 100."""

    first: date
    last: date

    def share(self, day: date) -> float:
        """Place of a day between first and last, 0 to 1; days outside stand at the edge."""
        inside = min(max(day, self.first), self.last)
        return (inside - self.first).days / max((self.last - self.first).days, 1)

    def at(self, day: date) -> str:
        return percent(self.share(day) * 100)

    def span(self, since: date, until: date) -> tuple[str, str]:
        """Start and width of a bar, wide enough to be seen."""
        start, end = self.share(since) * 100, self.share(until) * 100
        start = min(start, 100 - LEAST_WIDTH)
        return percent(start), percent(max(end - start, LEAST_WIDTH))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def tick(self, day: date, label: str, *, is_minor: bool = False) -> Tick:
        share = self.share(day)
        anchor = "start" if share < EDGE else "end" if share > 1 - EDGE else "middle"
        return Tick(self.at(day), label, anchor, is_minor)


def percent(value: float) -> str:
    return f"{value:.2f}%"
