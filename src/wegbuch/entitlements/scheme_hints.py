"""People whose papers show that a change of benefit should be begun. A suggestion to check, never entered by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lawbook import entitlements, scheme_book
from lawbook.entitlements import Finding, Rule
from lawbook.scheme_book import Change
from wegbuch.access.models import User
from wegbuch.cases.models import BenefitPeriod, Case, Person, ResidencePeriod
from wegbuch.core import clock

from . import knowledge, law
from .models import SchemeChange

NO_LONGER = frozenset({"condition_not_met"})
RULED_OUT = frozenset({"condition_not_met", "not_in_force", "not_entitled", "deadline_passed"})


@dataclass(frozen=True)
class Hint:
    """A change that seems due.

    is_likely    a rule gives the new benefit already; otherwise facts are still missing for that
    right_since  first day of the new right, counted from the newest paper; None without one
    """

    case: Case
    benefit: BenefitPeriod
    kind: Change
    rule: Rule
    is_likely: bool
    right_since: date | None


def current_benefits(people: Iterable[Any], day: date) -> dict[UUID, BenefitPeriod]:
    """The benefit each person has on a day; of several the one begun last."""
    found: dict[UUID, BenefitPeriod] = {}
    for row in BenefitPeriod.objects.on(day).filter(person__in=list(people)):
        found.setdefault(row.person_id, row)
    return found


def hints(cases: Iterable[Case], user: User) -> list[Hint]:
    """Of these cases those whose person has a benefit that her papers have outgrown, and no change begun."""
    day = clock.today()
    by_person = {case.person_id: case for case in cases}
    for running in SchemeChange.objects.running().filter(person__in=by_person).values_list("person_id", flat=True):
        by_person.pop(running, None)
    kinds = [kind for kind in scheme_book.load().changes if kind.hint]
    benefits = {
        pk: row for pk, row in current_benefits(by_person, day).items() if any(row.scheme in kind.old for kind in kinds)
    }
    people: list[Person] = [by_person[pk].person for pk in benefits]
    if not people:
        return []
    papers = _newest_papers(people, day)
    found = []
    for subject in knowledge.of_people(people, user, day):
        pk = subject.person.pk
        if due := _due(kinds, benefits[pk].scheme, subject.facts, day):
            kind, finding = due
            since = kind.right_begins(papers[pk]) if pk in papers else None
            is_likely = finding.result == "entitled"
            found.append(Hint(by_person[pk], benefits[pk], kind, finding.rule, is_likely, since))
    return found


def _newest_papers(people: Iterable[Person], day: date) -> dict[UUID, date]:
    """Since when each person has the status of today."""
    found: dict[UUID, date] = {}
    for row in ResidencePeriod.objects.on(day).filter(person__in=people, since__isnull=False):
        if row.since:
            found.setdefault(row.person_id, row.since)
    return found


def _due(kinds: Iterable[Change], scheme: str, facts: dict[str, Any], day: date) -> tuple[Change, Finding] | None:
    """The change whose old right is over for certain, one whose new right is certain too before one still open."""
    possible = []
    for kind in (kind for kind in kinds if scheme in kind.old):
        if {each.result for each in _findings(kind.hint["over"], facts, day)} <= NO_LONGER:
            left = [each for each in _findings(kind.hint["new"], facts, day) if each.result not in RULED_OUT]
            possible += [(kind, each) for each in left]
    possible.sort(key=lambda pair: pair[1].result != "entitled")
    return possible[0] if possible else None


def _findings(rules: Iterable[str], facts: dict[str, Any], day: date) -> tuple[Finding, ...]:
    return entitlements.findings(law.book(), facts, day, rules=rules)
