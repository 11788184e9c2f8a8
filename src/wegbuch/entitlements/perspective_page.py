"""The perspective of a person: which doors are open, open later or close, on the four ways, over the next years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lawbook.entitlements import Period, Rule, findings, perspective
from lawbook.entitlements.scope import PersonScope
from wegbuch.access.models import User
from wegbuch.cases.case_page import members_of
from wegbuch.cases.models import Case, HouseholdMember, Person
from wegbuch.core import clock
from wegbuch.core.strips import Mark, Tick

from . import birthdays, doors, knowledge, law, ribbon, wording
from .birthdays import Birthday
from .knowledge import Subject
from .ribbon import BARRED, CLOSING, DUTY, KINDS, OPEN, OPENING, SHUT, UNSURE, BrokenScale, Passage, Run
from .wording import DAY

ALL, RETURN = "", "return"
# So many doors are shown about which something is still unclear; the others are counted.
UNCLEAR_MOST = 8
# Closer than this on the axis a second name would cover the first.
NAMES_APART = 0.12


@dataclass(frozen=True)
class Perspective:
    """Everything the page shows.

    path            one of law.PATHS without return, or "" for all
    rows            doors in the order of the page
    unclear_beyond  how many more doors are unclear than are shown
    files           files of the household of which a birthday is shown
    """

    case: Case
    path: str
    day: date
    scale: BrokenScale
    subjects: Sequence[Subject]
    rows: Sequence[Passage]
    unclear_beyond: int
    birthdays: Sequence[Birthday]
    files: Sequence[UUID] = ()

    is_today_on_top = True

    @property
    def person(self) -> Person:
        return self.case.person

    @property
    def relatives(self) -> list[Subject]:
        return [subject for subject in self.subjects if subject.relative]

    @cached_property
    def ticks(self) -> list[Tick]:
        return ribbon.ticks(self.scale)

    @property
    def today(self) -> Tick:
        return self.scale.tick(self.day, _("heute"))

    @cached_property
    def lines(self) -> list[Mark]:
        return [Mark("birth", self.scale.at(each.day)) for each in self.birthdays]

    @cached_property
    def names(self) -> list[Tick]:
        """Names of the birthdays, those left out that would cover another."""
        found: list[Tick] = []
        last = -1.0
        for each in self.birthdays:
            share = self.scale.share(each.day)
            if share - last > NAMES_APART:
                found.append(self.scale.tick(each.day, f"{each.called} {each.years}"))
                last = share
        return found

    @property
    def breaks_in(self) -> str:
        """The year from which on the scale is smaller."""
        return str(self.scale.breaks_on.year)

    @property
    def ends_in(self) -> str:
        """The last year on the axis."""
        return str(self.scale.last.year)

    @property
    def first_closing(self) -> Passage | None:
        return next((row for row in self.rows if row.state == CLOSING), None)

    @property
    def shapes(self) -> set[str]:
        return {row.state for row in self.rows}


def page_of(
    case: Case, user: User, path: str = ALL, *, is_on_paper: bool = False, is_shielded: bool = False
) -> Perspective:
    """The perspective of the person of this file and of the family abroad, as this user may see it.

    is_on_paper  without the household: a sheet holds nothing out of other files
    """
    today = clock.today()
    scale = ribbon.scale_from(today)
    files = {} if is_on_paper else _files_beside(case.person, user)
    known = knowledge.of_people([case.person, *files], user, today)
    subjects = [*known[:1], *knowledge.abroad_of(known[:1], user, today)]
    every = passages(subjects, doors.of_life(), today, scale)
    rows = [row for row in every if path in (ALL, law.path_of(row.rule.topic))]
    unclear = [row for row in rows if row.state == UNSURE]
    coming = birthdays.ahead([*known, *subjects[1:]], today, scale.last, is_shielded=is_shielded)
    return Perspective(
        case=case,
        path=path,
        day=today,
        scale=scale,
        subjects=subjects,
        rows=[row for row in rows if row.state != UNSURE] + unclear[:UNCLEAR_MOST],
        unclear_beyond=max(len(unclear) - UNCLEAR_MOST, 0),
        birthdays=coming,
        files=[files[each.subject.person] for each in coming if each.subject.person in files],
    )


def _files_beside(person: Person, user: User) -> dict[Person, UUID]:
    """Those of the household whose file this user may open, each with that file."""
    hers = HouseholdMember.objects.filter(person=person, until=None).values("household")
    return {row.person: case_id for row, case_id in members_of(hers, user) if row.person_id != person.pk}


def passages(
    subjects: Sequence[Subject],
    rules: Sequence[Rule],
    today: date,
    scale: BrokenScale,
    change: Mapping[str, Any] | None = None,
) -> list[Passage]:
    """The rows of the ribbon in the order of the page, the same for several people as one.

    change  facts that are only supposed, of the one with the file
    """
    found: dict[Any, Passage] = {}
    for subject in subjects:
        for passage in _of_subject(subject, rules, today, scale, change or {}):
            key = (passage.rule.id, passage.runs, passage.asked, passage.gaps)
            known = found.get(key)
            found[key] = replace(known, subjects=(*known.subjects, subject)) if known else passage
    rows = [row for row in _beside(list(found.values())) if row.state != UNSURE or row.rule.result != wording.NO]
    return sorted(rows, key=lambda passage: passage.place)


def _of_subject(
    subject: Subject, rules: Sequence[Rule], today: date, scale: BrokenScale, change: Mapping[str, Any]
) -> Iterator[Passage]:
    """The rows of one person; of what is unclear only that about which something is known, and every restriction."""
    mine = {rule.id: rule for rule in rules if doors.concerns(rule, subject)}
    facts = {**subject.facts, **(change if subject.relative is None else {})}
    periods = _periods(subject, facts, list(mine), scale)
    for name, rule in mine.items():
        runs = ribbon.with_safe_days(rule, ribbon.runs_of(rule, periods[name], scale.last), facts)
        earliest = _earliest(rule, facts, today)
        if earliest:
            runs = ribbon.unsure_from(runs, earliest)
        passage = Passage(rule, (subject,), runs, today, scale, is_sealed=doors.hangs_on_sealed(name))
        if passage.state == UNSURE and rule.result != wording.NO:
            if asked := _asked(passage, facts):
                yield replace(passage, asked=asked)
        elif passage.state:
            yield passage
        elif reachable := _reachable(passage, facts, earliest):
            yield reachable


def _reachable(passage: Passage, facts: Mapping[str, Any], earliest: date | None) -> Passage | None:
    """A door behind a wait that only lacks what somebody may still reach, such as a language level; none otherwise."""
    rule, scale = passage.rule, passage.scale
    if earliest is None or earliest > scale.last or rule.result not in (wording.CLAIM, wording.DISCRETION):
        return None
    says = findings(law.book(), facts, passage.today, rules=[rule.id])[0]
    gaps = [part.text for part in says.because if part.holds is False]
    if not gaps or not all(_may_be_reached(name, facts) for name in gaps):
        return None
    then = findings(law.book(), {**facts, **dict.fromkeys(gaps, True)}, earliest, rules=[rule.id])[0]
    runs = (Run(SHUT, scale.first, earliest - DAY), Run(OPEN, earliest, scale.last))
    asked = tuple(law.fact(name).label for name in then.ask if not law.is_sealed(name))
    return replace(passage, runs=runs, asked=asked, gaps=tuple(law.fact(name).label for name in gaps))


def _may_be_reached(name: str, facts: Mapping[str, Any]) -> bool:
    """Whether a condition is nothing but one fact that is known to be no, and no authority's judgement."""
    return facts.get(name) is False and not law.fact(name).judgement and not law.is_sealed(name)


def _earliest(rule: Rule, facts: Mapping[str, Any], today: date) -> date | None:
    """The day on which what waits can begin at all; its other conditions may still be unclear."""
    if rule.threshold is None or rule.threshold_mode != doors.WAITS:
        return None
    day = rule.threshold.value(PersonScope(law.book(), facts, today))
    return ribbon.begins_on(KINDS[rule.result], day) if isinstance(day, date) and day >= today else None


def _periods(
    subject: Subject, facts: Mapping[str, Any], rules: Sequence[str], scale: BrokenScale
) -> dict[str, tuple[Period, ...]]:
    """Periods of these rules; somebody who comes as a minor child is not known to be one after the 18th birthday."""
    ends = birthdays.relation_ends_on(subject)
    if ends is None or not scale.first < ends <= scale.last:
        return perspective(law.book(), facts, scale.first, scale.last, rules=rules)
    later = {name: value for name, value in facts.items() if name != birthdays.RELATION}
    before = perspective(law.book(), facts, scale.first, ends - DAY, rules=rules)
    after = perspective(law.book(), later, ends, scale.last, rules=rules)
    return {name: (*before[name], *after[name]) for name in rules}


def _asked(passage: Passage, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """German names of what is missing; nothing where nothing is known yet."""
    run = passage.main
    if run is None:
        return ()
    says = findings(law.book(), facts, max(run.since, passage.today), rules=[passage.rule.id])[0]
    if not any(part.holds for part in says.because):
        return ()
    return tuple(law.fact(name).label for name in says.ask if not law.is_sealed(name)) or (
        (_("besonders geschützte Angaben"),) if passage.is_sealed else ()
    )


def _beside(rows: Sequence[Passage]) -> Iterator[Passage]:
    """Put beside every claim what restricts it, or may, from the day on which it counts."""
    shutting = [row for row in rows if row.rule.result == wording.NO and row.rule.excludes]
    for row in rows:
        if row.state not in (OPEN, CLOSING, OPENING, DUTY):
            yield row
            continue
        day = row.day if row.begins_later and row.day else row.today
        others = [other for other in shutting if row.rule.id in other.rule.excludes and _share_people(row, other)]
        kinds = [(other.rule, other.on(day).kind) for other in others]
        shut_by = dict.fromkeys(rule for rule, kind in kinds if kind == BARRED)
        unclear = dict.fromkeys(rule for rule, kind in kinds if kind == UNSURE and rule not in shut_by)
        yield replace(row, shut_by=tuple(shut_by), maybe_shut=tuple(unclear))


def _share_people(one: Passage, other: Passage) -> bool:
    return bool({subject.key for subject in one.subjects} & {subject.key for subject in other.subjects})
