"""What this room tells the frame around every page, and the log of the data protection officer."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest
from wegbuch.core import clock
from wegbuch.core.areas import OpenGlass

from .models import Case, CaseAccess, CaseAccessKind


def open_glasses(request: StaffRequest) -> list[OpenGlass]:
    """Files this user has opened with a reason and not closed yet; by number only, for everybody may see the bar."""
    user = request.user
    if not policy.allows("case.break_glass", user.roles):
        return []
    rows = CaseAccess.objects.open_at(clock.now()).filter(user=user, kind=CaseAccessKind.BREAK_GLASS)
    return [
        OpenGlass(
            label=_("Akte %(number)s") % {"number": row.case.number},
            url=reverse("cases:case", args=[row.case_id]),
            ends_at=row.ends_at,
            close_url=reverse("cases:close_glass", args=[row.case_id]),
        )
        for row in rows.select_related("case").order_by("ends_at")
        if row.ends_at is not None
    ]


def people_with_number(text: str) -> Sequence[UUID]:
    """Ids of the people whose case has this number."""
    return list(Case.objects.filter(number__iexact=text.strip()).values_list("person_id", flat=True))


def numbers_of(people: Sequence[UUID]) -> dict[UUID, str]:
    """The case numbers of each person in one line; no names."""
    numbers: dict[UUID, list[str]] = {}
    for person, number in Case.objects.filter(person__in=people).order_by("number").values_list("person_id", "number"):
        numbers.setdefault(person, []).append(number)
    return {person: ", ".join(found) for person, found in numbers.items()}
