"""Everything the page of one case shows, asked in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery

from wegbuch.access.log import chain_name
from wegbuch.access.models import ReadEvent, User
from wegbuch.core import clock

from .models import (
    BenefitPeriod,
    Case,
    CaseAccess,
    CaseAccessKind,
    ContactWay,
    FileNumber,
    Household,
    HouseholdKind,
    HouseholdMember,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    Person,
    RelativeAbroad,
    ResidencePeriod,
)
from .services.households import name_of
from .way import Station, current, way_of

READ_WITHIN = timedelta(days=30)
NOT_THE_FILE = ("stub", "hint")
GERMAN = "deu"


@dataclass(frozen=True)
class Relation:
    """Somebody of the household whose file this user may open.

    case_id     the file to open
    role        code of lawbook relations
    is_in_hand  the person whose page this is
    """

    person: Person
    case_id: UUID
    role: str
    age: int | None
    is_in_hand: bool


@dataclass(frozen=True)
class Group:
    """A household or benefit household with the members this user may see."""

    household: Household
    members: Sequence[Relation]

    @property
    def name(self) -> str:
        """The surnames of those who may be seen, never of those who may not."""
        return name_of([member.person for member in self.members]) or self.household.number


@dataclass(frozen=True)
class CasePage:
    """One case as its page shows it. Lists come newest or first choice first.

    is_changeable  whether this user is in the case team or stands in; who opened it with a reason only reads
    """

    case: Case
    person: Person
    age: int | None
    team: Sequence[User]
    other_cases: Sequence[Case]
    housing: HousingPeriod | None
    residence: ResidencePeriod | None
    way: Sequence[Station]
    benefit: BenefitPeriod | None
    contact_ways: Sequence[ContactWay]
    languages: Sequence[LanguageSkill]
    german: LanguageSkill | None
    nationalities: Sequence[Nationality]
    file_numbers: Sequence[FileNumber]
    living: Group | None
    benefit_group: Group | None
    relatives: Sequence[RelativeAbroad]
    readers: int
    is_changeable: bool

    @property
    def members(self) -> Sequence[Relation]:
        return self.living.members if self.living else ()


def case_page(case: Case, user: User) -> CasePage:
    """The page of a case that this user may open, in twelve queries however much is known."""
    today = clock.today()
    person, others, is_changeable = _person(case, user)
    groups = _groups(person, user, today)
    periods = list(ResidencePeriod.objects.filter(person=person))
    languages = list(LanguageSkill.objects.filter(person=person))
    return CasePage(
        case=case,
        person=person,
        age=person.age_on(today),
        team=_team(case),
        other_cases=others,
        housing=HousingPeriod.objects.on(today).filter(person=person).select_related("facility").first(),
        residence=current(periods, today),
        way=way_of(periods, entered_on=person.entered_on, today=today),
        benefit=BenefitPeriod.objects.on(today).filter(person=person).first(),
        contact_ways=list(ContactWay.objects.filter(person=person)),
        languages=[row for row in languages if row.language != GERMAN],
        german=next((row for row in languages if row.language == GERMAN), None),
        nationalities=list(Nationality.objects.filter(person=person)),
        file_numbers=list(FileNumber.objects.filter(person=person)),
        living=groups.get(HouseholdKind.LIVING),
        benefit_group=groups.get(HouseholdKind.BENEFIT),
        relatives=list(RelativeAbroad.objects.filter(person=person)),
        readers=_readers(person),
        is_changeable=is_changeable,
    )


def _person(case: Case, user: User) -> tuple[Person, list[Case], bool]:
    """The person, her other cases that this user may open, and whether this one may be changed."""
    changeable = Exists(Case.objects.changeable_by(user).filter(pk=OuterRef("pk")))
    hers = Case.objects.visible_to(user).filter(person=case.person_id).annotate(is_changeable=changeable)
    rows = [(row, row.is_changeable) for row in hers.select_related("person")]
    others: list[Case] = [row for row, _is_changeable in rows if row.pk != case.pk]
    return rows[0][0].person, others, any(mine for row, mine in rows if row.pk == case.pk)


def _team(case: Case) -> list[User]:
    rows = CaseAccess.objects.open_at(clock.now()).filter(case=case, kind=CaseAccessKind.TEAM)
    return [row.user for row in rows.select_related("user").order_by("starts_at")]


def members_of(households: Any, user: User) -> list[tuple[HouseholdMember, UUID]]:
    """Present members of these households whose file this user may open, each with the id of it; parents first."""
    open_file = Case.objects.visible_to(user).filter(person=OuterRef("person"))
    newest = open_file.order_by(F("closed_on").desc(nulls_first=True), "-opened_on").values("pk")[:1]
    rows = HouseholdMember.objects.filter(household__in=households, until=None)
    seen = rows.annotate(case_id=Subquery(newest)).filter(case_id__isnull=False)
    ordered = seen.order_by(F("person__birth_date").asc(nulls_last=True), "person__given_name")
    return [(row, row.case_id) for row in ordered.select_related("household", "person")]


def _groups(person: Person, user: User, today: date) -> dict[str, Group]:
    """The household and the benefit household this person belongs to now."""
    hers = HouseholdMember.objects.filter(person=person, until=None).values("household")
    groups: dict[str, list[tuple[HouseholdMember, UUID]]] = {}
    for row, case_id in members_of(hers, user):
        groups.setdefault(row.household.kind, []).append((row, case_id))
    return {
        kind: Group(rows[0][0].household, [_relation(row, case_id, person, today) for row, case_id in rows])
        for kind, rows in groups.items()
    }


def _relation(row: HouseholdMember, case_id: UUID, in_hand: Person, today: date) -> Relation:
    return Relation(row.person, case_id, row.relation, row.person.age_on(today), row.person_id == in_hand.pk)


def _readers(person: Person) -> int:
    """How many people looked into this person's file within 30 days."""
    reads = ReadEvent.objects.filter(
        chain=chain_name(ReadEvent, person.organisation_id),
        subject=person.pk,
        at__gt=clock.now() - READ_WITHIN,
    )
    return reads.exclude(what__in=NOT_THE_FILE).values("user").distinct().count()
