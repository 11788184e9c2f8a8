"""People, their households, their cases and what is known about them."""

from .cases import Case, CaseAccess, CaseAccessKind
from .facts import (
    BenefitPeriod,
    ContactWay,
    FileNumber,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    Origin,
    ResidencePeriod,
)
from .files import StoredFile
from .households import Household, HouseholdKind, HouseholdMember, RelativeAbroad
from .lists import ImportBlock, ImportPortion, ImportProfile, ImportRun
from .merges import Merge
from .people import InterpreterWish, Person, Spelling
from .places import Facility, Office
from .search import SearchToken
from .twins import DoubleSearch, PossibleDouble

__all__ = [
    "BenefitPeriod",
    "Case",
    "CaseAccess",
    "CaseAccessKind",
    "ContactWay",
    "DoubleSearch",
    "Facility",
    "FileNumber",
    "Household",
    "HouseholdKind",
    "HouseholdMember",
    "HousingPeriod",
    "ImportBlock",
    "ImportPortion",
    "ImportProfile",
    "ImportRun",
    "InterpreterWish",
    "LanguageSkill",
    "Merge",
    "Nationality",
    "Office",
    "Origin",
    "Person",
    "PossibleDouble",
    "RelativeAbroad",
    "ResidencePeriod",
    "SearchToken",
    "Spelling",
    "StoredFile",
]
