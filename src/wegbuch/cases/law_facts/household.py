"""What living together shows. Somebody who is not entered may still be there, so nobody is concluded to be alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lawbook import entitlements

from ..fact_sources import Facts, Known
from . import benefits
from .ages import ADULT, is_surely_under
from .files import File, Home
from .residence import RECOGNISED

PARENT, CHILD, SPOUSE, PARTNER = "parent", "child", "spouse", "partner"
SMALL = 3
BOTH = 2
Told = dict[str, object]


class Family:
    """The people of one household whose files this user may open.

    files  by person; own  what each of these files itself tells
    """

    def __init__(self, home: Home, files: Mapping[UUID, File], own: Mapping[UUID, Facts], day: date) -> None:
        self.home, self.files, self.own, self.day = home, files, own, day

    def is_under(self, years: int, person: UUID) -> bool:
        born = self.own[person].get("birth_date")
        return is_surely_under(years, born.value if born else None, self.day)

    def statuses(self, people: Sequence[UUID]) -> list[str]:
        """Status of each of these people of whom it is known."""
        return [str(self.own[each]["status"].value) for each in people if "status" in self.own[each]]

    def entered_on(self, person: UUID) -> date | None:
        known = self.own[person].get("entry_date")
        return known.value if known else None


def facts(file: File, family: Family | None) -> Facts:
    """Facts from the roles in the family; a role nobody entered stays unknown."""
    if family is None:
        return {}
    person = file.person.pk
    role, url = family.home.roles.get(person, ""), file.url("membership")
    told: Told = {}
    if role in (SPOUSE, PARTNER):
        told |= {"partner_in_household": True, **({"married": True} if role == SPOUSE else {})}
    if role in (PARENT, SPOUSE, PARTNER):
        told |= _as_adult(role, family.home.others(person, CHILD), family)
    if role == CHILD:
        told |= _as_child(person, family.home.others(person, PARENT), family)
    return {name: Known(value, _("Haushalt: Rollen in der Familie"), url=url) for name, value in told.items()}


def _as_adult(role: str, children: Sequence[UUID], family: Family) -> Told:
    """What children in the household show. Whose they are is known of a parent only."""
    minors = [child for child in children if family.is_under(ADULT, child)]
    if not minors:
        return {}
    told: Told = {"child_in_household": True}
    if role == PARENT:
        told |= {"family_with_minor": True, "has_child_in_household": True}
        if any(family.is_under(SMALL, child) for child in minors):
            told["has_child_under_3_in_household"] = True
        told |= _protected("parent_of_minor", minors, family)
    return told


def _as_child(child: UUID, parents: Sequence[UUID], family: Family) -> Told:
    """What parents in the household show."""
    if not parents:
        return {}
    told: Told = {"lives_with_parent": True, "lives_outside_parents": False}
    if family.is_under(ADULT, child):
        told |= {"family_with_minor": True, "unaccompanied": False, **_protected("minor_child", parents, family)}
    if len(parents) == BOTH:
        told["single_parent_household"] = False
    if status := _better_status(family.statuses(parents), len(parents)):
        told["parent_status"] = status
    if any(benefits.gets_analog(family.files[parent], family.day) for parent in parents):
        told["parent_gets_analog"] = True
    days = [family.entered_on(each) for each in (child, *parents)]
    if len(parents) == 1 and None not in days:
        told["parent_or_child_entry_date"] = min(day for day in days if day)
    return told


def _protected(relation: str, relatives: Sequence[UUID], family: Family) -> Told:
    """Whether one of them has international protection, and what the person is to her."""
    if RECOGNISED.isdisjoint(family.statuses(relatives)):
        return {}
    return {"family_member_protected": True, "relation_in_germany": relation}


def _better_status(statuses: Sequence[str], parents: int) -> str:
    """The better status of the parents, "" where it is in doubt.

    One parent alone tells it with a permit only: the other may be there without being entered.
    """
    permits = set(statuses) & entitlements.load().sets["PERMIT"]
    if permits:
        return permits.pop() if len(permits) == 1 else ""
    return statuses[0] if len(statuses) == parents == BOTH and len(set(statuses)) == 1 else ""
