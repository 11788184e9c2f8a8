"""Periods of a file read as a course: what surely held on a day, and since when without a gap."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """A period with the days on which it holds; date.max where it goes on.

    row   the period as it is entered
    code  its status or scheme
    """

    row: Any
    code: str
    since: date
    until: date


class History:
    """Periods of one person. One that was never ended ends where the next one begins.

    A period without a first day may have held at any time: where it could matter nothing is said.
    """

    def __init__(self, rows: Iterable[Any], code: str) -> None:
        dated = sorted((row for row in rows if row.since), key=lambda row: row.since)
        self.undated = [(getattr(row, code), row) for row in rows if row.since is None]
        self.spells = [
            Spell(row, getattr(row, code), row.since, row.until or _day_before_next(dated[place + 1 :], row.since))
            for place, row in enumerate(dated)
        ]

    def now(self, day: date) -> tuple[str, Any] | None:
        """Code and row that count on this day: the newest; nothing where two began on one day."""
        running = [spell for spell in self.spells if spell.since <= day <= spell.until]
        newest = [spell for spell in running if spell.since == running[-1].since]
        found = {spell.code: spell.row for spell in newest} or {
            code: row for code, row in self.undated if row.until is None or row.until >= day
        }
        return next(iter(found.items())) if len(found) == 1 else None

    def surely_on(self, day: date) -> str:
        """The only code that held on a day, "" where none or more than one may have."""
        maybe = [code for code, row in self.undated if row.until is None or row.until >= day]
        found = {spell.code for spell in self.spells if spell.since <= day <= spell.until}
        return found.pop() if len(found) == 1 and not maybe else ""

    def unbroken(self, day: date, belongs: Callable[[str], bool]) -> Sequence[Spell]:
        """Spells of one kind back from this day without a gap, newest first.

        None where an earlier one of that kind stands behind days of which nothing is known, or has no first day.
        """
        before = [spell for spell in reversed(self.spells) if spell.since <= day]
        if not before or before[0].until < day or any(belongs(code) for code, _row in self.undated):
            return ()
        found: list[Spell] = []
        for spell in before:
            if found and spell.until < found[-1].since - DAY:
                return () if belongs(spell.code) else found
            if not belongs(spell.code):
                return found
            found.append(spell)
        return found


def _day_before_next(later: Sequence[Any], since: date) -> date:
    return next((row.since - DAY for row in later if row.since > since), date.max)
