"""How heads are spread over those who counsel. It shows where help is needed; it measures nobody's work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count

from wegbuch.access.models import Deputyship, User
from wegbuch.cases import due
from wegbuch.cases.models import CaseAccess, CaseAccessKind
from wegbuch.core import clock

from .models import Holding

# Own choice: from here on a line says that help is needed.
ABOVE = Decimal("1.2")
WHOLE, NOTHING = Decimal(1), Decimal(0)


@dataclass(frozen=True)
class Load:
    """One person in numbers, without names of people and without contacts.

    share     of a full post held today; 0 where none is entered
    per_post  heads on a full post, whole; None without a share
    new       cases begun this month
    open_due  deadlines that are open
    away      the deputyship of today
    """

    user: User
    cases: int
    heads: int
    share: Decimal
    per_post: int | None
    new: int
    open_due: int
    away: Deputyship | None
    is_above: bool


@dataclass(frozen=True)
class Balance:
    """Everybody by name. average: heads on a full post of all who hold one; None where no post is entered."""

    loads: tuple[Load, ...]
    average: int | None


def balance(workers: list[User], day: date) -> Balance:
    """The organisation one acts for. Who shares a case has it counted, as all others of its team."""
    counted, shares = _counted(day), _shares(day)
    away = {row.absent_id: row for row in Deputyship.objects.running(day).select_related("deputy")}
    people = _people()
    with_post = [user for user in workers if shares.get(user.pk)]
    heads = sum(counted.get(user.pk, {}).get("heads", 0) for user in with_post)
    posts = sum((shares[user.pk] for user in with_post), NOTHING)
    average = heads / posts if posts else None
    loads = tuple(
        _load(user, counted.get(user.pk, {}), shares.get(user.pk, NOTHING), average, away.get(user.pk), people)
        for user in workers
    )
    return Balance(loads, _whole(average))


def _load(
    user: User,
    counted: Mapping[str, int],
    share: Decimal,
    average: Decimal | None,
    away: Deputyship | None,
    people: Mapping[UUID, set[UUID]],
) -> Load:
    heads = counted.get("heads", 0)
    per_post = heads / share if share else None
    waiting = due.of_people(people.get(user.pk, set()), user)
    return Load(
        user=user,
        cases=counted.get("cases", 0),
        heads=heads,
        share=share,
        per_post=_whole(per_post),
        new=counted.get("new", 0),
        open_due=sum(one.is_open for one in waiting),
        away=away,
        is_above=bool(per_post and average and per_post > ABOVE * average),
    )


def _teams() -> Any:
    """Places in the teams of running cases."""
    rows = CaseAccess.objects.open_at(clock.now()).filter(kind=CaseAccessKind.TEAM, case__closed_on=None)
    return rows.order_by()


def _counted(day: date) -> dict[UUID, dict[str, int]]:
    rows = (
        _teams().values("user").annotate(cases=Count("case", distinct=True), heads=Count("case__person", distinct=True))
    )
    begun = _teams().filter(case__opened_on__gte=day.replace(day=1)).values("user")
    new = {row["user"]: row["n"] for row in begun.annotate(n=Count("case", distinct=True))}
    return {row["user"]: {**row, "new": new.get(row["user"], 0)} for row in rows}


def _people() -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for user, person in _teams().values_list("user", "case__person"):
        found.setdefault(user, set()).add(person)
    return found


def _shares(day: date) -> dict[UUID, Decimal]:
    """Share of a full post by person; added here, as not every database adds decimals exactly."""
    found: dict[UUID, Decimal] = {}
    for user, share in Holding.objects.on(day).values_list("user", "share"):
        found[user] = found.get(user, NOTHING) + share
    return found


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number.quantize(WHOLE, ROUND_HALF_UP))
