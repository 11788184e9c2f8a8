"""Code lists of the lawbook as forms and pages need them: what is valid today, and a word for every code."""

from datetime import date
from functools import cache

from django.utils.functional import Promise

import lawbook
from lawbook import Book, Entry

from . import clock


@cache
def book() -> Book:
    """The book this process works with; read once."""
    return lawbook.load()


@cache
def state_of_law() -> date:
    """The day up to which everything in the book was compared with its sources."""
    return min(each.checked_on for each in book().lists.values())


def label(list_name: str, code: str) -> str:
    """The German word for a code, also for one that has ended; an unknown code stands for itself."""
    entries = book().list(list_name)
    return entries.label(code) if code in entries else code


def short(list_name: str, code: str) -> str:
    """The short word for a code where the list has one."""
    entries = book().list(list_name)
    if code not in entries:
        return code
    entry = entries.get(code)
    return str(entry.extra.get("short") or entry.label)


def entries(list_name: str) -> tuple[Entry, ...]:
    """What may be chosen today."""
    return book().list(list_name).on(clock.today())


def choices(list_name: str, *, blank: str | Promise | None = None) -> list[tuple[str, str | Promise]]:
    """What may be chosen today, for a form; `blank` names the empty choice."""
    start: list[tuple[str, str | Promise]] = [("", blank)] if blank is not None else []
    return [*start, *((entry.code, entry.label) for entry in entries(list_name))]
