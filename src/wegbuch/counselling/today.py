"""What a counsellor must see this morning, and what a lead must see of the load."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from wegbuch.access.models import Deputyship, User
from wegbuch.cases import next_steps
from wegbuch.cases.expiring import papers
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind, ResidencePeriod
from wegbuch.core import clock

from .models import Contact, FollowUp, Participation

UNSEEN_AFTER = timedelta(days=60)
# Entries in which the person was not met.
NOT_MET = ("missed", "third_party")


@dataclass(frozen=True)
class Month:
    """A counsellor's own month so far."""

    contacts: int
    minutes: int


def follow_ups(user: User) -> QuerySet[FollowUp]:
    """Open follow-ups, own ones and those of colleagues stood in for, by day."""
    rows = FollowUp.objects.for_the_day_of(user)
    return rows.select_related("case__person", "owner").order_by("due_on")


def due(rows: QuerySet[FollowUp], day: date) -> QuerySet[FollowUp]:
    """Those of this day and before."""
    return rows.filter(due_on__lte=day)


def coming(rows: QuerySet[FollowUp], day: date) -> QuerySet[FollowUp]:
    return rows.filter(due_on__gt=day)


def own_cases(user: User) -> QuerySet[Case]:
    """Running cases in whose team this user is."""
    return Case.objects.of_team_member(user).running().select_related("person")


def unseen(user: User, day: date) -> QuerySet[Case]:
    """Own running cases whose person nobody met for 60 days; a case younger than that is not meant."""
    return own_cases(user).filter(~Exists(_met_since(day, "pk")), opened_on__lte=day - UNSEEN_AFTER)


def _met_since(day: date, case: str) -> QuerySet[Participation]:
    met = Participation.objects.exclude(contact__form__in=NOT_MET)
    return met.filter(case=OuterRef(case), held_on__gt=day - UNSEEN_AFTER)


def last_seen(cases: list[UUID]) -> dict[object, date]:
    """The day on which the person of each case was last met."""
    met = Participation.objects.filter(case__in=cases).exclude(contact__form__in=NOT_MET)
    rows = met.values("case").annotate(last=Max("held_on"))
    return {row["case"]: row["last"] for row in rows}


def lies_ahead() -> Q:
    """Something comes back on a day for a case."""
    return Q(Exists(FollowUp.objects.open().filter(case=OuterRef("pk"))))


def without_next_step(user: User) -> QuerySet[Case]:
    """Own running cases for which nothing is planned: no follow-up here, nothing in another room."""
    return next_steps.without(own_cases(user))


def expiring(user: User, day: date) -> QuerySet[ResidencePeriod]:
    """Papers of people in own cases that expire within 8 weeks or have expired; of each person only the newest."""
    return papers(own_cases(user).values("person_id"), day)


def deputyships(user: User, day: date) -> QuerySet[Deputyship]:
    """Whom this user stands in for today, and who stands in for her."""
    rows = Deputyship.objects.running(day).filter(Q(deputy=user) | Q(absent=user))
    return rows.select_related("absent", "deputy")


def month_of(user: User, day: date) -> Month:
    rows = Contact.objects.filter(author=user).counselling(*_month(day))
    counted = rows.aggregate(contacts=Count("pk"), minutes=Sum("minutes"))
    return Month(counted["contacts"], counted["minutes"] or 0)


def _month(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class Load:
    """One counsellor's load in numbers: no names of people, no content. Contacts are those of this month."""

    user: User
    cases: int
    contacts: int
    minutes: int
    due: int
    overdue: int
    unseen: int


def load(workers: list[User], day: date) -> list[Load]:
    """The load of these counsellors, in a fixed number of queries."""
    now = clock.now()
    team = CaseAccess.objects.open_at(now).filter(kind=CaseAccessKind.TEAM, case__closed_on=None)
    cases = _counted(team.values("user").annotate(n=Count("case", distinct=True)))
    old = team.filter(~Exists(_met_since(day, "case")), case__opened_on__lte=day - UNSEEN_AFTER)
    not_seen = _counted(old.values("user").annotate(n=Count("case", distinct=True)))
    held = Contact.objects.counselling(*_month(day)).values("author")
    contacts = _counted(held.annotate(n=Count("pk")), "author")
    minutes = _counted(held.annotate(n=Sum("minutes")), "author")
    open_ones = FollowUp.objects.open().order_by()
    due_now = _counted(open_ones.filter(due_on=day).values("owner").annotate(n=Count("pk")), "owner")
    late = _counted(open_ones.filter(due_on__lt=day).values("owner").annotate(n=Count("pk")), "owner")
    return [
        Load(
            user=user,
            cases=cases.get(user.pk, 0),
            contacts=contacts.get(user.pk, 0),
            minutes=minutes.get(user.pk, 0),
            due=due_now.get(user.pk, 0),
            overdue=late.get(user.pk, 0),
            unseen=not_seen.get(user.pk, 0),
        )
        for user in workers
    ]


def _counted(rows: QuerySet, key: str = "user") -> dict[object, int]:
    return {row[key]: row["n"] for row in rows}
