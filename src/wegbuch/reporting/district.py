"""The one place that counts over the walls of the organisations: closed months, small numbers hidden, nobody named.

A closed month never changes, so two looks at it cannot be subtracted. Contacts are shown by quarter and people by half
year, and the contacts of a half year are the sums of what its quarters show: no report knows more than another.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from wegbuch.access.models import District, Membership, Organisation
from wegbuch.access.roles import Role
from wegbuch.core import tenant

from . import counts
from .catalogue import Section, Table, book
from .counting.ledger import Ledger, Month
from .counting.records import Records, records_of
from .counting.tables import count
from .models import ClosedMonth
from .periods import Period
from .suppression import Cells, Shown, alike, suppress

INTERPRETED = ("yes", "no")
# Contacts, their minutes, and the different people behind them; all of the counselling, whatever its task.
COUNTED = ("contacts", "minutes", "counselled")
EVERYTHING = Section("", (), ())


@dataclass(frozen=True)
class DistrictCounts:
    """Columns are the organisations, in the order of their names; None is a number that is not shown.

    contacts, minutes  task area × organisation, rows as `counts.TASKS`
    interpreted        the same contacts with and without interpreting × organisation
    waiting            organisations that counsel and have not closed every month: not counted
    """

    period: Period
    organisations: tuple[str, ...]
    contacts: Shown
    minutes: Shown
    interpreted: Shown
    waiting: tuple[str, ...]


def across_district(district: District, period: Period) -> DistrictCounts:
    """Suppressed counts of all organisations of a district, each and together."""
    kept = closed_ledgers(district, period)
    records = [records_of(ledger) for ledger in kept.ledgers.values()]
    tasks = _divided(records, "task", tuple(map(str, counts.TASKS)))
    spoken = _divided(records, "interpreted", INTERPRETED)
    contacts, interpreted = suppress(tasks.contacts, spoken.contacts, behind=[tasks.people, spoken.people])
    return DistrictCounts(
        period=period,
        organisations=tuple(kept.ledgers),
        contacts=contacts,
        minutes=alike(tasks.minutes, contacts),
        interpreted=interpreted,
        waiting=kept.waiting,
    )


@dataclass(frozen=True)
class ClosedLedgers:
    """Ledgers of a period by organisation, and who has not closed it yet."""

    ledgers: Mapping[str, Ledger]
    waiting: tuple[str, ...]


def closed_ledgers(district: District, period: Period) -> ClosedLedgers:
    """What every organisation closed of a period. Only for counts that are suppressed before anybody sees them."""
    with tenant.without_wall("suppressed counts for the district"):
        organisations = _that_counsel(district, period)
        rows = ClosedMonth.objects.filter(
            organisation__in=list(organisations), first__gte=period.first, first__lte=period.last
        )
        months: dict[Any, list[Month]] = defaultdict(list)
        for row in rows.order_by("first"):
            months[row.organisation_id].append(row.month)
    whole = {pk for pk in organisations if len(months[pk]) == len(period.months)}
    return ClosedLedgers(
        {name: Ledger(tuple(months[pk])) for pk, name in organisations.items() if pk in whole},
        tuple(name for pk, name in organisations.items() if pk not in whole),
    )


def _that_counsel(district: District, period: Period) -> dict[Any, str]:
    """Organisations with counsellors in the period, by name: the others have no figures to hide or to be hidden by."""
    counsellors = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=period.first), role=Role.WORKER, starts_on__lte=period.last
    )
    found = Organisation.objects.filter(district=district, pk__in=counsellors.values("user__organisation"))
    return dict(found.order_by("name").values_list("pk", "short_name"))


@dataclass(frozen=True)
class _Divided:
    """The same contacts in rows of one kind × organisation; `people` are the different ones behind each number."""

    contacts: Cells
    minutes: Cells
    people: Cells


def _divided(organisations: Sequence[Records], dimension: str, keys: Sequence[str]) -> _Divided:
    rows, measures = book().dimensions[dimension], tuple(book().measures[name] for name in COUNTED)
    table = Table(dimension, rows, measures)
    columns = [
        {line.key: line.numbers for line in count(EVERYTHING, table, records).lines} for records in organisations
    ]
    nothing = (0,) * len(COUNTED)
    cells = [[[column.get(key, nothing)[place] or 0 for column in columns] for key in keys] for place in range(3)]
    return _Divided(*cells)
