"""The lawbook: dated code lists, read once from YAML."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

DEFAULT_FOLDER = Path(__file__).parent / "values"
CONFIDENCE_WORDS = ("high", "medium", "low")
CHECK_AGAIN_AFTER = timedelta(days=90)
CORE_KEYS = frozenset({"code", "label", "basis", "confidence", "source", "since", "until", "also", "versions"})
# The C loader is several times as fast; the other one gives the same objects.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BookError(ValueError):
    """A file of the book contradicts itself; the text names file and entry."""


class UnknownList(LookupError):
    """The book has no list of this name."""


class UnknownCode(LookupError):
    """The list has no entry with this code."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code as it reads between two days, both included.

    order  place in the list, from 0
    also   other spellings met in lists of districts
    extra  fields of this list alone, such as `plain`, `group` or `documents`
    """

    code: str
    label: str
    basis: str
    confidence: str
    source: str
    since: date | None
    until: date | None
    order: int
    also: tuple[str, ...]
    extra: Mapping[str, Any]

    def is_valid_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word of a list and the code it stands for; with a question where the word leaves it open."""

    text: str
    code: str
    question: str


@dataclass(frozen=True, slots=True, eq=False)
class ValueList:
    """One code list with the day on which somebody last compared it with its sources."""

    id: str
    title: str
    checked_on: date
    checked_by: str | None
    groups: Mapping[str, str]
    versions: Mapping[str, tuple[Entry, ...]]
    phrases: tuple[Phrase, ...]
    ignored_words: frozenset[str]
    unmapped: Phrase | None

    def on(self, day: date) -> tuple[Entry, ...]:
        """Entries that may be chosen on this day, in the order of the list."""
        return tuple(entry for versions in self.versions.values() for entry in versions if entry.is_valid_on(day))

    def get(self, code: str, day: date | None = None) -> Entry:
        """The version valid on this day; where none is, the last one begun before it.

        So a code that has ended still reads as it did. Without a day: the newest version.
        raises  UnknownCode
        """
        if code not in self.versions:
            raise UnknownCode(f"{self.id} has no code {code!r}")
        versions = self.versions[code]
        if day is None:
            return versions[-1]
        begun = [entry for entry in versions if entry.since is None or entry.since <= day]
        return begun[-1] if begun else versions[0]

    def label(self, code: str, day: date | None = None) -> str:
        return self.get(code, day).label

    def __contains__(self, code: object) -> bool:
        return code in self.versions


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """All lists and the mark that names exactly this content."""

    lists: Mapping[str, ValueList]
    fingerprint: str

    def list(self, name: str) -> ValueList:
        """raises UnknownList"""
        if name not in self.lists:
            raise UnknownList(f"the book has no list {name!r}")
        return self.lists[name]


def load(folder: Path | None = None) -> Book:
    """The book in this folder, by default our own; read once per process.

    raises  BookError with file and entry, where a file contradicts itself
    """
    return _load(Path(folder) if folder else DEFAULT_FOLDER)


def stale(book: Book, day: date) -> tuple[ValueList, ...]:
    """Lists that nobody compared with their sources in the 90 days before this day."""
    return tuple(each for each in book.lists.values() if each.checked_on + CHECK_AGAIN_AFTER < day)


@lru_cache(maxsize=8)
def _load(folder: Path) -> Book:
    documents = {path.name: _document(path) for path in sorted(folder.glob("*.yaml"))}
    tables = {name: document for name, document in documents.items() if "phrases_for" in document}
    phrases = {table["phrases_for"]: table for table in tables.values()}
    lists = {}
    for name, document in documents.items():
        if name not in tables:
            value_list = _value_list(name, document, phrases.pop(document.get("id"), {}))
            lists[value_list.id] = value_list
    if phrases:
        raise BookError(f"phrases for lists that do not exist: {', '.join(sorted(phrases))}")
    return Book(lists=MappingProxyType(lists), fingerprint=fingerprint_of(as_text(documents)))


def read_yaml(path: Path) -> Any:
    """What a file of the book says.

    raises  BookError where it is no YAML
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 -- a safe loader in C
    except yaml.YAMLError as error:
        raise BookError(f"{path.name}: not readable as YAML: {error}") from error


def as_text(documents: Mapping[str, Any]) -> str:
    """Documents as the one JSON text their fingerprint is taken of, days as ISO text."""
    return json.dumps(documents, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def fingerprint_of(text: str) -> str:
    """The mark that names exactly this text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _document(path: Path) -> dict[str, Any]:
    document = read_yaml(path)
    if not isinstance(document, dict) or document.get("id") != path.stem:
        raise BookError(f"{path.name}: the id must be {path.stem!r}")
    if not isinstance(document.get("checked_on"), date):
        raise BookError(f"{path.name}: checked_on must be a day")
    return document


def _value_list(name: str, document: dict[str, Any], table: dict[str, Any]) -> ValueList:
    versions: dict[str, tuple[Entry, ...]] = {}
    for order, raw in enumerate(document.get("entries") or ()):
        code = raw.get("code")
        if not isinstance(code, str) or code in versions:
            raise BookError(f"{name}: entry {order + 1}: the code {code!r} is missing, not text or used twice")
        versions[code] = _versions(f"{name}: {code}", document, raw, order)
    unmapped = document.get("unmapped") or table.get("unmapped")
    value_list = ValueList(
        id=document["id"],
        title=document["title"],
        checked_on=document["checked_on"],
        checked_by=document.get("checked_by"),
        groups=MappingProxyType(document.get("groups") or {}),
        versions=MappingProxyType(versions),
        phrases=_phrases(tuple(chain.from_iterable(versions.values())), document, table),
        ignored_words=frozenset(document.get("ignored_words") or table.get("ignored_words") or ()),
        unmapped=Phrase("", **unmapped) if unmapped else None,
    )
    _check_phrases(name, value_list)
    return value_list


def _versions(place: str, document: dict[str, Any], raw: dict[str, Any], order: int) -> tuple[Entry, ...]:
    """One entry per version; what a version does not say comes from the entry, then from the list."""
    shared = {key: document[key] for key in ("confidence", "source") if key in document} | raw
    entries = tuple(_entry(place, shared | version, order) for version in raw.get("versions") or [{}])
    for earlier, later in pairwise(entries):
        if earlier.until is None or later.since is None or earlier.until >= later.since:
            raise BookError(f"{place}: versions overlap or are out of order")
    return entries


def _entry(place: str, raw: dict[str, Any], order: int) -> Entry:
    for key in ("label", "source"):
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise BookError(f"{place}: {key} is missing")
    if raw.get("confidence") not in CONFIDENCE_WORDS:
        raise BookError(f"{place}: confidence must be one of {', '.join(CONFIDENCE_WORDS)}")
    since, until = raw.get("since"), raw.get("until")
    if not all(day is None or isinstance(day, date) for day in (since, until)):
        raise BookError(f"{place}: since and until must be days")
    if since and until and since >= until:
        raise BookError(f"{place}: since must lie before until")
    return Entry(
        code=raw["code"],
        label=raw["label"],
        basis=raw.get("basis", ""),
        confidence=raw["confidence"],
        source=raw["source"],
        since=since,
        until=until,
        order=order,
        also=tuple(raw.get("also") or ()),
        extra=MappingProxyType({key: value for key, value in raw.items() if key not in CORE_KEYS}),
    )


def _phrases(entries: tuple[Entry, ...], document: dict[str, Any], table: dict[str, Any]) -> tuple[Phrase, ...]:
    """Labels, codes and other spellings of the entries, then the rows of the tables, which win."""
    with_codes = document.get("codes_are_words", True)
    own = [
        Phrase(text, entry.code, "")
        for entry in entries
        for text in (entry.label, *entry.also, *((entry.code,) if with_codes else ()))
    ]
    rows = [*(document.get("phrases") or ()), *(table.get("phrases") or ())]
    return (*own, *(Phrase(text, row["code"], row.get("question", "")) for row in rows for text in row["words"]))


def _check_phrases(name: str, value_list: ValueList) -> None:
    named = (*value_list.phrases, *((value_list.unmapped,) if value_list.unmapped else ()))
    unknown = {phrase.code for phrase in named} - set(value_list.versions)
    if unknown:
        raise BookError(f"{name}: phrases name unknown codes: {', '.join(sorted(unknown))}")
