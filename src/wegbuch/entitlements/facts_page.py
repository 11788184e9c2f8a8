"""What is known about somebody for the rules, what is still to ask, and one question by itself."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse

from lawbook import compiled
from lawbook.entitlements import Contradiction, Fact, Rule, findings
from wegbuch.access.models import User
from wegbuch.cases.models import Case, Origin, RelativeAbroad
from wegbuch.core import clock

from . import doors, knowledge, law, reasons
from .knowledge import Disagreement, Subject
from .models import Answer
from .reasons import Told

FACTS = "rules/facts/"
OPEN = "open"
# Facts that have a place of their own in the file: they are entered there, so that everybody finds them.
IN_FILE = {
    "birth_date": "cases:person_edit",
    "entry_date": "cases:person_edit",
    "nationality": "cases:nationalities",
    "status": "cases:residence",
}
# Facts that are worked out of another one, never asked.
WORKED_OUT = frozenset({"age"})
FIRST = 6


@dataclass(frozen=True)
class Question:
    """A fact that rules still wait for.

    url    where it is answered
    rules  those that wait for it
    """

    fact: Fact
    subject: Subject
    url: str
    rules: Sequence[Rule]


@dataclass(frozen=True)
class Group:
    """Facts of one document of the lawbook."""

    title: str
    rows: Sequence[Any]


@dataclass(frozen=True)
class Dispute:
    """An answer that says something else than the file."""

    label: str
    answered: Told
    in_file: Told


@dataclass(frozen=True)
class About:
    """Everything the page says about one subject: the person, or somebody of her family abroad."""

    subject: Subject
    contradictions: Sequence[Contradiction]
    disputes: Sequence[Dispute]
    first: Sequence[Question]
    later: Sequence[Question]
    known: Sequence[Group]
    others: Sequence[Group]


def page(case: Case, user: User) -> list[About]:
    """The person of this case first, then her family abroad."""
    today = clock.today()
    here = knowledge.of_people([case.person], user, today)
    return [_about(subject, case.pk, today) for subject in (*here, *knowledge.abroad_of(here, user, today))]


def subject_of(case: Case, user: User, relative: RelativeAbroad | None) -> Subject:
    """The person of a case, or somebody of her family abroad. raises StopIteration"""
    today = clock.today()
    here = knowledge.of_people([case.person], user, today)
    if relative is None:
        return here[0]
    return next(each for each in knowledge.abroad_of(here, user, today) if each.relative == relative)


def _about(subject: Subject, case_id: UUID, day: date) -> About:
    asked = questions(subject, case_id, day)
    waiting = {question.fact.name for question in asked}
    known = [told(subject, name, case_id) for name in documents() if name in subject.known]
    others = [
        Question(law.fact(name), subject, _url(law.fact(name), subject, case_id), ())
        for name in asked_about(subject)
        if name not in subject.known and name not in waiting
    ]
    return About(
        subject,
        subject.contradictions(day),
        [_dispute(each) for each in subject.disagreements],
        asked[:FIRST],
        asked[FIRST:],
        _grouped([(each.name, each) for each in known]),
        _grouped([(question.fact.name, question) for question in others]),
    )


def questions(subject: Subject, case_id: UUID, day: date) -> list[Question]:
    """Facts that open rules still need, the most decisive first; none of the sealed box, none about return.

    A fact weighs the more, the more rules wait for it and the fewer other facts each of them still lacks.
    """
    waiting: dict[str, list[Rule]] = defaultdict(list)
    weight: dict[str, float] = defaultdict(float)
    rules = [rule.id for rule in doors.of_life() if doors.concerns(rule, subject)]
    for found in findings(law.book(), subject.facts, day, rules=rules):
        for name in found.ask if found.result == OPEN else ():
            if not law.is_sealed(name):
                waiting[name].append(found.rule)
                weight[name] += 1 / len(found.ask)
    order = sorted(waiting, key=lambda name: -weight[name])
    return [Question(law.fact(name), subject, _url(law.fact(name), subject, case_id), waiting[name]) for name in order]


def asked_about(subject: Subject) -> list[str]:
    """Names of all facts the ordinary rules ask about a subject, in the order of the book."""
    rules = [rule for rule in doors.of_life() if doors.concerns(rule, subject)]
    names = {name for rule in rules for name in law.book().facts_of[rule.id]} - WORKED_OUT
    return [name for name in law.book().facts if name in names and not law.is_sealed(name)]


def fact_url(name: str, subject: Subject, case_id: UUID) -> str:
    """The page of one question; never of one that lies in the sealed box."""
    url = reverse("entitlements:fact", args=[case_id, name])
    return f"{url}?angehoerig={subject.relative.pk}" if subject.relative else url


def place_in_file(name: str, subject: Subject, case_id: UUID) -> str:
    """Where a fact is entered that the file has a place for, "" for all others."""
    if subject.relative:
        return reverse("cases:relatives", args=[case_id]) if name in ("birth_date", "relation") else ""
    return reverse(IN_FILE[name], args=[case_id]) if name in IN_FILE else ""


def _url(fact: Fact, subject: Subject, case_id: UUID) -> str:
    return place_in_file(fact.name, subject, case_id) or fact_url(fact.name, subject, case_id)


def told(subject: Subject, name: str, case_id: UUID) -> Told:
    """A fact in words; what was answered is changed where it was asked."""
    told = reasons.tell(name, subject.known.get(name))
    url = told.url or fact_url(name, subject, case_id)
    return Told(told.name, told.label, told.value, told.origin, url)


def _dispute(each: Disagreement) -> Dispute:
    return Dispute(
        law.fact(each.fact).label, *(reasons.tell(each.fact, known) for known in (each.answered, each.in_file))
    )


@cache
def documents() -> Mapping[str, str]:
    """Title of the document each fact stands in, by fact, in the order of the book."""
    found = compiled.content()["documents"]
    return {
        raw["name"]: found[name]["title"]
        for name in sorted(found)
        if name.startswith(FACTS)
        for raw in found[name]["facts"]
    }


def _grouped(rows: Iterable[tuple[str, Any]]) -> list[Group]:
    """Rows under the headings of the lawbook."""
    found: dict[str, list[Any]] = defaultdict(list)
    for name, row in rows:
        found[documents()[name]].append(row)
    return [Group(title, found[title]) for title in dict.fromkeys(documents().values()) if title in found]


# one question


@dataclass(frozen=True)
class Earlier:
    """An answer that was given: in words, "" where it was taken back."""

    value: str
    origin: str
    reason: str
    row: Answer


def history(case: Case, user: User, fact: str, relative: RelativeAbroad | None) -> list[Earlier]:
    """Every answer to a question, the newest first."""
    rows = Answer.objects.visible_to(user).filter(person=case.person_id, relative=relative, fact=fact)
    return [_earlier(row) for row in rows.select_related("entered_by").order_by("-entered_at")]


def _earlier(row: Answer) -> Earlier:
    content = json.loads(row.content)
    value = reasons.in_words(row.fact, knowledge.read(row.fact, content["value"])) if "value" in content else ""
    return Earlier(value, knowledge.origin(row), row.reason, row)


@dataclass(frozen=True)
class Quick:
    """One question to be answered at once on another page: include `entitlements/_question.html` with `quick`.

    back     code of the page to return to, as in `views.facts.TARGETS`
    buttons  value and word; none where the question needs more than a tap
    """

    question: Question
    action: str
    back: str
    today: date
    buttons: Sequence[tuple[str, Any]]

    @property
    def origin(self) -> str:
        return Origin.CLIENT.value

    @property
    def address(self) -> str:
        sign = "&" if "?" in self.action else "?"
        return f"{self.action}{sign}weiter={self.back}"


def quick(question: Question, case_id: UUID, *, back: str) -> Quick:
    """A question as buttons. The one who includes it says where to return."""
    from .forms.facts import YES_NO

    fact = question.fact
    own_page = fact_url(fact.name, question.subject, case_id)
    is_tap = fact.type == "yes_no" and not fact.judgement
    return Quick(question, own_page, back, clock.today(), YES_NO if is_tap else ())
