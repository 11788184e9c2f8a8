"""What the rules say about people, as a page shows it: a door is one rule with one answer for one or more of them.

Rules and facts of the sealed box never come in here; a rule that also hangs on one says so in a sentence that is the
same for everybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import takewhile
from typing import Any

from lawbook.entitlements import Fact, Rule
from lawbook.entitlements.findings import NOT_IN_FORCE, NOT_MET, OPEN, answer, finding, open_facts
from lawbook.entitlements.perspective import periods_of
from lawbook.entitlements.scope import PersonScope
from wegbuch.cases.law_facts.ages import is_surely_under
from wegbuch.core import clock

from . import law, reasons, safe_days, wording
from .knowledge import Subject
from .reasons import Reason
from .wording import Badge

ABROAD = "family_reunification"
HIDDEN = frozenset({NOT_MET, NOT_IN_FORCE})
CLOSES, PASSED, WAITS = "deadline", "deadline_passed", "waiting"
# So far ahead a page looks for the day on which a door closes.
AHEAD = timedelta(days=366)
# What a page names first. Open doors stand apart from these.
RANKS = (CLOSES, wording.CLAIM, wording.DUTY, wording.DISCRETION, WAITS, wording.NO, PASSED, OPEN)


@dataclass(frozen=True)
class Asked:
    """What is still to be asked about one subject before a rule can answer."""

    subject: Subject
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Door:
    """A rule with the answer it gives on a day.

    until      where waiting ends, or the last day, as in a finding
    ends_on    last day of a claim that ends within a year, as far as is known
    safe_day   the day to act by, where a deadline or a window of the law ends
    euros      as in a finding, None where the rule names no amount or it is not known
    asked      of each subject with open facts, those not sealed
    shut_by    doors that restrict this claim for one of the same subjects
    maybe_shut rules that would restrict it; whether they do is still open
    """

    rule: Rule
    subjects: tuple[Subject, ...]
    day: date
    result: str
    until: date | None = None
    ends_on: date | None = None
    safe_day: date | None = None
    euros: Any = None
    asked: tuple[Asked, ...] = ()
    shut_by: tuple["Door", ...] = ()
    maybe_shut: tuple[Rule, ...] = ()

    @property
    def badge(self) -> Badge:
        if self.is_closing:
            return wording.badge(CLOSES, self.last_day, safe_day=self.safe_day)
        return wording.badge(self.result, self.until, safe_day=self.safe_day, of=self.rule)

    @property
    def amount(self) -> str:
        return wording.amount(self.rule, self.euros)

    @property
    def rank(self) -> int:
        """Place in a topic: what closes first, then claims, duties, discretion, what waits, what is restricted."""
        return RANKS.index(CLOSES if self.is_closing else self.result)

    @property
    def is_open_question(self) -> bool:
        """Whether facts are missing; never to be shown as a no."""
        return self.result == OPEN

    @property
    def is_closing(self) -> bool:
        """Whether one must act soon: a deadline or a window of the law ends, not merely a childhood."""
        return self.safe_day is not None and self.safe_day - self.day <= wording.SOON

    @property
    def last_day(self) -> date | None:
        """Until when one can go through, None where no end is near."""
        return self.until if self.result == CLOSES else self.ends_on

    @property
    def shut_until(self) -> date | None:
        """Last day of the law that restricts, where the law names one."""
        return self.rule.until if self.is_restriction else None

    @property
    def is_restriction(self) -> bool:
        return self.result == wording.NO

    @property
    def can_be_claimed(self) -> bool:
        """Whether one may begin an application."""
        return self.result in (CLOSES, wording.CLAIM, wording.DISCRETION) and bool(self.rule.documents)

    @property
    def is_doubtful(self) -> bool:
        """Whether „Mit Fachstelle klären“ stands beside it."""
        return wording.is_doubtful(self.rule)

    @property
    def act_by(self) -> date | None:
        """The safe day, or today where it has passed and the last day has not."""
        return max(self.safe_day, self.day) if self.safe_day else None

    @property
    def days_left(self) -> int:
        """Days up to the safe day; 0 on it and after it."""
        return (self.act_by - self.day).days if self.act_by else 0

    @property
    def is_of_letter(self) -> bool:
        """Whether entering the letter in Post & Fristen counts the day exactly."""
        return self.safe_day is not None and safe_days.is_of_letter(self.rule)

    @cached_property
    def missing(self) -> tuple[Fact, ...]:
        """What is not known, of all subjects together."""
        return tuple({fact.name: fact for asked in self.asked for fact in asked.facts}.values())

    @property
    def hangs_on_sealed(self) -> bool:
        """Whether „Hängt auch von besonders geschützten Angaben ab.“ stands beside it: for all people or for none."""
        return hangs_on_sealed(self.rule.id)

    @property
    def warnings(self) -> tuple[tuple[str, str], ...]:
        """Titles and texts of what a page says beside the rule."""
        known = law.book().warnings
        return tuple((known[number]["title"], known[number]["text"]) for number in self.rule.warnings)

    @cached_property
    def reasons(self) -> tuple[tuple[tuple[Subject, ...], tuple[Reason, ...]], ...]:
        """The parts of the condition in German; those for whom they are the same stand together."""
        found: dict[tuple[Reason, ...], tuple[Subject, ...]] = {}
        for subject in self.subjects:
            parts = reasons.of(subject, self.rule, self.day)
            key = parts if len(self.subjects) == 1 else reasons.without_links(parts)
            found[key] = (*found.get(key, ()), subject)
        return tuple((subjects, parts) for parts, subjects in found.items())


@cache
def hangs_on_sealed(rule_id: str) -> bool:
    """Whether a rule asks for a sealed fact, or a sealed rule may restrict it; the same for everybody."""
    asks = any(law.is_sealed(name) for name in law.book().facts_of[rule_id])
    return asks or any(rule_id in rule.excludes for rule in law.sealed_rules())


@cache
def can_be_restricted(rule_id: str) -> bool:
    """Whether the book has a rule that restricts this one; the same for everybody, whether it does or not."""
    return any(rule_id in rule.excludes for rule in law.open_rules())


def of(subjects: Sequence[Subject], day: date, *, rules: Iterable[Rule] | None = None) -> tuple[Door, ...]:
    """The doors of these people, in the order of topics and ranks; the same answer for several is one door.

    rules  all that may be shown, unless named; those about return only on the sealed page
    """
    chosen = tuple(rules) if rules is not None else of_life()
    found: dict[Any, Door] = {}
    for subject in subjects:
        scope = PersonScope(law.book(), subject.facts, day)
        for rule in chosen:
            if concerns(rule, subject) and (door := _door(subject, rule, scope)):
                _join(found, door)
    order = {code: place for place, code in enumerate(law.topics())}
    doors = sorted(_beside(list(found.values())), key=lambda door: (order[door.rule.topic], *_place(door)))
    return tuple(doors)


@cache
def of_life() -> tuple[Rule, ...]:
    """The rules of the ordinary pages: none of return, which only comes up when the person wishes."""
    return tuple(rule for rule in law.open_rules() if law.path_of(rule.topic) != "return")


def rule_of(name: str) -> Rule | None:
    """A rule that an ordinary page may show; None for those of the sealed box and of return."""
    return next((rule for rule in of_life() if rule.id == name), None)


def concerns(rule: Rule, subject: Subject) -> bool:
    """Whether a rule is asked about somebody: joining the family about those abroad, all else about those here.

    Work and training are not asked about children who are surely too young.
    """
    is_about_joining = rule.topic == ABROAD and "relation" in law.book().facts_of[rule.id]
    is_too_young = is_surely_under(law.from_age(rule.topic), subject.facts.get("birth_date"), clock.today())
    return is_about_joining == (subject.relative is not None) and not is_too_young


def one(subject: Subject, rule: Rule, day: date) -> Door:
    """What one rule says about one subject, also where it does not apply; the most decisive question first."""
    door = _told(subject, rule, PersonScope(law.book(), subject.facts, day))
    restricting = [other for other in of_life() if rule.id in other.excludes]
    return _with_restrictions(door, of([subject], day, rules=restricting))


def _door(subject: Subject, rule: Rule, scope: PersonScope) -> Door | None:
    result, _until = answer(rule, scope)
    if result in HIDDEN:
        return None
    if result != OPEN:
        return _told(subject, rule, scope)
    # In the order of the condition: weighing every question of a hundred rules takes too long for a page.
    missing = [name for node in rule.expressions for name in open_facts(node, scope)]
    return Door(rule, (subject,), scope.day, result, asked=_asked(subject, missing))


def _told(subject: Subject, rule: Rule, scope: PersonScope) -> Door:
    says = finding(law.book(), rule, scope)
    ends_on = _ends_on(subject, rule, scope.day) if says.result in (wording.CLAIM, wording.DISCRETION) else None
    last = says.until if says.result == CLOSES else ends_on if safe_days.has_window(rule.id) else None
    safe = safe_days.safe_day(rule, last, subject.facts) if last else None
    asked = _asked(subject, says.ask)
    return Door(rule, (subject,), scope.day, says.result, says.until, ends_on, safe, says.amount, asked)


def _ends_on(subject: Subject, rule: Rule, day: date) -> date | None:
    """The last day of a claim; one without a last day of its own must be certainly gone then, not only unclear."""
    periods = periods_of(law.book(), rule, subject.facts, day, day + AHEAD)
    same = list(takewhile(lambda period: period.result == periods[0].result, periods))
    after = periods[len(same) :]
    is_gone = bool(after) and (after[0].result in HIDDEN or safe_days.has_window(rule.id))
    return same[-1].until if is_gone else None


def _asked(subject: Subject, names: Iterable[str]) -> tuple[Asked, ...]:
    facts = tuple(law.fact(name) for name in dict.fromkeys(names) if not law.is_sealed(name))
    return (Asked(subject, facts),) if facts else ()


def _join(found: dict[Any, Door], door: Door) -> None:
    """The same answer of the same rule is one door for all whom it is given."""
    key = (door.rule.id, door.result, door.until, door.ends_on, door.safe_day, door.euros)
    known = found.get(key)
    if known:
        door = replace(known, subjects=known.subjects + door.subjects, asked=known.asked + door.asked)
    found[key] = door


def _beside(doors: list[Door]) -> list[Door]:
    """Put beside every claim what restricts it, or may."""
    shutting: dict[str, list[Door]] = {}
    for door in doors:
        for claim in door.rule.excludes:
            shutting.setdefault(claim, []).append(door)
    return [_with_restrictions(door, shutting.get(door.rule.id, ())) for door in doors]


def _with_restrictions(door: Door, others: Sequence[Door]) -> Door:
    keys = {subject.key for subject in door.subjects}
    same = [other for other in others if keys & {subject.key for subject in other.subjects}]
    if door.result in (OPEN, wording.NO, *HIDDEN) or not same:
        return door
    return replace(
        door,
        shut_by=tuple(other for other in same if other.is_restriction),
        maybe_shut=tuple(other.rule for other in same if other.is_open_question),
    )


def _place(door: Door) -> tuple[Any, ...]:
    return door.rank, door.act_by or door.last_day or door.until or date.max, -len(door.subjects), door.rule.label
