"""What the pages of Gegenrechnen show: two readings of one letter side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lawbook import periods
from wegbuch.access.models import User
from wegbuch.core import dates
from wegbuch.core.templatetags.wegbuch import clock_time

from . import law
from .models import CrossCheck, Deadline, Letter
from .services import checks


@dataclass(frozen=True)
class Reading:
    """How one person read a letter, and the days that follow where the other one found different ones."""

    name: str
    facts: list[tuple[str, str]]
    rows: list[Deadline]


def both_readings(check: CrossCheck) -> tuple[Reading, Reading]:
    """The two calculations of an answered check; only acts whose days differ."""
    second, names = checks.second_reading(check), checks.asked_days(check.letter)
    differing = [each for each in checks.compared_now(check) if not each.is_equal]
    first_days = [each.first for each in differing if each.first]
    second_days = [each.second for each in differing if each.second]
    other = check.answered_by.name if check.answered_by else ""
    return (
        Reading(check.letter.entered_by.name, _facts(check.letter, names), first_days),
        Reading(other, _facts(second, names), second_days),
    )


def main_days(check: CrossCheck) -> list[Deadline]:
    """The acts both found with one day, without those that are due beside them."""
    equal = (each.first for each in checks.compared_now(check) if each.is_equal)
    return [row for row in equal if row and row.counts_on and not row.is_companion]


def _facts(letter: Letter, names: Iterable[str]) -> list[tuple[str, str]]:
    """What was read, as label and words."""
    known, events = law.book().events, letter.all_events()
    facts = [(known[name].label, dates.with_weekday(events[name]) if events.get(name) else "–") for name in names]
    return [*facts, (_("Frist laut Belehrung"), _instructed(letter))]


def _instructed(letter: Letter) -> str:
    if letter.instructed_day:
        return dates.with_weekday(letter.instructed_day)
    return period_words(letter.instructed_period) or _("unklar")


def period_words(text: str) -> str:
    """2 Wochen of „2 weeks“."""
    return periods.read(text).in_german() if text else ""


def confirmed_words(first: User, first_at: datetime, second: User, second_at: datetime) -> str:
    """Bestätigt: Jana Roth 08:09, Thomas Ihde 08:14, gleiches Ergebnis"""
    words = {"first": first.name, "first_at": clock_time(first_at), "second": second.name, "at": clock_time(second_at)}
    return _("Bestätigt: %(first)s %(first_at)s, %(second)s %(at)s, gleiches Ergebnis") % words
