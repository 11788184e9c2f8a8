"""Residence papers that run out."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import ResidencePeriod

WITHIN = timedelta(weeks=8)


def papers(people: Any, day: date) -> QuerySet[ResidencePeriod]:
    """Papers of these people that expire within 8 weeks or have expired, the first to expire first.

    Of each person only the newest.
    """
    newer = ResidencePeriod.objects.filter(person=OuterRef("person"), since__gt=OuterRef("since"))
    rows = ResidencePeriod.objects.filter(
        ~Exists(newer),
        Q(until__isnull=True) | Q(until__gte=day),
        person__in=people,
        valid_until__lte=day + WITHIN,
    )
    return rows.select_related("person").order_by("valid_until")
