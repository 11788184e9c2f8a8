"""What was drawn for one organisation, in the order in which it is saved."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model

from wegbuch.access.models import Deputyship, Organisation, ReadEvent
from wegbuch.cases.models import (
    BenefitPeriod,
    Case,
    CaseAccess,
    ContactWay,
    Facility,
    FileNumber,
    Household,
    HouseholdMember,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    Person,
    RelativeAbroad,
    ResidencePeriod,
    Spelling,
)
from wegbuch.core.models import TenantModel
from wegbuch.counselling.models import Contact, FollowUp, Participation, Topic
from wegbuch.protection.models import ProtectedEntry

from .groups import Group, Member
from .source import Dice

# What a row points at is saved before it.
ORDER: tuple[type[TenantModel], ...] = (
    Deputyship,
    Facility,
    Person,
    Spelling,
    LanguageSkill,
    Nationality,
    FileNumber,
    ContactWay,
    ResidencePeriod,
    BenefitPeriod,
    HousingPeriod,
    RelativeAbroad,
    Household,
    HouseholdMember,
    Case,
    CaseAccess,
    Topic,
    Contact,
    Participation,
    FollowUp,
    ProtectedEntry,
)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, eq=False)
class Resident:
    """A person with her case, what was drawn of her, and the language of her counselling."""

    person: Person
    case: Case
    member: Member
    language: str


@dataclass(frozen=True, eq=False)
class Home:
    """A household with its people."""

    group: Group
    residents: list[Resident]

    @property
    def adults(self) -> list[Resident]:
        return [resident for resident in self.residents if resident.member.is_adult]


@dataclass
class Register:
    """Rows of one organisation, by model. reads: looks at files, which have a chain of their own."""

    organisation: Organisation
    dice: Dice
    homes: list[Home] = field(default_factory=list)
    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    reads: list[ReadEvent] = field(default_factory=list)

    def add(self, model: type[Row], **fields: Any) -> Row:
        """Make a row of this organisation; it is saved later, with all others."""
        row = model(id=self.dice.identity(), organisation=self.organisation, **fields)
        self.rows[model].append(row)
        return row
