"""Periods of whole months: what a count may be asked for."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from wegbuch.core import clock
from wegbuch.core.dates import month_after, month_name
from wegbuch.counselling.months import EARLIEST

LONGEST = 12
NOT_LISTED = "Bitte wählen Sie einen Monat aus der Liste."


class NoSuchPeriod(ValueError):
    """No period of one to twelve whole months; the text is a sentence for the person who chose it."""


@dataclass(frozen=True)
class Period:
    """One to twelve whole months.

    first  first day of the first month
    last   last day of the last month
    """

    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(month_after(self.first, count) for count in range(_months_between(self.first, self.last) + 1))

    @property
    def month_keys(self) -> tuple[str, ...]:
        """The same as text: 2026-11."""
        return tuple(f"{month:%Y-%m}" for month in self.months)

    @property
    def label(self) -> str:
        """November 2026 · 4. Quartal 2026 · 2. Halbjahr 2026 · Jahr 2026 · Oktober bis November 2026"""
        length, year = len(self.months), str(self.first.year)
        if length == 1:
            return month_name(self.first)
        if length == 3 and self.first.month % 3 == 1:
            return _("%(number)s. Quartal %(year)s") % {"number": self.first.month // 3 + 1, "year": year}
        if length == 6 and self.first.month % 6 == 1:
            return _("%(number)s. Halbjahr %(year)s") % {"number": self.first.month // 6 + 1, "year": year}
        if length == 12 and self.first.month == 1:
            return _("Jahr %(year)s") % {"year": year}
        first = MONTHS[self.first.month] if self.first.year == self.last.year else month_name(self.first)
        return _("%(first)s bis %(last)s") % {"first": first, "last": month_name(self.last)}

    @property
    def before(self) -> "Period":
        """As many months, directly before."""
        length = len(self.months)
        return from_months(month_after(self.first, -length), month_after(self.first, -1))

    @property
    def query(self) -> str:
        """The period in an address: monat=2026-11, or von=2026-10&bis=2026-12."""
        if len(self.months) == 1:
            return f"monat={self.first:%Y-%m}"
        return f"von={self.first:%Y-%m}&bis={self.last:%Y-%m}"


def from_months(first: date, last: date) -> Period:
    """From the month of one day to the month of the other.

    raises  NoSuchPeriod if the last comes before the first, and for more than twelve months
    """
    if (first.year, first.month) > (last.year, last.month):
        raise NoSuchPeriod(_("Der letzte Monat liegt vor dem ersten. Bitte tauschen Sie beide."))
    if _months_between(first, last) >= LONGEST:
        raise NoSuchPeriod(_("Bitte wählen Sie höchstens zwölf Monate."))
    return Period(first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))


def month_of(day: date) -> Period:
    return from_months(day, day)


def quarter_of(day: date) -> Period:
    start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return from_months(start, month_after(start, 2))


def half_year_of(day: date) -> Period:
    start = date(day.year, 1 if day.month <= 6 else 7, 1)
    return from_months(start, month_after(start, 5))


def year_of(day: date) -> Period:
    return from_months(date(day.year, 1, 1), date(day.year, 12, 1))


def from_query(query: Mapping[str, str], default: Period) -> Period:
    """The period an address names.

    raises  NoSuchPeriod for anything but months written 2026-11, from 2000 to the end of this year
    """
    first = query.get("von") or query.get("monat")
    if not first:
        return default
    months = read_month(first), read_month(query.get("bis") or first)
    if any(not EARLIEST <= month <= last_month() for month in months):
        raise NoSuchPeriod(_(NOT_LISTED))
    return from_months(*months)


def read_month(text: str) -> date:
    """raises NoSuchPeriod"""
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=clock.BERLIN).date()
    except ValueError:
        raise NoSuchPeriod(_(NOT_LISTED)) from None


def last_month() -> date:
    """December: a year can be asked for while it runs."""
    return clock.today().replace(month=12, day=1)


def ended_quarters(count: int) -> list[Period]:
    """The last whole quarters, the newest first."""
    quarter = quarter_of(clock.today())
    found: list[Period] = []
    while len(found) < count:
        quarter = quarter.before
        found.append(quarter)
    return found


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
