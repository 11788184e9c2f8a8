"""The one place that counts over the walls of the organisations: small numbers hidden, nobody named."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from wegbuch.access.models import District, Membership, Organisation
from wegbuch.access.roles import Role
from wegbuch.core import codes, tenant
from wegbuch.counselling.models import Contact

from . import counts
from .periods import Period
from .suppression import Cells, Shown, alike, suppress

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
    """Suppressed counts of all organisations of a district, each and together; six queries.

    Only contacts entered before the period settled: so two looks at it cannot be subtracted.
    """
    with tenant.without_wall("suppressed counts for the district"):
        organisations = _that_counsel(district, period)
        all_contacts = Contact.objects.filter(organisation__in=list(organisations), entered_at__lt=period.settled_at)
        held = _with_interpreting(counts.counselling(all_contacts, period))
        tasks = _divided(held, "task_area", counts.TASKS, organisations)
        interpreting = _divided(held, "interpreted", INTERPRETED, organisations)
        crowds = list(_crowds(held, period))
    return _hidden(period, organisations, tasks, interpreting, crowds)


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


def _divided(held: QuerySet[Contact], row: str, rows: tuple[Any, ...], organisations: dict[Any, str]) -> _Divided:
    def table(found: list[Any], value: str) -> Cells:
        return counts.tabulate(
            found, value, row=row, column="organisation", rows=rows, columns=list(organisations)
        ).cells

    found = list(counts.grouped(held, "organisation", row))
    behind = list(counts.people_behind(held, "organisation", row))
    return _Divided(table(found, "contacts"), table(found, "minutes"), table(behind, "people"))


def _crowds(held: QuerySet[Contact], period: Period) -> Any:
    """People and households of each organisation."""
    living = counts.with_household(counts.people(held), period.last)
    rows = living.values("organisation").order_by("organisation")
    return rows.annotate(persons=Count("pk"), households=Count("home", distinct=True))


def _with_interpreting(held: QuerySet[Contact]) -> QuerySet[Contact]:
    channels = codes.book().list("interpreter_channels")
    names = [code for code in channels.versions if channels.get(code).extra["is_interpreted"]]
    return held.annotate(interpreted=ExpressionWrapper(Q(channel__in=names), output_field=BooleanField()))


def _hidden(
    period: Period, organisations: dict[Any, str], tasks: _Divided, interpreting: _Divided, crowds: list[Any]
) -> DistrictCounts:
    def line(value: str) -> Shown:
        crowd = {row["organisation"]: row[value] for row in crowds}
        return suppress([[crowd.get(pk, 0) for pk in organisations]])[0]

    contacts, interpreted = suppress(tasks.contacts, interpreting.contacts, behind=[tasks.people, interpreting.people])
    return DistrictCounts(
        period=period,
        organisations=tuple(organisations.values()),
        contacts=contacts,
        minutes=alike(tasks.minutes, contacts),
        interpreted=interpreted,
        persons=line("persons"),
        households=line("households"),
    )
