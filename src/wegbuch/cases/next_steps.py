"""Which cases have something ahead. Rooms that plan things say so here, without knowing each other."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from .models import Case

# What it means, as a question about one case, that something of a room lies ahead for it.
Ahead = Callable[[], Q]

plans: list[Ahead] = []


def plug(plan: Ahead) -> None:
    """Let a room say what lies ahead; called once, when the room starts."""
    if plan not in plans:
        plans.append(plan)


def without(cases: QuerySet[Case], *, aside_from: Ahead | None = None) -> QuerySet[Case]:
    """Those of these cases for which nothing is planned in any room.

    aside_from  a plan that does not count here
    """
    for plan in plans:
        if plan is not aside_from:
            cases = cases.exclude(plan())
    return cases
