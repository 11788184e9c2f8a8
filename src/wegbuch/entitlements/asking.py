"""Which one question would settle most: asked of the person whom it concerns, with the doors that hang on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lawbook.entitlements import Fact, Rule
from lawbook.entitlements.findings import OPEN, answer
from lawbook.entitlements.scope import PersonScope

from . import law
from .doors import Door
from .knowledge import Subject

# Only so many of the facts that most doors hang on are weighed; more would cost more than they find.
WEIGHED = 6
# Of a long list of possible answers so many are tried.
TRIED = 8


@dataclass(frozen=True)
class Question:
    """A fact that is not known of a subject, and the rules that hang on it, those nearest to an answer first."""

    subject: Subject
    fact: Fact
    rules: tuple[Rule, ...]


def decisive(doors: Iterable[Door], day: date) -> Question | None:
    """The question whose answer settles most of these doors; None where nothing is open.

    Legal judgements are left out: they are weighed with a reason, not asked in passing.
    """
    best, most = None, 0.0
    for question in _most_wanted(doors):
        if len(question.rules) > most and (settled := _settles(question, day)) > most:
            best, most = question, settled
    return best


def _most_wanted(doors: Iterable[Door]) -> list[Question]:
    """For each fact the subject with most open doors behind it, the most wanted first."""
    waiting: dict[str, dict[UUID, list[tuple[int, Rule]]]] = defaultdict(lambda: defaultdict(list))
    subjects: dict[UUID, Subject] = {}
    for door in doors:
        for asked in door.asked:
            subjects.setdefault(asked.subject.key, asked.subject)
            for fact in asked.facts:
                waiting[fact.name][asked.subject.key].append((len(asked.facts), door.rule))
    found = [_of_one(name, rows, subjects) for name, rows in waiting.items() if not law.fact(name).judgement]
    return sorted(found, key=lambda question: -len(question.rules))[:WEIGHED]


def _of_one(name: str, rows: Mapping[UUID, Sequence[tuple[int, Rule]]], subjects: Mapping[UUID, Subject]) -> Question:
    key = max(rows, key=lambda one: len(rows[one]))
    nearest = sorted(rows[key], key=lambda row: row[0])
    return Question(subjects[key], law.fact(name), tuple(rule for _count, rule in nearest))


def _settles(question: Question, day: date) -> float:
    """How many of the rules have an answer afterwards, on average over what may be answered."""
    book, settled = law.book(), 0
    possible = possible_answers(question.fact, day)
    for value in possible:
        told = PersonScope(book, {**question.subject.facts, question.fact.name: value}, day)
        settled += sum(answer(rule, told)[0] != OPEN for rule in question.rules)
    return settled / len(possible)


def possible_answers(fact: Fact, day: date) -> Sequence[Any]:
    """What somebody may answer; of days, numbers and countries one that stands for the others."""
    return {
        "yes_no": (True, False),
        "enum": tuple(fact.values)[:: len(fact.values) // TRIED + 1],
        "set": (frozenset(), *(frozenset({code}) for code in fact.values)),
        "number": (1,),
        "country": ("AFG",),
        "date": (date(day.year - 1, day.month, 1),),
    }[fact.type]
