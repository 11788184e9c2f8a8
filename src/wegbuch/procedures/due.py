"""Deadlines, told to rooms that point at them."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from wegbuch.access.models import User
from wegbuch.cases.due import Due

from .models import Deadline


def of_people(people: Collection[UUID], user: User) -> list[Due]:
    """Deadlines of these people that this user may see, in one query."""
    rows = Deadline.objects.visible_to(user).filter(person__in=people)
    return [
        Due(
            pk=row.pk,
            person=row.person_id,
            label=row.act,
            safe_on=row.safe_day,
            day=row.counts_on,
            opens_on=row.earliest_day,
            url=reverse("procedures:deadline", args=[row.pk]),
            is_open=row.is_open,
        )
        for row in rows
    ]
