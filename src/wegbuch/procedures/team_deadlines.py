"""Open deadlines as a lead sees them: days and who answers, nothing of the person and nothing of the matter."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wegbuch.cases.models import Case
from wegbuch.core import clock

from .models import Deadline


@dataclass(frozen=True)
class Line:
    """One open deadline without its content."""

    pk: UUID
    number: str
    team: str
    responsible: str
    safe_day: date | None
    last_day: date | None
    deadline: Deadline

    @property
    def is_over(self) -> bool:
        return self.deadline.is_over(clock.today())


def open_deadlines(*, team: UUID | None = None) -> QuerySet[Deadline]:
    """Open deadlines of the organisation, or of the cases of one team; overdue first."""
    cases = Case.objects.filter(person=OuterRef("person")).order_by(F("closed_on").desc(nulls_first=True), "-opened_on")
    rows = Deadline.objects.open().annotate(
        number=Subquery(cases.values("number")[:1]),
        team=Subquery(cases.values("team__name")[:1]),
        team_id=Subquery(cases.values("team_id")[:1]),
        acts_by=Coalesce("safe_day", "counts_on", "earliest_day"),
    )
    rows = rows.filter(team_id=team) if team else rows
    return rows.select_related("responsible").order_by("acts_by", "counts_on", "number")


def line(row: Deadline) -> Line:
    """What may be said about a deadline of `open_deadlines` without opening it."""
    number, team = row.number, row.team  # type: ignore[attr-defined]
    return Line(row.pk, number, team, row.responsible.name, row.safe_day, row.counts_on or row.earliest_day, row)
