"""The change from one benefit to another: which days stay without money, rent or health care.

Days and months are counted here; what counts from when, and every sentence, stands in `rules/scheme_changes.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from .periods import add_months
from .scheme_book import DAY, Change, Days

MONEY, RENT, HEALTH = "money", "rent", "health"
COVERED, GAP, THREATENED, LATE, UNKNOWN = "covered", "gap", "threatened", "late", "unknown"
RED, AMBER, FINE = "red", "amber", "fine"
# The most urgent first.
SEVERITIES = (RED, AMBER, UNKNOWN, FINE)


@dataclass(frozen=True, slots=True)
class Span:
    """Days in one state, both included; an end that is None is open."""

    state: str
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Row:
    """Money, rent or health care: its states one after the other without a break.

    missing  names of the days that would tell more
    """

    part: str
    severity: str
    spans: tuple[Span, ...]
    missing: tuple[str, ...]

    def state_on(self, day: date) -> str:
        return next(span.state for span in self.spans if span.holds(day))

    def in_state(self, state: str) -> Span | None:
        """The days of a gap, a threat or a delay; each comes at most once."""
        return next((span for span in self.spans if span.state == state and span.first), None)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a change leaves uncovered on this day.

    apply_until  last day on which an application leaves no gap, None once it is filed
    begins_on    first day that is or will be uncovered or late, None for none
    twice        days for which two places pay, by part
    """

    rows: tuple[Row, ...]
    severity: str
    apply_until: date | None
    begins_on: date | None
    twice: Mapping[str, Span]

    def row(self, part: str) -> Row:
        return next(row for row in self.rows if row.part == part)


def guard(change: Change, days: Days, today: date, *, weeks_ahead: int) -> Guard:
    """What of money, rent and health care is or will be uncovered, as far as the days are known today."""
    ahead = today + timedelta(weeks=weeks_ahead)
    starts = _new_money(change, days)
    rows = (
        _row(MONEY, tuple(_money(change, days, starts, today)), _missing_money(change, days), today, ahead),
        _other(RENT, change, days, starts, today, ahead),
        _other(HEALTH, change, days, starts, today, ahead),
    )
    troubles = [span.first for row in rows for span in row.spans if span.first and _troubles(span, today)]
    return Guard(
        rows=rows,
        severity=min((row.severity for row in rows), key=SEVERITIES.index),
        apply_until=None if starts else _apply_until(change, days),
        begins_on=min(troubles, default=None),
        twice=MappingProxyType(dict(_twice(days, starts))),
    )


def _new_money(change: Change, days: Days) -> date | None:
    """First day the new benefit covers by right; None while the application it needs is not filed."""
    if not change.needs_application:
        return days.right_since
    return max(days.right_since, change.counts_from(days.applied_on)) if days.applied_on else None


def _needed_from(days: Days) -> date:
    """First day the old benefit no longer pays; where nobody knows, the first day of the new right."""
    return days.old_paid_until + DAY if days.old_paid_until else days.right_since


def _apply_until(change: Change, days: Days) -> date:
    needed = max(_needed_from(days), days.right_since)
    return _last_of_month(needed) if change.application["counts_from"] == "month" else needed


def _money(change: Change, days: Days, starts: date | None, today: date) -> Iterator[Span]:
    needed = _needed_from(days)
    before = COVERED if days.old_paid_until else UNKNOWN
    if starts is None:
        return _spans((before, None), (GAP, needed), (THREATENED, max(needed, _reached(change, days, today))))
    begins = max(needed, starts)
    if days.first_payment_on:
        return _spans((before, None), (GAP, needed), (LATE, begins), (COVERED, max(begins, days.first_payment_on)))
    is_late = begins <= max(today, days.applied_on or today)
    return _spans((before, None), (GAP, needed), (LATE if is_late else UNKNOWN, begins))


def _reached(change: Change, days: Days, today: date) -> date:
    """First day that an application of today would still cover."""
    return max(days.right_since, change.counts_from(today))


def _other(part: str, change: Change, days: Days, starts: date | None, today: date, ahead: date) -> Row:
    """Rent or health care: until when the old place, from when the new one, and from when by right."""
    names = {RENT: ("rent_paid_until", "rent_from"), HEALTH: ("insured_until", "insured_from")}[part]
    end, explicit = (getattr(days, name) for name in names)
    comes_with_money = {RENT: change.rent, HEALTH: change.health}[part]["with_money"]
    if end is None:
        spans = _spans((UNKNOWN, None), (COVERED, explicit)) if explicit else _spans((UNKNOWN, None))
    elif explicit:
        spans = _spans((COVERED, None), (GAP, end + DAY), (COVERED, max(end + DAY, explicit)))
    elif starts and comes_with_money:
        begins = max(end + DAY, starts)
        spans = _spans((COVERED, None), (GAP, end + DAY), (LATE if begins <= today else UNKNOWN, begins))
    else:
        reached = _reached(change, days, today) if comes_with_money else today
        spans = _spans((COVERED, None), (GAP, end + DAY), (THREATENED, max(end + DAY, reached)))
    missing = tuple(name for name, day in zip(names, (end, explicit), strict=True) if day is None)
    return _row(part, tuple(spans), missing, today, ahead)


def _missing_money(change: Change, days: Days) -> tuple[str, ...]:
    is_filed = bool(days.applied_on) or not change.needs_application
    missing = ["old_paid_until"] if days.old_paid_until is None else []
    return (*missing, "first_payment_on") if is_filed and days.first_payment_on is None else tuple(missing)


def _spans(*beginnings: tuple[str, date | None]) -> Iterator[Span]:
    """Each state from its day to the one before the next; those without a day fall away."""
    for (state, first), (_next, after) in pairwise((*beginnings, ("", None))):
        if first is None or after is None or first < after:
            yield Span(state, first, after - DAY if after else None)


def _row(part: str, spans: tuple[Span, ...], missing: tuple[str, ...], today: date, ahead: date) -> Row:
    severity = UNKNOWN if missing else FINE
    for span in spans:
        if span.state == GAP or (span.state == THREATENED and span.first and span.first <= ahead):
            severity = RED
        elif severity != RED and _troubles(span, today):
            severity = AMBER
    return Row(part, severity, spans, missing)


def _troubles(span: Span, today: date) -> bool:
    """Late money that has come by now troubles nobody any more; a gap does."""
    return span.state in (GAP, THREATENED) or (span.state == LATE and (span.last is None or span.last >= today))


def _twice(days: Days, starts: date | None) -> Iterator[tuple[str, Span]]:
    """Days for which the old and the new place both pay."""
    for part, end, first in ((MONEY, days.old_paid_until, starts), (RENT, days.rent_paid_until, days.rent_from)):
        if end and first and first <= end:
            yield part, Span(COVERED, first, end)


def _last_of_month(day: date) -> date:
    return add_months(day.replace(day=1), 1) - DAY
