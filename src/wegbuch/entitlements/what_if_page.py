"""What would be if: both answers side by side, and which doors would open earlier or later. Nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lawbook.entitlements import Compared, Fact, Finding, findings, what_if
from lawbook.entitlements.questions import Question, ready_questions
from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import clock, dates

from . import doors, knowledge, law, reasons, ribbon, wording
from .doors import HIDDEN
from .knowledge import Subject
from .perspective_page import passages
from .ribbon import DUTY, OPEN, Passage, Run
from .wording import Badge

FACTS_MOST = 3
# How a door and a duty begin earlier or later, end earlier or later.
WORDS = {
    OPEN: (
        gettext_lazy("öffnet früher"),
        gettext_lazy("öffnet später"),
        gettext_lazy("schließt früher"),
        gettext_lazy("bleibt länger offen"),
    ),
    DUTY: (
        gettext_lazy("beginnt früher"),
        gettext_lazy("beginnt später"),
        gettext_lazy("endet früher"),
        gettext_lazy("dauert länger"),
    ),
}


@dataclass(frozen=True)
class Supposed:
    """A fact as it is and as it would be, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One door whose answer differs. words: what changes over time, "" where only today differs."""

    rule: Any
    before: Badge
    after: Badge
    amount_before: str
    amount_after: str
    words: str


@dataclass(frozen=True)
class Answers:
    """What would differ from a day on."""

    day: date
    supposed: Sequence[Supposed]
    differences: Sequence[Difference]


def subject_of(case: Case, user: User) -> Subject:
    return knowledge.of_people([case.person], user, clock.today())[0]


def may_be_supposed(fact: Fact) -> bool:
    """No judgement of an authority, nothing of the sealed box, not what nobody can change."""
    return not fact.judgement and not law.is_sealed(fact.name) and fact.name not in ("age", "birth_date")


def topics_with_facts(subject: Subject) -> dict[str, list[Fact]]:
    """Facts that matter for this person, by topic of life: those of rules that are not settled against her."""
    says = {each.rule.id: each for each in findings(law.book(), subject.facts, clock.today())}
    found: dict[str, list[Fact]] = {topic: [] for topic in law.topics()}
    seen: set[str] = set()
    for rule in doors.of_life():
        if not doors.concerns(rule, subject) or says[rule.id].result in HIDDEN:
            continue
        for name in law.book().facts_of[rule.id]:
            if name not in seen and may_be_supposed(law.fact(name)):
                seen.add(name)
                found[rule.topic].append(law.fact(name))
    return {topic: sorted(facts, key=lambda fact: fact.label) for topic, facts in found.items() if facts}


def question(code: str) -> Question | None:
    return next((each for each in ready_questions() if each.code == code), None)


def answers_of(subject: Subject, change: Mapping[str, Any], day: date) -> Answers:
    """Both answers on the day from which it is supposed, and from there on over the years."""
    rules = [rule for rule in doors.of_life() if doors.concerns(rule, subject)]
    compared = {each.before.rule.id: each for each in what_if(law.book(), subject.facts, change, day)}
    scale = ribbon.scale_from(day)
    before = {each.rule.id: each for each in passages([subject], rules, day, scale)}
    after = {each.rule.id: each for each in passages([subject], rules, day, scale, change)}
    found = [_difference(compared[rule.id], before.get(rule.id), after.get(rule.id)) for rule in rules]
    return Answers(day, [_supposed(subject, name, value) for name, value in change.items()], [*filter(None, found)])


def _supposed(subject: Subject, name: str, value: Any) -> Supposed:
    known = subject.known.get(name)
    before = reasons.in_words(name, known.value) if known else _("nicht bekannt")
    return Supposed(law.fact(name).label, before, reasons.in_words(name, value))


def _difference(compared: Compared, before: Passage | None, after: Passage | None) -> Difference | None:
    words = _over_time(before, after)
    if not compared.is_changed and not words:
        return None
    one, other = compared.before, compared.after
    return Difference(
        one.rule,
        _badge(one, before),
        _badge(other, after),
        wording.amount(one.rule, one.amount),
        wording.amount(one.rule, other.amount),
        words,
    )


def _badge(finding: Finding, passage: Passage | None) -> Badge:
    """The row of the ribbon says more where there is one."""
    return passage.badge if passage else wording.badge(finding.result, finding.until, of=finding.rule)


def _over_time(before: Passage | None, after: Passage | None) -> str:
    """„öffnet früher: 01.02.2028 statt 01.02.2030“; "" where both begin and end the same, or it becomes unclear."""
    one, other = _sure(before), _sure(after)
    if other is None:
        return _("entfällt") if one and after is None else ""
    if one is None:
        words = _("öffnet ab %(day)s") if other.kind == OPEN else _("neue Pflicht ab %(day)s")
        return words % {"day": dates.in_figures(other.since)}
    earlier, later, shorter, longer = WORDS[one.kind]
    if one.since != other.since:
        return _line(earlier if other.since < one.since else later, other.since, one.since)
    if one.closes_on == other.closes_on:
        return ""
    is_shorter = (other.closes_on or date.max) < (one.closes_on or date.max)
    return _line(shorter if is_shorter else longer, other.closes_on, one.closes_on)


def _line(words: Any, day: date | None, instead: date | None) -> str:
    place = {"words": words, "day": _in_figures(day), "instead": _in_figures(instead)}
    return _("%(words)s: %(day)s statt %(instead)s") % place


def _in_figures(day: date | None) -> str:
    return dates.in_figures(day) if day else _("ohne Ende")


def _sure(passage: Passage | None) -> Run | None:
    """From when to when a door or a duty holds; what holds already counts from the day that is asked."""
    run = passage.main if passage else None
    if passage is None or run is None or run.kind not in WORDS:
        return None
    return replace(run, since=max(run.since, passage.today))
