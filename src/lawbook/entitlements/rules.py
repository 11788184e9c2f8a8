"""Entitlement rules, facts, sets, amounts and helper words as objects, read from the compiled book."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from .. import calendars, compiled
from ..calendars import Calendar
from ..errors import RuleError
from . import expressions
from .expressions import Node

RULES, FACTS = "rules/entitlements/", "rules/facts/"
TEXTS = ("id", "title", "label", "plain", "topic", "result", "basis", "authority", "authority_code", "confidence")
RESULTS = ("entitled", "not_entitled", "discretionary", "duty")
PRIMITIVES = frozenset({
    "add", "add_days", "deadline_days", "deadline_months", "end_of_month", "date", "bool", "amount", "minus", "earliest"
})  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One rule of social or residence law: who may have or must do what, from when to when.

    condition, threshold, amount  expressions of `expressions.py`; the last two may be missing
    threshold_mode                "waiting": the result comes on that day; "deadline": that day is the last one
    deadline                      deadline rule that counts the same days with a safe day; "" where there is none
    since, until                  days of the law, both included
    """

    id: str
    title: str
    label: str
    plain: str
    topic: str
    result: str
    basis: str
    authority: str
    authority_code: str
    confidence: str
    condition: Node
    threshold: Node | None
    threshold_mode: str
    deadline: str
    amount: Node | None
    amount_label: str
    since: date
    until: date | None
    since_kind: str
    documents: tuple[str, ...]
    sources: tuple[str, ...]
    warnings: tuple[int, ...]
    excludes: tuple[str, ...]
    doubt: str
    note: str
    level: int
    checked_on: date
    file: str

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def expressions(self) -> tuple[Node, ...]:
        return tuple(node for node in (self.condition, self.threshold, self.amount) if node)


@dataclass(frozen=True)
class Fact:
    """Something that is known about a person or not.

    type          yes_no, date, number, enum, set, country
    judgement     only a person may set it, with a reason
    level         3 for special categories
    from_file     where the file already knows it
    default       what it counts as where everything unlisted is to be taken as no
    """

    name: str
    label: str
    question: str
    type: str
    values: Mapping[str, str]
    judgement: bool
    level: int
    from_file: str
    hint: str
    default: Any


@dataclass(frozen=True)
class Helper:
    """A word of the conditions that stands for a longer one."""

    name: str
    title: str
    given: tuple[str, ...]
    body: Node
    basis: str


@dataclass(frozen=True)
class Contradiction:
    """Facts that cannot all be right: `when` is true then, and the sentence says what to check."""

    code: str
    when: Node
    facts: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, eq=False)
class EntitlementBook:
    """Everything the entitlement rules need."""

    rules: Mapping[str, Rule]
    facts: Mapping[str, Fact]
    sets: Mapping[str, frozenset[str]]
    helpers: Mapping[str, Helper]
    amounts: Mapping[str, Mapping[Any, Any]]
    warnings: Mapping[int, Mapping[str, Any]]
    changes: tuple[Mapping[str, Any], ...]
    contradictions: tuple["Contradiction", ...]
    sources: Mapping[str, Mapping[str, Any]]
    calendar: Calendar
    fingerprint: str

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    @cached_property
    def facts_of(self) -> Mapping[str, tuple[str, ...]]:
        """The facts each rule asks for, those behind helper words included, in the order of the condition."""
        return {rule.id: tuple(dict.fromkeys(self._facts(rule.expressions))) for rule in self}

    def facts_in(self, node: Node) -> tuple[str, ...]:
        """The facts an expression asks for."""
        return tuple(dict.fromkeys(self._facts((node,))))

    def hangs_on_day(self, node: Node) -> bool:
        """Whether an expression may say something else on another day."""
        if node.text not in self._on_day:
            bodies = (self.helpers[name].body for name in node.names | node.calls if name in self.helpers)
            self._on_day[node.text] = bool(node.names & {"D", "age"}) or any(map(self.hangs_on_day, bodies))
        return self._on_day[node.text]

    @cached_property
    def _on_day(self) -> dict[str, bool]:
        return {}

    def _facts(self, nodes: tuple[Node, ...]) -> Iterator[str]:
        for node in nodes:
            for name in (*sorted(node.names), *sorted(node.calls)):
                if name in self.helpers:
                    helper = self.helpers[name]
                    yield from (fact for fact in self._facts((helper.body,)) if fact not in helper.given)
                elif name == "age":
                    yield "birth_date"
                elif name in self.facts:
                    yield name


@lru_cache(maxsize=2)
def load() -> EntitlementBook:
    """The rules of our own book; read once per process. raises RuleError"""
    return from_content(compiled.content())


def from_content(content: Mapping[str, Any]) -> EntitlementBook:
    """The rules of a compiled book, of this or another state."""
    documents = content["documents"]
    book = EntitlementBook(
        rules=MappingProxyType(_by_name(_rules(documents), "id")),
        facts=MappingProxyType(_by_name(_facts(documents), "name")),
        sets=MappingProxyType({raw["name"]: frozenset(raw["codes"]) for raw in documents["rules/sets"]["sets"]}),
        helpers=MappingProxyType(_by_name([_helper(raw) for raw in documents["rules/helpers"]["helpers"]], "name")),
        amounts=MappingProxyType({raw["name"]: _keyed(raw["values"]) for raw in documents["rules/amounts"]["amounts"]}),
        warnings=MappingProxyType({raw["number"]: raw for raw in documents["rules/warnings"]["warnings"]}),
        changes=tuple(documents["rules/changes"]["changes"]),
        contradictions=tuple(_contradiction(raw) for raw in documents["rules/contradictions"]["contradictions"]),
        sources=MappingProxyType(documents["rules/sources"]["sources"]),
        calendar=calendars.from_entries(documents["values/holidays"]["entries"])["BB"],
        fingerprint=content["fingerprint"],
    )
    _check_names(book)
    return book


def _by_name(rows: list[Any], attribute: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if getattr(row, attribute) in found:
            raise RuleError(f"{getattr(row, attribute)} stands twice")
        found[getattr(row, attribute)] = row
    return found


def _rules(documents: Mapping[str, Any]) -> list[Rule]:
    return [
        _rule(name.removeprefix(RULES), documents[name], raw)
        for name in sorted(documents)
        if name.startswith(RULES)
        for raw in documents[name]["rules"]
    ]


def _rule(file: str, document: Mapping[str, Any], raw: Mapping[str, Any]) -> Rule:
    missing = [name for name in (*TEXTS, "condition", "sources", "since") if not raw.get(name)]
    if missing or raw["result"] not in RESULTS:
        raise RuleError(f"{file}: {raw.get('id')}: {', '.join(missing) or 'result'} missing or wrong")
    return Rule(
        **{name: raw[name] for name in TEXTS},
        condition=expressions.parse(raw["condition"]),
        threshold=_parsed(raw.get("threshold")),
        threshold_mode=raw.get("threshold_mode") or "",
        deadline=raw.get("deadline", ""),
        amount=_parsed(raw.get("amount_eur")),
        amount_label=raw.get("amount_label", ""),
        since=date.fromisoformat(raw["since"]),
        until=date.fromisoformat(raw["until"]) if raw.get("until") else None,
        since_kind=raw.get("since_kind", ""),
        documents=tuple(raw.get("documents") or ()),
        sources=tuple(raw["sources"]),
        warnings=tuple(raw.get("warnings") or ()),
        excludes=tuple(raw.get("excludes") or ()),
        doubt=raw.get("doubt", ""),
        note=raw.get("note", ""),
        level=raw.get("level", 2),
        checked_on=date.fromisoformat(document["checked_on"]),
        file=file,
    )


def _parsed(text: Any) -> Node | None:
    return None if text is None else expressions.parse(str(text))


def _facts(documents: Mapping[str, Any]) -> list[Fact]:
    return [
        Fact(
            name=raw["name"],
            label=raw["label"],
            question=raw["question"],
            type=raw["type"],
            values=MappingProxyType({value["code"]: value["label"] for value in raw.get("values") or ()}),
            judgement=bool(raw.get("judgement", False)),
            level=raw.get("level", 2),
            from_file=raw.get("from_file", ""),
            hint=raw.get("hint", ""),
            default=_default(raw),
        )
        for name in sorted(documents)
        if name.startswith(FACTS)
        for raw in documents[name]["facts"]
    ]


def _default(raw: Mapping[str, Any]) -> Any:
    value = raw.get("default_unlisted")
    return frozenset(value or ()) if raw["type"] == "set" else value


def _helper(raw: Mapping[str, Any]) -> Helper:
    return Helper(raw["name"], raw["title"], tuple(raw["given"]), expressions.parse(raw["is"]), raw["basis"])


def _contradiction(raw: Mapping[str, Any]) -> Contradiction:
    return Contradiction(raw["code"], expressions.parse(raw["when"]), tuple(raw["facts"]), raw["sentence"])


def _keyed(values: Mapping[str, Any]) -> dict[Any, Any]:
    """Keys as the conditions use them: years and stages as numbers, days as days."""
    found: dict[Any, Any] = {}
    for key, value in values.items():
        name: Any = date.fromisoformat(key) if len(str(key)) == 10 else int(key) if str(key).isdigit() else key
        found[name] = _keyed(value) if isinstance(value, Mapping) else value
    return found


def _check_names(book: EntitlementBook) -> None:
    """Every name of an expression is a fact, a set, a helper or a day; every call a function."""
    bodies = [(helper.name, helper.body, set(helper.given)) for helper in book.helpers.values()]
    bodies += [(rule.id, node, set()) for rule in book for node in rule.expressions]
    bodies += [(each.code, each.when, set()) for each in book.contradictions]
    for place, node, given in bodies:
        unknown = node.names - given - set(book.facts) - set(book.sets) - set(book.helpers) - {"D", "age"}
        unknown |= node.calls - PRIMITIVES - set(book.helpers)
        if unknown:
            raise RuleError(f"{place}: names what does not exist: {', '.join(sorted(unknown))}")
