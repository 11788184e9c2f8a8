"""What was drawn for one organisation, in the order in which it is saved."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

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
    Office,
    Person,
    RelativeAbroad,
    ResidencePeriod,
    Spelling,
)
from wegbuch.core.models import TenantModel
from wegbuch.counselling.models import (
    Contact,
    FollowUp,
    GroupOffer,
    NetworkEntry,
    Participation,
    ReportNote,
    Topic,
)
from wegbuch.entitlements.models import (
    Answer,
    Application,
    ApplicationPaper,
    ApplicationStep,
    ChecklistMark,
    SchemeChange,
    SealedAnswer,
)
from wegbuch.procedures.models import (
    CrossCheck,
    Deadline,
    HouseKeeper,
    Letter,
    PostItem,
    PreparationPoint,
    Proceeding,
    ProceedingStep,
)
from wegbuch.protection.models import ProtectedEntry
from wegbuch.staffing.models import Holding, Post

from .groups import Group, Member
from .source import Dice

# What a row points at is saved before it.
ORDER: tuple[type[TenantModel], ...] = (
    Deputyship,
    Post,
    Holding,
    Facility,
    Office,
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
    GroupOffer,
    NetworkEntry,
    ReportNote,
    ProtectedEntry,
    HouseKeeper,
    Proceeding,
    PreparationPoint,
    PostItem,
    Letter,
    ProceedingStep,
    CrossCheck,
    Deadline,
    Answer,
    SealedAnswer,
    ChecklistMark,
    SchemeChange,
    Application,
    ApplicationPaper,
    ApplicationStep,
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
    """Rows of one organisation, by model.

    reads         looks at files, which have a chain of their own
    proceedings   those that run, by person and kind
    photographed  post with a photo of its envelope, which is made when the rows are saved
    """

    organisation: Organisation
    dice: Dice
    homes: list[Home] = field(default_factory=list)
    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    reads: list[ReadEvent] = field(default_factory=list)
    proceedings: dict[tuple[UUID, str], Proceeding] = field(default_factory=dict)
    photographed: list[PostItem] = field(default_factory=list)

    def add(self, model: type[Row], **fields: Any) -> Row:
        """Make a row of this organisation; it is saved later, with all others."""
        return self.take(model(**fields))

    def take(self, row: Row) -> Row:
        """Make a row that was built elsewhere one of this organisation."""
        row.id, row.organisation = self.dice.identity(), self.organisation  # type: ignore[attr-defined]
        self.rows[type(row)].append(row)
        return row
