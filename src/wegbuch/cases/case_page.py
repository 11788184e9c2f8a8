"""Everything the page of one case shows, asked in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404

from wegbuch.access.log import chain_name
from wegbuch.access.models import ReadEvent, User
from wegbuch.core import clock, once, tenant
from wegbuch.core.one_go import OneGo

from .models import (
    BenefitPeriod,
    Case,
    CaseAccess,
    CaseAccessKind,
    ContactWay,
    Facility,
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
    team: Sequence[str]
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
    """The page of a case that this user may open, in two queries however much is known.

    raises  Http404 where the file was closed to this user meanwhile
    """
    today = clock.today()
    found = _found(case, clock.now())
    files = _open_files({case.person_id, *(row.person_id for row in found["members"])}, user)
    mine = next((each for each in files if each.pk == case.pk), None)
    if mine is None:
        raise Http404
    groups = _groups(found, files, mine, today)
    return CasePage(
        case=case,
        person=mine.person,
        age=mine.person.age_on(today),
        team=[row["user__name"] for row in found["team"]],
        other_cases=[each for each in files if each.person_id == case.person_id and each.pk != case.pk],
        housing=_home(found, today),
        residence=current(found["residence"], today),
        way=way_of(found["residence"], entered_on=mine.person.entered_on, today=today),
        benefit=next((row for row in found["benefits"] if row.holds_on(today)), None),
        contact_ways=found["contact_ways"],
        languages=[row for row in found["languages"] if row.language != GERMAN],
        german=next((row for row in found["languages"] if row.language == GERMAN), None),
        nationalities=found["nationalities"],
        file_numbers=found["file_numbers"],
        living=groups.get(HouseholdKind.LIVING),
        benefit_group=groups.get(HouseholdKind.BENEFIT),
        relatives=found["relatives"],
        readers=len(found["readers"]),
        is_changeable=mine.is_changeable,
    )


def _of_file(person: Any, case: Any, now: Any, read_after: Any) -> dict[str, QuerySet]:
    """What lies in one file. members: everybody of her households, also those whose file is closed to the user."""
    hers = HouseholdMember.objects.filter(person=person, until=None).values("household")
    team = CaseAccess.objects.open_at(now).filter(case=case, kind=CaseAccessKind.TEAM)
    looks = ReadEvent.objects.filter(chain=chain_name(ReadEvent, tenant.current()), subject=person, at__gt=read_after)
    homes = HousingPeriod.objects.filter(person=person)
    return {
        "members": HouseholdMember.objects.filter(household__in=hers, until=None),
        "households": Household.objects.filter(pk__in=hers),
        "residence": ResidencePeriod.objects.filter(person=person),
        "benefits": BenefitPeriod.objects.filter(person=person),
        "housing": homes,
        "houses": Facility.objects.filter(pk__in=homes.values("facility")),
        "contact_ways": ContactWay.objects.filter(person=person),
        "languages": LanguageSkill.objects.filter(person=person),
        "nationalities": Nationality.objects.filter(person=person),
        "file_numbers": FileNumber.objects.filter(person=person),
        "relatives": RelativeAbroad.objects.filter(person=person),
        "team": team.order_by("starts_at").values("user__name"),
        "readers": User.objects.filter(pk__in=looks.exclude(what__in=NOT_THE_FILE).values("user")).values("id"),
    }


_FILE = OneGo(_of_file)


def _found(case: Case, now: datetime) -> dict[str, list[Any]]:
    return _FILE.ask(using=Case.objects.db, person=case.person_id, case=case.pk, now=now, read_after=now - READ_WITHIN)


def _open_files(people: Iterable[UUID], user: User) -> list[Any]:
    """The files of these people that this user may open, each with whether this user may change it."""
    changeable = Exists(Case.objects.changeable_by(user).filter(pk=OuterRef("pk")))
    rows = Case.objects.visible_to(user).filter(person__in=people).annotate(is_changeable=changeable)
    return list(rows.select_related("person"))


def _home(found: Mapping[str, Sequence[Any]], today: date) -> HousingPeriod | None:
    houses = {house.pk: house for house in found["houses"]}
    home: HousingPeriod | None = next((row for row in found["housing"] if row.holds_on(today)), None)
    if home and home.facility_id:
        home.facility = houses[home.facility_id]
    return home


def members_of(households: Any, user: User) -> list[tuple[HouseholdMember, UUID]]:
    """Present members of these households whose file this user may open, each with the id of it; parents first."""
    open_file = Case.objects.visible_to(user).filter(person=OuterRef("person"))
    newest = open_file.order_by(F("closed_on").desc(nulls_first=True), "-opened_on").values("pk")[:1]
    rows = HouseholdMember.objects.filter(household__in=households, until=None)
    seen = rows.annotate(case_id=Subquery(newest)).filter(case_id__isnull=False)
    ordered = seen.order_by(F("person__birth_date").asc(nulls_last=True), "person__given_name")
    return [(row, row.case_id) for row in ordered.select_related("household", "person")]


def living_with(people: Sequence[UUID], user: User) -> list[tuple[HouseholdMember, UUID]]:
    """The same of the households in which these people live, themselves included."""
    theirs = HouseholdMember.objects.filter(person__in=people, until=None, household__kind=HouseholdKind.LIVING)
    return once.ask(("living with", user.pk, tuple(people)), lambda: members_of(theirs.values("household"), user))


def _groups(found: Mapping[str, Sequence[Any]], files: Sequence[Case], in_hand: Case, today: date) -> dict[str, Group]:
    """The household and the benefit household she belongs to now, with those whose file is open; parents first."""
    newest: dict[UUID, Case] = {}
    for each in sorted(files, key=lambda each: (each.closed_on or date.max, each.opened_on), reverse=True):
        newest.setdefault(each.person_id, each)
    members = [(row, newest[row.person_id]) for row in found["members"] if row.person_id in newest]
    members.sort(key=lambda member: (member[1].person.birth_date or date.max, member[1].person.given_name))
    return {
        household.kind: Group(
            household,
            [_relation(row, case, in_hand, today) for row, case in members if row.household_id == household.pk],
        )
        for household in found["households"]
    }


def _relation(row: HouseholdMember, case: Case, in_hand: Case, today: date) -> Relation:
    is_in_hand = row.person_id == in_hand.person_id
    return Relation(case.person, case.pk, row.relation, case.person.age_on(today), is_in_hand)
