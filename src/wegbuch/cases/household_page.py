"""What the page of a household shows: what is the same for all of it, and what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wegbuch.access.models import User
from wegbuch.core import clock, codes, dates

from .case_page import GERMAN, Group, Relation, members_of
from .models import (
    BenefitPeriod,
    Case,
    Household,
    HouseholdKind,
    HouseholdMember,
    HousingPeriod,
    LanguageSkill,
    Person,
    RelativeAbroad,
    ResidencePeriod,
)

NUMBERS = {2: "beide", 3: "alle drei", 4: "alle vier", 5: "alle fünf", 6: "alle sechs"}


@dataclass(frozen=True)
class Fact:
    """One line of the page.

    common    the word for all, "" where people differ
    own       each person with the word for her, only where people differ
    is_known  whether anything is known about anybody
    """

    label: str
    common: str
    own: Sequence[tuple[Person, str]]
    is_known: bool


@dataclass(frozen=True)
class HouseholdPage:
    """changeable  ids of the members' cases that this user may change."""

    group: Group
    memberships: Sequence[HouseholdMember]
    facts: Sequence[Fact]
    benefit_groups: Sequence[Group]
    relatives: int
    changeable: frozenset[UUID]

    @property
    def is_changeable(self) -> bool:
        return bool(self.changeable)

    @property
    def members(self) -> Sequence[Relation]:
        return self.group.members

    @property
    def people(self) -> list[Person]:
        return [member.person for member in self.members]

    @property
    def same_for_all(self) -> str:
        """„für alle drei gleich“; nothing for a single person."""
        count = len(self.members)
        if count < 2:
            return ""
        return _("für %(all)s gleich") % {"all": NUMBERS.get(count) or _("alle %(n)s") % {"n": count}}


def household_page(household: Household, user: User) -> HouseholdPage:
    """The page of a household, with those members only whose file this user may open."""
    members = members_of([household.pk], user)
    people = [row.person for row, _case_id in members]
    return HouseholdPage(
        group=Group(household, [_relation(row, case_id) for row, case_id in members]),
        memberships=[row for row, _case_id in members],
        facts=_facts(people),
        benefit_groups=_benefit_groups(people, user) if household.kind == HouseholdKind.LIVING else [],
        relatives=RelativeAbroad.objects.filter(person__in=people).count(),
        changeable=changeable_of([case_id for _row, case_id in members], user),
    )


def changeable_of(cases: Iterable[UUID], user: User) -> frozenset[UUID]:
    """Those of these cases which this user may change; who opened one with a reason only reads it."""
    return frozenset(Case.objects.changeable_by(user).filter(pk__in=cases).values_list("pk", flat=True))


def _relation(row: HouseholdMember, case_id: UUID) -> Relation:
    return Relation(row.person, case_id, row.relation, row.person.age_on(clock.today()), is_in_hand=False)


def _benefit_groups(people: list[Person], user: User) -> list[Group]:
    """The benefit households that these people belong to now."""
    theirs = HouseholdMember.objects.filter(person__in=people, until=None, household__kind=HouseholdKind.BENEFIT)
    groups: dict[UUID, list[tuple[HouseholdMember, UUID]]] = {}
    for row, case_id in members_of(theirs.values("household"), user):
        groups.setdefault(row.household_id, []).append((row, case_id))
    return [Group(rows[0][0].household, [_relation(row, case_id) for row, case_id in rows]) for rows in groups.values()]


def _facts(people: list[Person]) -> list[Fact]:
    """Status, paper, benefits, home and first language of these people, one query for each kind."""
    residence = _first(ResidencePeriod.objects.on(clock.today()).filter(person__in=people))
    benefit = _first(BenefitPeriod.objects.on(clock.today()).filter(person__in=people))
    housing = _first(HousingPeriod.objects.on(clock.today()).filter(person__in=people).select_related("facility"))
    language = _first(sorted(LanguageSkill.objects.filter(person__in=people), key=lambda row: row.language == GERMAN))
    words = {
        _("Status"): {pk: codes.label("residence_statuses", row.status) for pk, row in residence.items()},
        _("Papier gültig bis"): {
            pk: dates.with_weekday(row.valid_until) for pk, row in residence.items() if row.valid_until
        },
        _("Leistungen"): {pk: codes.short("benefit_schemes", row.scheme) for pk, row in benefit.items()},
        _("Wohnen"): {pk: _home(row) for pk, row in housing.items()},
        _("Erste Sprache"): {pk: codes.label("languages", row.language) for pk, row in language.items()},
    }
    return [_fact(label, people, known) for label, known in words.items()]


def _first(rows: Any) -> dict[UUID, Any]:
    """The first row of each person."""
    found: dict[UUID, Any] = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return found


def _home(row: HousingPeriod) -> str:
    return _("Anschrift geheim") if row.is_hidden else row.place or codes.label("housing_forms", row.form)


def _fact(label: str, people: list[Person], words: dict[UUID, str]) -> Fact:
    own = [(person, words.get(person.pk, _("nicht bekannt"))) for person in people]
    is_common = len({word for _person, word in own}) <= 1
    return Fact(label, own[0][1] if is_common and own else "", [] if is_common else own, bool(words))
