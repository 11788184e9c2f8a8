"""Working days of a Land: what is free there, and what the day is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1990, 2080
LAENDER = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
WEEKEND_NAMES = {5: "Samstag", 6: "Sonntag"}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The public holidays of one Land.

    holidays  day and name, from 1990 to 2080
    """

    land: str
    holidays: Mapping[date, str]

    def is_free(self, day: date) -> bool:
        """Saturday, Sunday or public holiday."""
        return day.weekday() >= 5 or day in self.holidays

    def why_free(self, day: date) -> str:
        """The name of the holiday, else of the day of the weekend; empty on a working day."""
        return self.holidays.get(day) or WEEKEND_NAMES.get(day.weekday(), "")

    def working_day_from(self, day: date) -> date:
        """This day or the next working day after it."""
        while self.is_free(day):
            day += DAY
        return day

    def working_day_until(self, day: date) -> date:
        """This day or the last working day before it."""
        while self.is_free(day):
            day -= DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The count-th working day after this day; a negative count goes back."""
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while self.is_free(day):
                day += step
        return day


def easter_sunday(year: int) -> date:
    """Easter Sunday of a Gregorian year, by the method of Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def from_entries(entries: list[Mapping[str, Any]]) -> Mapping[str, Calendar]:
    """A calendar for every Land from the rows of `values/holidays.yaml`, days as dates or ISO text."""
    found: dict[str, dict[date, str]] = {land: {} for land in LAENDER}
    for entry in entries:
        for day in _days(entry):
            for land in entry.get("laender") or LAENDER:
                found[land].setdefault(day, entry["label"])
    return MappingProxyType({land: Calendar(land, MappingProxyType(days)) for land, days in found.items()})


def _days(entry: Mapping[str, Any]) -> list[date]:
    since, until = _day(entry.get("since"), date.min), _day(entry.get("until"), date.max)
    days = [_in_year(entry, year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    return [day for day in days if since <= day <= until]


def _day(value: Any, unset: date) -> date:
    if value is None:
        return unset
    return value if isinstance(value, date) else date.fromisoformat(value)


def _in_year(entry: Mapping[str, Any], year: int) -> date:
    if "easter" in entry:
        return easter_sunday(year) + timedelta(days=entry["easter"])
    if "wednesday_before" in entry:
        last = date.fromisoformat(f"{year}-{entry['wednesday_before']}") - DAY
        return last - timedelta(days=(last.weekday() - 2) % 7)
    return date.fromisoformat(f"{year}-{entry['fixed']}")
