"""Answers of the deadline rules as pages show them: days of JSON, steps, sources."""

from datetime import date
from typing import Any

from django import template

from lawbook import periods
from wegbuch.core import clock, dates
from wegbuch.procedures import law

register = template.Library()


@register.filter
def iso_day(value: str | date | None) -> date | None:
    """A day as it stands in a kept answer, as a date."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


@register.filter
def step_day(value: str | date | None, mark: str = "") -> str:
    """Mi 25.11.; with its year for the answer itself and for days of another year."""
    day = iso_day(value)
    if day is None:
        return ""
    words = dates.with_weekday(day)
    return words if mark == "now" or day.year != clock.today().year else words[:-4]


@register.filter
def once(steps: list[Any]) -> list[Any]:
    """The steps, each basis named where it stands first."""
    seen: set[str] = set()
    found = []
    for step in steps:
        found.append({**step, "basis": "" if step["basis"] in seen else step["basis"]})
        seen.add(step["basis"])
    return found


@register.filter
def sources(keys: list[str]) -> list[Any]:
    """Name and address of every source."""
    known = law.book().sources
    return [known[key] for key in keys if key in known]


@register.filter
def letter_label(code: str) -> str:
    """What kind of letter it is."""
    return str(law.letter_kind(code)["label"])


@register.filter
def period(text: str) -> str:
    """2 Wochen, of the period a letter names itself."""
    return periods.read(text).in_german()
