"""The status history of a person as a way: what was, where she stands now, what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.core import codes, dates

from .models import ResidencePeriod

When = Literal["past", "now", "next"]
SHOWN = 5
WEEKS_UP_TO, DAYS_UP_TO = 26, 13


@dataclass(frozen=True)
class Station:
    """One dot on the way.

    question  what is still to be cleared up about it
    """

    when: When
    label: str
    detail: str
    question: str = ""


def way_of(periods: Sequence[ResidencePeriod], *, entered_on: date | None, today: date) -> list[Station]:
    """The last five stations from old to new.

    periods  all of one person, in any order
    """
    ordered = sorted(periods, key=lambda period: period.since or date.min)
    now = current(ordered, today)
    stations = [Station("past", _("Einreise"), dates.in_figures(entered_on))] if entered_on else []
    stations += [_station(period, is_now=period is now, today=today) for period in ordered]
    return stations[-SHOWN:]


def current(periods: Sequence[ResidencePeriod], today: date) -> ResidencePeriod | None:
    """The newest period that holds today."""
    running = [row for row in periods if (row.since or today) <= today <= (row.until or today)]
    return max(running, key=lambda row: row.since or date.min, default=None)


def _station(period: ResidencePeriod, *, is_now: bool, today: date) -> Station:
    label = codes.label("residence_statuses", period.status)
    since = dates.in_figures(period.since) if period.since else _("Beginn nicht bekannt")
    if is_now:
        return Station("now", label, _paper(period, today) or since, period.question)
    when: When = "next" if period.since and period.since > today else "past"
    return Station(when, label, since, period.question)


def _paper(period: ResidencePeriod, today: date) -> str:
    """The paper that shows the status and how long it is still good."""
    name = codes.short("residence_documents", period.document) if period.document else _("Papier")
    if period.valid_until is None:
        return name if period.document else ""
    until = {"paper": name, "day": dates.in_figures(period.valid_until), "left": time_left(period.valid_until, today)}
    return _("%(paper)s gültig bis %(day)s, %(left)s") % until


def time_left(day: date, today: date) -> str:
    """„noch 7 Wochen“, „noch 9 Tage“, „endet heute“, „seit 3 Tagen abgelaufen“."""
    left = (day - today).days
    if left < 0:
        return ngettext("seit %(n)s Tag abgelaufen", "seit %(n)s Tagen abgelaufen", -left) % {"n": -left}
    if left == 0:
        return _("endet heute")
    if left <= DAYS_UP_TO:
        return ngettext("noch %(n)s Tag", "noch %(n)s Tage", left) % {"n": left}
    if left // 7 <= WEEKS_UP_TO:
        return _("noch %(n)s Wochen") % {"n": left // 7}
    return _("noch %(n)s Monate") % {"n": left * 12 // 365}
