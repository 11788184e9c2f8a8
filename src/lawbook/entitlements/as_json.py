"""Questions and findings as programs exchange them: JSON objects with ISO days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..deadlines.as_json import iso, read_day
from ..deadlines.errors import Impossible
from .columns import Caseload, Key
from .findings import Finding, contradictions, findings
from .impact import Change, of_books, of_days
from .logic import Between
from .perspective import Period, perspective
from .rules import EntitlementBook, Fact

KEYS = frozenset({"date", "persons", "rules", "from", "to", "days", "id", "title"})


def answer(book: EntitlementBook, question: Any, *, unlisted_is_no: bool = False) -> dict[str, Any]:
    """What the rules say about the persons of one question; what is wrong with it as an object with `error`."""
    try:
        day, persons, rules = _read(book, question)
        return {
            "date": day.isoformat(),
            "book": book.fingerprint,
            "persons": [
                {
                    "name": name,
                    "contradictions": [each.sentence for each in contradictions(book, facts, day)],
                    "findings": [
                        as_object(found)
                        for found in findings(book, facts, day, rules=rules, unlisted_is_no=unlisted_is_no)
                    ],
                }
                for name, facts in persons
            ],
        }
    except Impossible as problem:
        return {"error": str(problem), "fields": list(problem.fields)}


def doors(book: EntitlementBook, question: Any) -> dict[str, Any]:
    """The periods of every rule between two days, for each person."""
    try:
        first, last = read_day("from", question.get("from")), read_day("to", question.get("to"))
        _, persons, rules = _read(book, {**question, "date": question.get("date") or question.get("from")})
    except Impossible as problem:
        return {"error": str(problem), "fields": list(problem.fields)}
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "book": book.fingerprint,
        "persons": [
            {
                "name": name,
                "doors": [
                    {"rule": rule, "periods": [period_as_object(period) for period in periods]}
                    for rule, periods in perspective(book, facts, first, last, rules=rules).items()
                ],
            }
            for name, facts in persons
        ],
    }


def impact(old: EntitlementBook, new: EntitlementBook, question: Any) -> dict[str, Any]:
    """Whose answers change: between two days with one book, or between two books on one day."""
    try:
        days = [read_day("days", day) for day in question.get("days") or ()]
        if len(days) not in (0, 2):
            raise Impossible("„days“ nennt zwei Tage.", "days")
        start = question.get("date") or (question.get("days") or [None])[0]
        day, persons, _ = _read(new, {**question, "date": start})
    except Impossible as problem:
        return {"error": str(problem), "fields": list(problem.fields)}
    caseload = Caseload([facts for _, facts in persons])
    changes = of_days(new, caseload, *days) if days else of_books(old, new, caseload, day)
    names = [name for name, _ in persons]
    return {
        "books": [old.fingerprint, new.fingerprint],
        "days": [each.isoformat() for each in days or [day, day]],
        "changes": [_change(change, names) for change in changes],
    }


def _change(change: Change, names: list[str]) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "old": _key(change.old),
        "new": _key(change.new),
        "persons": [names[place] for place in change.people],
    }


def _key(key: Key | None) -> dict[str, Any] | None:
    return None if key is None else {"result": key[0], "until": iso(key[1]), "amount_eur": key[2]}


def as_object(found: Finding) -> dict[str, Any]:
    """A finding as an object; the keys are stable."""
    return {
        "rule": found.rule.id,
        "title": found.rule.title,
        "label": found.rule.label,
        "result": found.result,
        "until": iso(found.until),
        "amount_eur": found.amount,
        "ask": list(found.ask),
        "because": [{"part": part.text, "holds": part.holds, "facts": list(part.facts)} for part in found.because],
        "source": found.rule.basis,
        "confidence": found.rule.confidence,
        "doubt": found.rule.doubt,
    }


def period_as_object(period: Period) -> dict[str, Any]:
    return {
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "door": period.door,
        "result": period.result,
        "day": iso(period.day),
        "amount_eur": period.amount,
    }


def _read(book: EntitlementBook, question: Any) -> tuple[date, list[tuple[str, dict[str, Any]]], list[str] | None]:
    """Day, persons with facts, rule ids. raises Impossible"""
    if not isinstance(question, Mapping):
        raise Impossible("Eine Frage ist ein Objekt mit „date“ und „persons“.")
    if unknown := sorted(str(name) for name in set(question) - KEYS):
        raise Impossible(f"Unbekannte Angabe: {', '.join(unknown)}", *unknown)
    rules = question.get("rules")
    if rules is not None and not isinstance(rules, list):
        raise Impossible("„rules“ ist eine Liste von Regeln.", "rules")
    for name in rules or ():
        if name not in book.rules:
            raise Impossible(f"Die Regel „{name}“ gibt es nicht.", "rules")
    persons = question.get("persons")
    if not isinstance(persons, list):
        raise Impossible("„persons“ ist eine Liste von Objekten mit „name“ und „facts“.", "persons")
    day = read_day("date", question.get("date"))
    return day, [_person(book, one, place) for place, one in enumerate(persons)], rules


def _person(book: EntitlementBook, raw: Any, place: int) -> tuple[str, dict[str, Any]]:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("facts", {}), Mapping):
        raise Impossible(f"Person {place + 1} ist kein Objekt mit „name“ und „facts“.", "persons")
    return str(raw.get("name", place + 1)), read_facts(book, raw.get("facts", {}))


def read_facts(book: EntitlementBook, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Facts from JSON in the types the conditions use. raises Impossible for names and values that do not exist"""
    facts: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in book.facts:
            raise Impossible(f"Die Angabe „{name}“ gibt es nicht.", str(name))
        facts[name] = None if value is None else _value(book.facts[name], value)
    return facts


def _value(fact: Fact, value: Any) -> Any:
    if fact.type == "date":
        return _partial_day(fact, value)
    if fact.type == "set":
        if not isinstance(value, list) or not set(value) <= set(fact.values):
            raise Impossible(f"„{fact.name}“ ist eine Liste aus: {', '.join(fact.values)}", fact.name)
        return frozenset(value)
    if fact.type == "yes_no" and not isinstance(value, bool):
        raise Impossible(f"„{fact.name}“ ist true oder false.", fact.name)
    if fact.type == "number" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Impossible(f"„{fact.name}“ ist eine Zahl.", fact.name)
    if fact.type == "enum" and value not in fact.values:
        raise Impossible(f"„{fact.name}“ kennt „{value}“ nicht. Möglich sind: {', '.join(fact.values)}", fact.name)
    if fact.type == "country" and not (isinstance(value, str) and len(value) == 3 and value.isupper()):
        raise Impossible(f"„{fact.name}“ ist ein Länderkürzel mit drei Buchstaben, zum Beispiel AFG.", fact.name)
    return value


def _partial_day(fact: Fact, value: Any) -> date | Between:
    """A day, or of a year all its days."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and len(text) == 4 and text.isdigit() and int(text) >= 1900:
        return Between(date(int(text), 1, 1), date(int(text), 12, 31))
    return read_day(fact.name, value)
