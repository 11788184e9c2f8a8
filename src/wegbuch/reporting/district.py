"""The one place that counts over the walls of the organisations: small numbers hidden, nobody named."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from wegbuch.access.models import District, Organisation
from wegbuch.core import codes, tenant
from wegbuch.counselling.models import Contact

from . import counts
from .periods import Period
from .suppression import Shown, alike, suppress

INTERPRETED = (True, False)


@dataclass(frozen=True)
class DistrictCounts:
    """Columns are the organisations, in the order of their names; None is a number that is not shown.

    contacts, minutes  task area × organisation, rows as `counts.TASKS`
    interpreted        the same contacts with and without interpreting × organisation
    persons            people with a contact; who has two organisations is counted by both
    """

    period: Period
    organisations: tuple[str, ...]
    contacts: Shown
    minutes: Shown
    interpreted: Shown
    persons: Shown
    households: Shown


def across_district(district: District, period: Period) -> DistrictCounts:
    """Suppressed counts of all organisations of a district, each and together; four queries.

    Only contacts entered before the period settled: so two looks at it cannot be subtracted.
    """
    with tenant.without_wall("suppressed counts for the district"):
        organisations = dict(
            Organisation.objects.filter(district=district).order_by("name").values_list("pk", "short_name")
        )
        all_contacts = Contact.objects.filter(organisation__in=list(organisations), entered_at__lt=period.settled_at)
        held = counts.counselling(all_contacts, period)
        tasks = list(counts.grouped(held, "organisation", "task_area"))
        channels = [_with_interpreting(row) for row in counts.grouped(held, "organisation", "channel")]
        crowds = list(_crowds(held, period))
    return _hidden(period, organisations, tasks, channels, crowds)


def _crowds(held: QuerySet[Contact], period: Period) -> Any:
    """People and households of each organisation."""
    living = counts.with_household(counts.people(held), period.last)
    rows = living.values("organisation").order_by("organisation")
    return rows.annotate(persons=Count("pk"), households=Count("home", distinct=True))


def _with_interpreting(row: dict[str, Any]) -> dict[str, Any]:
    channels = codes.book().list("interpreter_channels")
    known = row["channel"] in channels
    return {**row, "interpreted": known and bool(channels.get(row["channel"]).extra["is_interpreted"])}


def _hidden(
    period: Period, organisations: dict[Any, str], tasks: list[Any], channels: list[Any], crowds: list[Any]
) -> DistrictCounts:
    def table(found: list[Any], value: str, row: str, rows: tuple[Any, ...]) -> tuple[tuple[int, ...], ...]:
        return counts.tabulate(
            found, value, row=row, column="organisation", rows=rows, columns=list(organisations)
        ).cells

    def line(value: str) -> Shown:
        crowd = {row["organisation"]: row[value] for row in crowds}
        return suppress([[crowd.get(pk, 0) for pk in organisations]])[0]

    contacts, interpreted = suppress(
        table(tasks, "contacts", "task_area", counts.TASKS), table(channels, "contacts", "interpreted", INTERPRETED)
    )
    return DistrictCounts(
        period=period,
        organisations=tuple(organisations.values()),
        contacts=contacts,
        minutes=alike(table(tasks, "minutes", "task_area", counts.TASKS), contacts),
        interpreted=interpreted,
        persons=line("persons"),
        households=line("households"),
    )
