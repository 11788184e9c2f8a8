"""Where people live now, in one line each."""

from collections.abc import Collection
from uuid import UUID

from wegbuch.core import clock

from .models import HousingPeriod


def places_of(people: Collection[UUID]) -> dict[UUID, str]:
    """House and room of these people today; a hidden address is left out."""
    rows = HousingPeriod.objects.on(clock.today()).filter(person__in=people).select_related("facility")
    places: dict[UUID, str] = {}
    for row in rows:
        places.setdefault(row.person_id, row.place)
    return places
