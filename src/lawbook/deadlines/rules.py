"""The deadline rules as objects, read from the compiled book."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from .. import calendars, compiled, periods
from ..calendars import Calendar
from ..errors import RuleError
from .errors import Impossible

PREFIX = "rules/deadlines/"
REQUIRED = ("title", "plain", "kind", "act", "regimes", "start", "versions")
TEXTS = (
    "id", "title", "plain", "kind", "field", "act", "effect", "effect_note", "safe_start", "if_wrong_instruction",
    "new_reading", "advice", "note",
)  # fmt: skip
LISTS = ("regimes", "start", "places", "also_due")
CONFIDENCES = ("verified", "likely", "uncertain")


@dataclass(frozen=True, slots=True)
class Version:
    """How a rule reads under one law, between two days of its hinge, for one kind of case.

    when  yes/no facts, or days that must be known
    """

    duration: periods.Duration | None
    calc: str | None
    basis: str
    sources: tuple[str, ...]
    confidence: str
    when: tuple[tuple[str, Any], ...] = ()
    regimes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    start: tuple[str, ...] = ()
    after: str = ""
    fixed_end: date | None = None
    day_before: bool = False
    doubt: str = ""
    days_uncertain: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """An end that no other day passes."""

    start: tuple[str, ...]
    duration: periods.Duration
    basis: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline of the law with all its versions. See `schema/deadline_rules.json` for the fields."""

    id: str
    title: str
    plain: str
    kind: str
    field: str
    regimes: tuple[str, ...]
    hinge: str | None
    delivery: str
    start: tuple[str, ...]
    places: tuple[str, ...]
    seat: str | None
    act: str
    together: tuple[tuple[str, str, bool], ...]
    also_due: tuple[str, ...]
    effect: str
    effect_note: str
    at_once: bool
    safe_days_earlier: int
    safe_start: str
    if_wrong_instruction: str
    new_reading: str
    limits: tuple[Limit, ...]
    advice: str
    note: str
    versions: tuple[Version, ...]
    checked_on: date
    checked_by: str | None
    file: str


@dataclass(frozen=True, slots=True)
class Event:
    """A day or a yes/no fact the rules may ask for.

    type           day, yes_no, or word
    default        what an unknown yes/no fact counts as, None for unknown
    may_lie_ahead  a day that may come after today, such as the end of a permit
    """

    name: str
    label: str
    question: str
    type: str
    default: bool | None
    may_lie_ahead: bool


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """All deadline rules with what they need: events, calendars, kinds of letters, borders between old and new law."""

    rules: Mapping[str, Rule]
    events: Mapping[str, Event]
    letters: Mapping[str, Mapping[str, Any]]
    borders: Mapping[str, tuple[date, date]]
    calendars: Mapping[str, Calendar]
    courts: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Mapping[str, Any]]
    fingerprint: str

    def get(self, name: str) -> Rule:
        """raises Impossible for an unknown rule"""
        if name not in self.rules:
            raise Impossible(f"Die Regel „{name}“ gibt es nicht. Alle Regeln nennt: lawbook rules", "rule")
        return self.rules[name]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())


@lru_cache(maxsize=2)
def load() -> RuleBook:
    """The rules of our own book; read once per process.

    raises  RuleError with file and rule
    """
    return from_content(compiled.content())


def from_content(content: Mapping[str, Any]) -> RuleBook:
    """The rules of a compiled book, of this or another state."""
    documents = content["documents"]
    rules: dict[str, Rule] = {}
    for name in sorted(documents):
        if name.startswith(PREFIX):
            for raw in documents[name]["rules"]:
                rule = _rule(name, documents[name], raw)
                if rule.id in rules:
                    raise RuleError(f"{name}: {rule.id} stands twice")
                rules[rule.id] = rule
    book = RuleBook(
        rules=MappingProxyType(rules),
        events=MappingProxyType({name: _event(name, raw) for name, raw in documents["rules/events"]["events"].items()}),
        letters=MappingProxyType({raw["code"]: raw for raw in documents["rules/letters"]["letters"]}),
        borders=MappingProxyType(
            {name: (_day(days[0]), _day(days[1])) for name, days in documents["rules/regimes"]["borders"].items()}
        ),
        calendars=calendars.from_entries(documents["values/holidays"]["entries"]),
        courts=MappingProxyType({raw["code"]: raw for raw in documents["values/courts"]["entries"]}),
        sources=MappingProxyType(documents["rules/sources"]["sources"]),
        fingerprint=content["fingerprint"],
    )
    _check_names(book)
    return book


def _rule(place: str, document: Mapping[str, Any], raw: Mapping[str, Any]) -> Rule:
    missing = [name for name in REQUIRED if not raw.get(name)]
    if missing:
        raise RuleError(f"{place}: {raw.get('id')}: {', '.join(missing)} missing")
    plain: dict[str, Any] = {name: raw.get(name, "") for name in TEXTS}
    lists: dict[str, Any] = {name: tuple(raw.get(name) or ()) for name in LISTS}
    return Rule(
        **plain,
        **lists,
        hinge=raw.get("hinge"),
        seat=raw.get("seat"),
        delivery=raw.get("delivery", "administration"),
        together=tuple(
            (each["act"], each["basis"], bool(each.get("advised", False))) for each in raw.get("together") or ()
        ),
        at_once=bool(raw.get("at_once", False)),
        safe_days_earlier=raw.get("safe_days_earlier", 0),
        limits=tuple(
            Limit(tuple(each["start"]), periods.read(each["duration"]), each["basis"])
            for each in raw.get("limits") or ()
        ),
        versions=tuple(_version(f"{place}: {raw['id']}", each) for each in raw["versions"]),
        checked_on=_day(document["checked_on"]),
        checked_by=document.get("checked_by"),
        file=place.removeprefix(PREFIX),
    )


def _version(place: str, raw: Mapping[str, Any]) -> Version:
    if not raw.get("sources") or not raw.get("basis") or raw.get("confidence") not in CONFIDENCES:
        raise RuleError(f"{place}: basis, source and confidence are needed")
    return Version(
        duration=periods.read(raw["duration"]) if raw.get("duration") else None,
        calc=raw.get("calc"),
        basis=raw["basis"],
        sources=tuple(raw["sources"]),
        confidence=raw["confidence"],
        when=tuple((raw.get("when") or {}).items()),
        regimes=tuple(raw.get("regimes") or ()),
        since=_day_or_none(raw.get("since")),
        until=_day_or_none(raw.get("until")),
        start=tuple(raw.get("start") or ()),
        after=raw.get("after", ""),
        fixed_end=_day_or_none(raw.get("fixed_end")),
        day_before=bool(raw.get("day_before", False)),
        doubt=raw.get("doubt", ""),
        days_uncertain=raw.get("days_uncertain", ""),
    )


def _event(name: str, raw: Mapping[str, Any]) -> Event:
    return Event(name, raw["label"], raw["question"], raw["type"], raw.get("default"), bool(raw.get("ahead")))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _day_or_none(value: Any) -> date | None:
    return None if value is None else _day(value)


def _check_names(book: RuleBook) -> None:
    """Every rule and event that is named exists."""
    for rule in book:
        named = {*rule.also_due, rule.if_wrong_instruction, rule.new_reading, *(each.after for each in rule.versions)}
        unknown = named - set(book.rules) - {""}
        starts = {*rule.start, *(name for each in rule.versions for name in each.start)} - {"service"}
        facts = {name for each in rule.versions for name, _ in each.when}
        hinges = {rule.hinge, rule.safe_start or None} - {None}
        unknown |= {str(name) for name in (starts | facts | hinges) - set(book.events)}
        if unknown:
            raise RuleError(f"{rule.file}: {rule.id} names what does not exist: {', '.join(sorted(unknown))}")
    for letter in book.letters.values():
        named = {name for names in letter["rules"].values() for name in names}
        if unknown := named - set(book.rules):
            raise RuleError(f"letters: {letter['code']} names rules that do not exist: {', '.join(sorted(unknown))}")
