"""The directory of places people go to: by kind, and the best one for somebody's municipality."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lawbook.periods import add_months
from wegbuch.cases.models import Office
from wegbuch.core import clock, codes, once

KINDS = "office_kinds"
# So many months after somebody last looked, the page asks to look again.
CHECK_AGAIN_MONTHS = 12


@dataclass(frozen=True)
class Directory:
    """All places of an organisation, read once."""

    offices: Sequence[Office]

    def by_kind(self, municipality: str = "") -> dict[str, Office]:
        """The best place of every kind for people of this municipality."""
        found: dict[str, Office] = {}
        for office in sorted(self.offices, key=lambda each: _distance(each, municipality)):
            found.setdefault(office.kind, office)
        return found


def directory() -> Directory:
    return once.ask("offices", lambda: Directory(list(Office.objects.all())))


def offices_by_kind(municipality: str | None = None) -> dict[str, Office]:
    """The best place of every kind: in this municipality, else one for the whole district, else any."""
    return directory().by_kind(municipality or "")


def _distance(office: Office, municipality: str) -> tuple[int, str]:
    if municipality and office.municipality.casefold() == municipality.casefold():
        return 0, office.name
    return (2 if office.municipality else 1), office.name


@dataclass(frozen=True)
class Line:
    """A place as the list shows it. is_old: nobody looked for more than a year, or ever."""

    office: Office
    is_old: bool


@dataclass(frozen=True)
class Group:
    """All places of one kind."""

    label: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class OfficesPage:
    """count  places that are shown; old: how many of them should be checked"""

    groups: Sequence[Group]
    count: int
    old: int


def offices_page(*, kind: str = "", municipality: str = "") -> OfficesPage:
    """The directory, narrowed to a kind and a municipality where these are named."""
    rows: Any = Office.objects.all()
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(municipality=municipality) if municipality else rows
    today = clock.today()
    lines = [Line(office, is_old(office, today)) for office in rows]
    order = [*(entry.code for entry in codes.entries(KINDS)), *sorted({line.office.kind for line in lines})]
    groups = [
        Group(codes.label(KINDS, code), [line for line in lines if line.office.kind == code])
        for code in dict.fromkeys(order)
    ]
    return OfficesPage([group for group in groups if group.lines], len(lines), sum(line.is_old for line in lines))


def is_old(office: Office, day: date) -> bool:
    return office.checked_on is None or add_months(office.checked_on, CHECK_AGAIN_MONTHS) < day


def municipalities() -> list[str]:
    """Municipalities in which there is a place."""
    return sorted(set(Office.objects.exclude(municipality="").values_list("municipality", flat=True)))
