"""Law and code lists as data. No Django, no clock, no database, no personal data."""

from lawbook.book import Book, BookError, Entry, UnknownCode, UnknownList, ValueList, load, stale
from lawbook.phrases import (
    Match,
    benefit_from_phrase,
    country_from_text,
    language_from_text,
    sex_from_text,
    status_from_phrase,
)

__all__ = [
    "Book",
    "BookError",
    "Entry",
    "Match",
    "UnknownCode",
    "UnknownList",
    "ValueList",
    "benefit_from_phrase",
    "country_from_text",
    "language_from_text",
    "load",
    "sex_from_text",
    "stale",
    "status_from_phrase",
]
