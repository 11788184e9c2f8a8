"""One rule for one person, with everything it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from lawbook.entitlements import Rule
from wegbuch.access.models import User
from wegbuch.cases.case_page import members_of
from wegbuch.cases.models import Case, HouseholdKind, HouseholdMember, Person
from wegbuch.core import clock

from . import doors, knowledge, law
from .doors import Door
from .knowledge import Subject
from .navigator_page import Row, Whom, offices_near

# How sure the first day of a rule is.
SINCE_KINDS: Mapping[str, Any] = {
    "exact": gettext_lazy("Der Tag steht so im Gesetz."),
    "window": gettext_lazy("Der Tag kann bis zu fünfzehn Tage früher liegen."),
    "at_least": gettext_lazy("Mindestens seit diesem Tag; der Beginn ist nicht nachgelesen."),
    "from_knowledge": gettext_lazy("Der Tag ist aus Fachwissen und noch nicht nachgelesen."),
}


@dataclass(frozen=True)
class Other:
    """What the same rule says for somebody else of the household."""

    whom: Whom
    door: Door


@dataclass(frozen=True)
class RulePage:
    """relative_id: whom of the family abroad the rule is asked about, None for the person herself."""

    row: Row
    others: tuple[Other, ...]
    sources: tuple[Mapping[str, Any], ...]
    restricts: tuple[Rule, ...]
    relative_id: UUID | None

    @property
    def door(self) -> Door:
        return self.row.door

    @property
    def rule(self) -> Rule:
        return self.row.door.rule

    @property
    def since_words(self) -> Any:
        return SINCE_KINDS.get(self.rule.since_kind, "")

    @property
    def other_files(self) -> frozenset[UUID]:
        """Files of others of the household out of which an answer stands here."""
        return frozenset(other.whom.case_id for other in self.others) - {self.row.first.case_id}


def rule_page(case: Case, rule: Rule, user: User, relative: UUID | None = None) -> RulePage | None:
    """The page of a rule; None where there is no such relative, or the rule is about nobody of this file.

    relative  somebody abroad; where a rule is about these only and nobody is named, the first of them
    """
    day, files = clock.today(), _files(case, user)
    subjects = _subjects(list(files), user, day)
    mine = [each for each in subjects if each.person.pk == case.person_id and doors.concerns(rule, each)]
    asked = next((each for each in mine if relative in (None, each.key)), None)
    if asked is None:
        return None
    ids = {person.pk: case_id for person, case_id in files.items()}
    found = doors.one(asked, rule, day)
    office = offices_near([case.person]).get(rule.authority_code)
    return RulePage(
        row=Row(found, (Whom(asked, case.pk, case.is_changeable_by(user)),), False, office),
        others=tuple(
            Other(Whom(subject, ids[subject.person.pk]), doors.one(subject, rule, day))
            for subject in subjects
            if subject is not asked and doors.concerns(rule, subject)
        ),
        sources=tuple(law.book().sources[name] for name in rule.sources),
        restricts=tuple(other for other in doors.of_life() if other.id in rule.excludes),
        relative_id=asked.relative.pk if asked.relative else None,
    )


def _files(case: Case, user: User) -> dict[Person, UUID]:
    """The person and those of her household whose file this user may open."""
    hers = HouseholdMember.objects.filter(person=case.person, until=None, household__kind=HouseholdKind.LIVING)
    others = {row.person: case_id for row, case_id in members_of(hers.values("household"), user)}
    return {**others, case.person: case.pk}


def _subjects(people: Sequence[Person], user: User, day: date) -> list[Subject]:
    here = knowledge.of_people(people, user, day)
    return [*here, *knowledge.abroad_of(here, user, day)]
