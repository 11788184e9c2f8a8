"""Days as people type them and as they read them."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

Lean = Literal["near", "past", "future"]
EARLIEST, LATEST = 1900, 2199
TWO_DIGITS_REACH_AHEAD = 20
RELATIVE = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
IN_SOME_TIME = re.compile(r"in (?P<count>\d{1,3}|eine[mr]?) (?P<unit>tag|tagen|woche|wochen)")
PARTED = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})?)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")


class NoSuchDay(ValueError):
    """What was typed is no day; the text is a sentence for the person who typed it."""


def in_figures(day: date) -> str:
    """05.03.2026"""
    return day.strftime("%d.%m.%Y")


def with_weekday(day: date) -> str:
    """Do 05.03.2026"""
    return f"{WEEKDAYS_ABBR[day.weekday()]} {in_figures(day)}"


def read_day(text: str, today: date, lean: Lean = "near") -> date:
    """The day that was typed: „5.3.“, „5.3.90“, „Do 05.03.2026“, „05032026“, „2026-03-05“, „gestern“, „in 1 Woche“.

    lean    which year a day without one belongs to: this one, the last that has passed, the next to come
    raises  NoSuchDay with what to do about it
    """
    weekday, rest = _split_weekday(" ".join(text.casefold().split()).rstrip(","))
    day = _relative(rest, today) or _from_figures(rest.replace(" ", ""), today, lean)
    if weekday is not None and day.weekday() != weekday:
        raise NoSuchDay(
            _("Der %(day)s ist ein anderer Wochentag. Richtig ist: %(right)s")
            % {"day": in_figures(day), "right": with_weekday(day)}
        )
    return day


def same_day_before(day: date, today: date) -> date:
    """The last such day of a year that is not after today."""
    return _nearest(day, range(today.year, today.year - 9, -1), lambda found: found <= today)


def same_day_after(day: date, today: date) -> date:
    """The next such day of a year that is not before today."""
    return _nearest(day, range(today.year, today.year + 9), lambda found: found >= today)


def checked_day(day: int, month: int, year: int) -> date:
    """A day of the calendar.

    raises  NoSuchDay with an example close to what was meant
    """
    if not EARLIEST <= year <= LATEST:
        raise NoSuchDay(_("Bitte prüfen Sie das Jahr %(year)s. Beispiel: 26.11.2026") % {"year": year})
    if not 1 <= month <= 12:
        raise NoSuchDay(
            _("Einen Monat %(month)s gibt es nicht. Beispiel: 26.11.%(year)s") % {"month": month, "year": year}
        )
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = f"{MONTHS[month]} {year}" if (day, month) == (29, 2) else MONTHS[month]
        raise NoSuchDay(
            _("Der %(day)s. %(month)s existiert nicht. Beispiel: %(example)s")
            % {"day": day, "month": name, "example": in_figures(date(year, month, last))}
        )
    return date(year, month, day)


def _nearest(day: date, years: range, fits: Callable[[date], bool]) -> date:
    for year in years:
        try:
            found = day.replace(year=year)
        except ValueError:
            continue
        if fits(found):
            return found
    raise ValueError("a leap day comes at least every eight years")


def _split_weekday(text: str) -> tuple[int | None, str]:
    word, _space, rest = text.partition(" ")
    word = word.rstrip(".,")
    for number, name in enumerate(WEEKDAYS):
        if rest and word in (name, name[:2]):
            return number, rest
    return None, text


def _relative(text: str, today: date) -> date | None:
    if text in RELATIVE:
        return today + timedelta(days=RELATIVE[text])
    if found := IN_SOME_TIME.fullmatch(text):
        count = int(found["count"]) if found["count"].isdecimal() else 1
        return today + timedelta(days=count * (7 if found["unit"].startswith("woche") else 1))
    return None


def _from_figures(text: str, today: date, lean: Lean) -> date:
    if found := ISO.fullmatch(text):
        return checked_day(int(found[3]), int(found[2]), int(found[1]))
    found = PARTED.fullmatch(text) or COMPACT.fullmatch(text)
    if not found:
        raise NoSuchDay(_("Das lässt sich nicht als Tag lesen. Beispiel: %(example)s") % {"example": in_figures(today)})
    day, month = int(found[1]), int(found[2])
    return checked_day(day, month, _year(found[3], (month, day), today, lean))


def _year(figures: str | None, month_day: tuple[int, int], today: date, lean: Lean) -> int:
    if figures is None:
        this = (today.month, today.day)
        return today.year - (lean == "past" and month_day > this) + (lean == "future" and month_day < this)
    year = int(figures)
    if len(figures) == 4:
        return year
    reach = today.year + (0 if lean == "past" else TWO_DIGITS_REACH_AHEAD)
    return 2000 + year if 2000 + year <= reach else 1900 + year


def month_after(day: date, count: int = 1) -> date:
    """First day of the month so many months later; earlier with a number below 0."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def month_name(day: date) -> str:
    """November 2026"""
    return f"{MONTHS[day.month]} {day.year}"
