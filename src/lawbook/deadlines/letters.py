"""A letter and all deadlines that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from . import regimes
from .answers import Answer, Facts, Question
from .asking import compute
from .delivery import delivered
from .errors import Impossible
from .rules import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter says: its kind of `rules/letters.yaml`, its days, the court of its instruction.

    regime  None lets the day of lodging choose
    """

    kind: str
    events: Mapping[str, Any] = field(default_factory=dict)
    court: str | None = None
    place_land: str | None = None
    regime: str | None = None


def after_letter(book: RuleBook, letter: LetterFacts) -> tuple[Answer, ...]:
    """Every deadline that follows from a letter: the act it is about, then the others by their day.

    Where nobody knows yet whether old or new law applies, both are counted and the set with the earlier day is given.
    raises  Impossible for an unknown kind or court, or facts that contradict each other
    """
    if letter.kind not in book.letters:
        raise Impossible(f"Die Briefart „{letter.kind}“ gibt es nicht. Alle Arten nennt: lawbook letters", "kind")
    kind = book.letters[letter.kind]
    regimes.check_order(letter.events)
    land = letter.place_land or _land(book, letter.court)
    laws = [law for law in _laws(book, kind, letter) if law in kind["rules"]]
    if not laws:
        raise Impossible(
            "Diese Briefart gibt es in diesem Recht nicht. Bitte prüfen Sie Briefart und Antragstag.", "kind"
        )
    sets = [_answers(book, kind["rules"][law], Facts(_events(book, kind, letter, law), law, land)) for law in laws]
    chosen = min(sets, key=_first_day)
    return chosen if len(laws) == 1 else _asking(book, kind.get("hinge", "lodged_on"), chosen)


def _events(book: RuleBook, kind: Mapping[str, Any], letter: LetterFacts, law: str) -> dict[str, Any]:
    """What the letter tells its rules: its days, what its kind fixes, its delivery under the name the rules use."""
    events = {**letter.events, **(kind.get("fixed") or {})}
    events = {
        name: value
        for name, value in events.items()
        if name not in book.borders or law == regimes.GENERAL or law in regimes.by_day(name, value, book)
    }
    name = kind.get("delivered_as")
    if name and name not in events and (start := delivered(events, "asylum", book)):
        events[name] = start.day
    return events


def _asking(book: RuleBook, hinge: str, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The answers, each with the question for the day that chooses the law."""
    event = book.events[hinge]
    question = Question(hinge, event.label, event.question, event.type)
    return tuple(answer.but(ask=(question, *answer.ask)) for answer in answers)


def _laws(book: RuleBook, kind: Mapping[str, Any], letter: LetterFacts) -> tuple[str, ...]:
    """The laws that may apply to a letter; more than one while the day that chooses is unknown."""
    if letter.regime:
        return (letter.regime,)
    found = regimes.of_case(_hinged(kind, letter.events), book)
    if found and found in kind["rules"]:
        return (found,)
    if found and regimes.GENERAL not in kind["rules"]:
        return (found,)
    return tuple(kind["rules"])


def _hinged(kind: Mapping[str, Any], events: Mapping[str, Any]) -> dict[str, Any]:
    """The day that chooses the law for this kind of letter, under the name of lodging."""
    hinge = kind.get("hinge", "lodged_on")
    names = (hinge,) if hinge == "lodged_on" else (hinge, "lodged_on")
    day = next((events[name] for name in names if events.get(name)), None)
    return {"lodged_on": day} if day else {}


def _answers(book: RuleBook, names: list[str], facts: Facts) -> tuple[Answer, ...]:
    """The act the letter is about first, then what else follows by its day."""
    main, *others = (compute(book, name, _for(book.get(name), facts)) for name in names)
    return (main, *sorted(others, key=_day))


def _day(answer: Answer) -> date:
    return answer.safe_day or answer.last_day or answer.earliest_day or date.max


def _for(rule: Rule, facts: Facts) -> Facts:
    """The facts for one rule: what an asylum letter sets going under general law is asked under general law."""
    is_general = regimes.GENERAL in rule.regimes and facts.regime not in rule.regimes
    return replace(facts, regime=regimes.GENERAL) if is_general else facts


def _first_day(answers: tuple[Answer, ...]) -> tuple[date, int]:
    """By the earliest last day; where two laws agree, the one that asks for more."""
    days = [answer.last_day for answer in answers if answer.last_day and answer.kind == "client_deadline"]
    return min(days, default=date.max), -sum(1 + len(answer.file_together) for answer in answers)


def _land(book: RuleBook, court: str | None) -> str | None:
    if not court:
        return None
    if court not in book.courts:
        raise Impossible(f"Das Gericht „{court}“ gibt es nicht. Beispiel: vg_potsdam", "court")
    land: str = book.courts[court]["land"]
    return land
