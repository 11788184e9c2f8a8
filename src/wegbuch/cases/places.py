"""Where people live now, in one line each."""

from collections.abc import Collection
from uuid import UUID

from wegbuch.core import clock

from .models import HousingPeriod
from .models.facts import place_of


def places_of(people: Collection[UUID]) -> dict[UUID, str]:
    """House and room of these people today; a hidden address is left out."""
    rows = HousingPeriod.objects.on(clock.today()).filter(person__in=people)
    places: dict[UUID, str] = {}
    for person, is_hidden, facility, room in rows.values_list("person_id", "is_hidden", "facility__name", "room"):
        places.setdefault(person, place_of("" if is_hidden else facility, room))
    return places
