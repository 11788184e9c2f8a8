"""The commands that count: one deadline, all deadlines of a letter."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .. import deadlines
from ..deadlines import Answer, Facts, Impossible, LetterFacts, RuleBook
from ..deadlines.as_json import answer, read_events
from . import words

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
YES_NO = {"ja": True, "yes": True, "true": True, "nein": False, "no": False, "false": False}


def deadline(arguments: list[str]) -> int:
    """`deadline RULE event=day …` or, with --json, questions from standard input."""
    book = deadlines.load()
    if words.take(arguments, "--json", has_value=False) is not None:
        return words.answer_all(lambda question: answer(book, question))
    land, regime = words.take(arguments, "--land"), words.take(arguments, "--regime")
    if not arguments:
        return words.wrong("Bitte nennen Sie eine Regel. Alle Regeln nennt: lawbook rules")
    try:
        facts = Facts(_events(book, arguments[1:]), regime, land)
        print(in_words(deadlines.compute(book, arguments[0], facts)))
    except Impossible as problem:
        return words.wrong(str(problem))
    return 0


def letter(arguments: list[str]) -> int:
    """`letter KIND event=day …`"""
    book = deadlines.load()
    court, land = words.take(arguments, "--court"), words.take(arguments, "--land")
    if not arguments:
        return words.wrong("Bitte nennen Sie eine Briefart. Alle Arten nennt: lawbook letters")
    try:
        facts = LetterFacts(arguments[0], _events(book, arguments[1:]), court, land)
        print("\n\n".join(in_words(each) for each in deadlines.after_letter(book, facts)))
    except Impossible as problem:
        return words.wrong(str(problem))
    return 0


def _events(book: RuleBook, pairs: Sequence[str]) -> Mapping[str, Any]:
    raw: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise Impossible(f"„{pair}“ ist keine Angabe. So geht es: served_on=2026-11-10")
        known = book.events.get(name)
        raw[name] = YES_NO.get(value.casefold(), value) if known and known.type == "yes_no" else value
    return read_events(book, raw)


def in_words(found: Answer) -> str:
    """An answer as a person reads it."""
    lines = [f"{found.title} ({found.rule})"]
    lines += [
        f"  {name}: {_day(day)}"
        for name, day in (
            ("letzter Tag", found.last_day),
            ("frühester Tag", found.earliest_day),
            ("sicher bis", found.safe_day),
            ("sicher abgelaufen ab", found.safely_expired_from),
        )
        if day
    ]
    lines += [f"  zusammen mit: {act.act}{' (vorsorglich)' if act.is_advised else ''}" for act in found.file_together]
    lines += [f"    {_day(step.day) if step.day else '':<14} {step.text}  [{step.basis}]" for step in found.steps]
    lines += [f"  andere Lesart: {_day(each.last_day)}  {each.reason}" for each in found.alternatives]
    lines += [f"  offen: {each.text}" for each in found.ask]
    lines += [f"  {text}" for text in (found.effect_note, found.advice, found.doubt) if text]
    lines.append(f"  {found.basis} · Quellen: {', '.join(found.sources)} · {CONFIDENCE[found.confidence]}")
    return "\n".join(lines)


CONFIDENCE = {"verified": "geprüft", "likely": "wahrscheinlich", "uncertain": "unsicher: mit Fachstelle klären"}


def _day(day: date | None) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d.%m.%Y}" if day else "–"
