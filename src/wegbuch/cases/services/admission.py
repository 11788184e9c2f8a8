"""Somebody new comes in: person, first case, room and household in one step."""

from datetime import date
from typing import Any

from django.db import transaction

from wegbuch.access.models import Team, User

from .. import search
from ..models import Case, Facility, Household, HousingPeriod
from . import households, people


def admit(
    *,
    user: User,
    team: Team,
    form: str,
    opened_on: date,
    facility: Facility | None = None,
    room: str = "",
    household: Household | None = None,
    relation: str = "",
    **person: Any,
) -> Case:
    """Make a person with her first case, where she lives and whom she belongs to.

    person  languages, nationalities and columns of Person
    raises  NotPossible without any name
    """
    with transaction.atomic():
        case = people.take_in(user=user, team=team, form=form, opened_on=opened_on, **person)
        if facility is not None:
            HousingPeriod(person=case.person, form=facility.form, facility=facility, room=room).save()
        if household is not None:
            households.join(household, case.person, relation=relation)
        search.index([case.person])
    return case
