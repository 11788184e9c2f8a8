"""What held for somebody on a day, out of periods that were read once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

Row = tuple[Any, ...]


class Held:
    """Periods of one kind by person.

    rows  person, first day, last day, then the values, in the order of ids; an unknown first day counts as begun.
          Of two that began on one day the later row counts, as in `cases.heads`
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_person: dict[UUID, list[Row]] = defaultdict(list)
        for person, *period in rows:
            self._by_person[person].append(tuple(period))
        for periods in self._by_person.values():
            periods.reverse()
            periods.sort(key=lambda period: period[0] or date.min, reverse=True)

    def on(self, person: UUID, day: date) -> Row:
        """The values of the period that began last, () where none holds."""
        for since, until, *values in self._by_person.get(person, ()):
            if (since is None or since <= day) and (until is None or until >= day):
                return tuple(values)
        return ()
