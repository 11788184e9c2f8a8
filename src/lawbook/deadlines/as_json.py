"""Questions and answers as programs exchange them: JSON objects with ISO days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .answers import Answer, Facts
from .asking import compute
from .errors import Impossible
from .letters import LetterFacts, after_letter
from .rules import RuleBook

# `land` is where the person lives: it may be said and never counts. `id` and `name` are the asker's own.
KEYS = frozenset({"rule", "regime", "place_land", "events", "letter", "today", "land", "id", "name"})
LETTER_KEYS = frozenset({"kind", "events", "court", "place_land", "regime", "instruction", "lodged_on"})
INSTRUCTIONS = ("correct", "missing", "wrong")


def answer(book: RuleBook, question: Any) -> dict[str, Any]:
    """The answer to one question as an object; what is wrong with it as an object with `error`."""
    try:
        return _answer(book, question)
    except Impossible as problem:
        return {"error": str(problem), "fields": list(problem.fields)}


def _answer(book: RuleBook, question: Any) -> dict[str, Any]:
    if not isinstance(question, Mapping):
        raise Impossible("Eine Frage ist ein Objekt mit „rule“ und „events“ oder mit „letter“.")
    unknown = set(question) - KEYS
    if unknown:
        raise Impossible(f"Unbekannte Angabe: {', '.join(sorted(map(str, unknown)))}", *sorted(map(str, unknown)))
    if "letter" in question:
        return _letter(book, question)
    if not isinstance(question.get("rule"), str):
        raise Impossible("Bitte nennen Sie die Regel: „rule“.", "rule")
    events = read_events(book, question.get("events"), question.get("today"))
    facts = Facts(events, _text(question, "regime"), _text(question, "place_land"))
    return as_object(compute(book, question["rule"], facts))


def _letter(book: RuleBook, question: Mapping[str, Any]) -> dict[str, Any]:
    letter = question["letter"]
    if not isinstance(letter, Mapping) or not isinstance(letter.get("kind"), str):
        raise Impossible("Ein Brief ist ein Objekt mit „kind“ und seinen Tagen.", "letter")
    loose = {name: value for name, value in letter.items() if name not in LETTER_KEYS}
    named = {name: letter[name] for name in ("lodged_on", "instruction") if letter.get(name) is not None}
    events = read_events(book, {**loose, **named, **(letter.get("events") or {})}, question.get("today"))
    facts = LetterFacts(
        kind=letter["kind"],
        events=events,
        court=_text(letter, "court"),
        place_land=_text(letter, "place_land") or _text(question, "place_land"),
        regime=_text(letter, "regime") or _text(question, "regime"),
    )
    answers = after_letter(book, facts)
    return {"letter": letter["kind"], "deadlines": [as_object(each) for each in answers], "book": book.fingerprint}


def _text(source: Mapping[str, Any], name: str) -> str | None:
    value = source.get(name)
    if value is not None and not isinstance(value, str):
        raise Impossible(f"„{name}“ muss ein Wort sein.", name)
    return value


def read_events(book: RuleBook, raw: Any, today: Any = None) -> dict[str, Any]:
    """Events from JSON: days as dates, yes/no as they are, nothing where null stands.

    today   where given, days of things that have happened cannot lie after it
    raises  Impossible for unknown names, days that do not exist, days in the future
    """
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise Impossible("„events“ ist ein Objekt: Name und Tag.", "events")
    last = _day("today", today) if today is not None else None
    events: dict[str, Any] = {}
    for name, value in raw.items():
        if value is None:
            continue
        events[name] = _event(book, name, value)
        if last and isinstance(events[name], date) and events[name] > last and not book.events[name].may_lie_ahead:
            raise Impossible(f"{book.events[name].label}: Das Datum liegt in der Zukunft.", name)
    return events


def _event(book: RuleBook, name: Any, value: Any) -> Any:
    if name not in book.events:
        raise Impossible(f"Die Angabe „{name}“ gibt es nicht.", str(name))
    kind = book.events[name].type
    if kind == "day":
        return _day(name, value)
    if name == "instruction":
        if value not in INSTRUCTIONS:
            raise Impossible("„instruction“ ist correct, missing oder wrong.", name)
    elif not isinstance(value, bool):
        raise Impossible(f"„{name}“ ist true oder false.", name)
    return value


def read_day(name: str, value: Any) -> date:
    """A day from ISO text. raises Impossible for anything else"""
    if not isinstance(value, str) or len(value) != 10:
        raise Impossible(f"„{name}“ ist kein Tag. So geht es: 2026-11-10", name)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Impossible(f"{name}: Den Tag {value} gibt es nicht. Bitte prüfen Sie ihn.", name) from None


def _day(name: str, value: Any) -> date:
    day = read_day(name, value)
    if not 1990 <= day.year <= 2079:
        raise Impossible(f"{name}: Der Tag {value} liegt zu weit weg. Möglich sind 1990 bis 2079.", name)
    return day


# Fields of an answer that JSON takes as they are, and those that are days.
PLAIN = (
    "rule", "title", "plain", "kind", "act", "regime", "shifted", "duration", "place_land", "effect", "effect_note",
    "basis", "confidence", "doubt", "advice", "note", "book",
)  # fmt: skip
DAYS = (
    "last_day", "earliest_day", "safe_day", "nominal_end", "start_on", "safely_expired_from", "law_since", "law_until",
)  # fmt: skip


def as_object(answer: Answer) -> dict[str, Any]:
    """An answer as an object; the keys are stable."""
    plain = {name: getattr(answer, name) for name in PLAIN}
    days = {name: iso(getattr(answer, name)) for name in DAYS}
    return {
        **plain,
        **days,
        "places": list(answer.places),
        "sources": list(answer.sources),
        "steps": [
            {"day": iso(step.day), "text": step.text, "basis": step.basis, "mark": step.mark} for step in answer.steps
        ],
        "file_together": [
            {"act": act.act, "basis": act.basis, "advised": act.is_advised} for act in answer.file_together
        ],
        "ask": [{"event": each.event, "label": each.label, "question": each.text} for each in answer.ask],
        "alternatives": [
            {"reason": each.reason, "rule": each.rule, "last_day": iso(each.last_day)} for each in answer.alternatives
        ],
    }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
