"""Whose entries are missing before a month is closed: numbers for the lead, people for those who open their files."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wegbuch.access.models import User
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind
from wegbuch.core import clock
from wegbuch.counselling.models import Contact

from ..counting.ledger import Month
from ..counting.pseudonyms import Pseudonyms
from ..counting.reading import read_people
from ..periods import month_of
from .closing import KINDS_OF_GAP, Gap, gaps

NOBODY = ""


@dataclass(frozen=True)
class Row:
    """What is missing in the files and contacts of one colleague; "" is nobody's. Numbers in the order of the gaps."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Mine:
    """A file of one's own in which something is missing; is_cover: one stands in for whoever it is with."""

    case: Case
    labels: tuple[Any, ...]
    is_cover: bool = False


def by_colleague(month: Month, found: Sequence[Gap], signs: Pseudonyms) -> list[Row]:
    """Gaps by who can fill them. A file with two counsellors stands with both."""
    whose = _whose(month, signs)
    rows: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for gap in found:
        for sign in gap.signs:
            for name in whose.get(sign) or {NOBODY}:
                rows[name][gap.kind] += 1
    ordered = sorted(rows, key=lambda name: (name == NOBODY, name))
    return [Row(name, tuple(rows[name][gap.kind] for gap in found)) for name in ordered]


def _whose(month: Month, signs: Pseudonyms) -> dict[str, set[str]]:
    """Names of colleagues by the sign of a person or contact."""
    found: dict[str, set[str]] = defaultdict(set)
    access = CaseAccess.objects.open_at(clock.now()).filter(kind=CaseAccessKind.TEAM)
    for person, name in access.values_list("case__person_id", "user__name"):
        found[signs.of("person", person)].add(name)
    staff = {signs.of("worker", pk): name for pk, name in User.objects.values_list("pk", "name")}
    for row in month.contacts:
        found[row.contact] = {staff[row.worker]} if row.worker in staff else set()
    return found


def in_my_files(user: User, first: date, signs: Pseudonyms) -> list[Mine]:
    """Files that this user may change and in which something of this month is missing, by name."""
    cases = Case.objects.changeable_by(user).running()
    lacking: dict[str, list[Any]] = defaultdict(list)
    for gap in gaps(read_people(first, cases.order_by().values("person_id"), signs)):
        for sign in gap.signs:
            lacking[sign].append(KINDS_OF_GAP[gap.kind])
    own = _of_team(user)
    by_name = cases.select_related("person").order_by("person__surname", "person__given_name", "number")
    found = ((case, lacking[sign]) for case, sign in _once(by_name, signs) if sign in lacking)
    return [Mine(case, tuple(labels), case.pk not in own) for case, labels in found]


def of_others(files: Sequence[Mine]) -> list[Case]:
    """Those in whose case team this user is not: a look at them is noted."""
    return [mine.case for mine in files if mine.is_cover]


def _of_team(user: User) -> set[UUID]:
    return set(Case.objects.of_team_member(user).values_list("pk", flat=True))


def _once(cases: Any, signs: Pseudonyms) -> Iterator[tuple[Case, str]]:
    """One file for each person."""
    seen: set[UUID] = set()
    for case in cases:
        if case.person_id not in seen:
            seen.add(case.person_id)
            yield case, signs.of("person", case.person_id)


def my_contacts_without_topic(user: User, first: date) -> Any:
    """One's own counted contacts of the month without a topic, with the people whose files are open to one."""
    period = month_of(first)
    held = Contact.objects.written_by(user).counselling(period.first, period.last)
    return held.filter(topic=None).with_people(user)
