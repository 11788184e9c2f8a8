"""The opened box: what lies sealed for the rules, and what they say with it. Nothing of this stands on another page."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lawbook.entitlements import Fact, Finding, findings
from lawbook.entitlements.findings import NOT_IN_FORCE, NOT_MET, OPEN
from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import clock

from . import doors, knowledge, law, reasons, wording
from .knowledge import Subject
from .reasons import Told
from .services.sealed import Opened
from .wording import Badge

RETURN = "return"
WISH = "wants_return"


@dataclass(frozen=True)
class Line:
    """What one rule says, with everything known. before: without what lies sealed, where that differs."""

    finding: Finding
    before: Badge | None = None

    @property
    def badge(self) -> Badge:
        return wording.badge(self.finding.result, self.finding.until)

    @property
    def amount(self) -> str:
        return wording.amount(self.finding.rule, self.finding.amount)

    @property
    def is_doubtful(self) -> bool:
        return wording.is_doubtful(self.finding.rule)

    @property
    def asked(self) -> list[Fact]:
        return [law.fact(name) for name in self.finding.ask]

    @property
    def restricts(self) -> list[str]:
        """Titles of the claims that this rule cuts."""
        rules = law.book().rules
        return [rules[name].title for name in self.finding.rule.excludes if name in rules]

    @property
    def warnings(self) -> list[Mapping[str, Any]]:
        return [law.book().warnings[number] for number in self.finding.rule.warnings]


@dataclass(frozen=True)
class Section:
    """Rules of one topic of life."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Secret:
    """A sealed fact in words, with the reason where a judgement was set."""

    told: Told
    reason: str


@dataclass(frozen=True)
class Part:
    """What another piece of this room adds to the opened page."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class SealedPage:
    """Everything the opened page shows.

    returning  rules about return; None unless the person wishes to go back
    """

    secrets: Sequence[Secret]
    differing: Sequence[Line]
    sections: Sequence[Section]
    apart: Sequence[Line]
    returning: Sequence[Line] | None
    parts: Sequence[Part]


# Called with the subject, its sealed facts among the known, and with what lies sealed; gives nothing to add nothing.
parts: list[Callable[[Subject, Opened], Part | None]] = []


def sealed_facts() -> list[Fact]:
    """Every question of the box, in the order of the book."""
    return [fact for fact in law.book().facts.values() if law.is_sealed(fact.name)]


def page(case: Case, user: User, opened: Opened) -> SealedPage:
    """What an opened box shows."""
    today = clock.today()
    ordinary = knowledge.of_people([case.person], user, today)[0]
    subject = replace(ordinary, known={**ordinary.known, **opened.known})
    lines = [Line(found) for found in _findings(subject, [rule.id for rule in law.sealed_rules()], today)]
    others = [line for line in lines if law.path_of(line.finding.rule.topic) != RETURN]
    wish = opened.known.get(WISH)
    return SealedPage(
        secrets=[
            Secret(reasons.tell(name, known), opened.reasons.get(name, "")) for name, known in opened.known.items()
        ],
        differing=_differing(ordinary, subject, today),
        sections=_sections([line for line in others if line.finding.result not in (NOT_MET, NOT_IN_FORCE)]),
        apart=[line for line in others if line.finding.result == NOT_MET],
        returning=_returning(subject, today) if wish and wish.value is True else None,
        parts=[part for add in parts if (part := add(subject, opened))],
    )


def _findings(subject: Subject, rules: Sequence[str], day: date) -> tuple[Finding, ...]:
    return findings(law.book(), subject.facts, day, rules=rules)


def _differing(ordinary: Subject, subject: Subject, day: date) -> list[Line]:
    """Ordinary rules that answer otherwise with what lies sealed."""
    rules = [rule.id for rule in doors.of_life() if doors.concerns(rule, subject)]
    pairs = zip(_findings(ordinary, rules, day), _findings(subject, rules, day), strict=True)
    return [
        Line(after, wording.badge(before.result, before.until))
        for before, after in pairs
        if _said(before) != _said(after)
    ]


def _said(found: Finding) -> tuple[Any, ...]:
    return found.result, found.until, found.amount


def _returning(subject: Subject, day: date) -> list[Line]:
    """Every rule about going back, sealed or not: asked for by the person herself."""
    rules = [rule.id for rule in law.book() if law.path_of(rule.topic) == RETURN]
    return [Line(found) for found in _findings(subject, rules, day) if found.result != NOT_IN_FORCE]


def _sections(lines: Sequence[Line]) -> list[Section]:
    """By topic of life; what is still open comes last."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.finding.result == OPEN):
        found[line.finding.rule.topic].append(line)
    return [Section(title, found[code]) for code, title in law.topics().items() if code in found]
