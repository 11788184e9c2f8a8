"""How much waits behind each door of the side bar: counted anew only when something changed.

A count asks through every wall and is the dearest part of a page, and most pages are read while nothing changes.
Whatever it counts is audited, so the number of the last change of the organisation tells whether it still holds.
"""

from typing import Any

from django.http import HttpRequest

from wegbuch.core import clock
from wegbuch.core.areas import Area

from .log import chain_name
from .models import AuditEvent, ChainHead, User

Mark = tuple[Any, ...]
_known: dict[tuple[Any, str], tuple[Mark, int]] = {}


def counts(request: HttpRequest, user: User, areas: list[Area]) -> dict[str, int]:
    """What waits in these areas, by name of their URL.

    What ends by itself, such as a file opened with a reason, is noticed within a minute.
    """
    asked = {area.url_name: area.count for area in areas if area.count}
    if not asked or request.method != "GET":
        # Inside a transaction that may yet be undone, nothing is kept.
        return {name: count(request) for name, count in asked.items()}
    mark = _mark(user)
    found = {}
    for name, count in asked.items():
        known = _known.get((user.pk, name))
        if known is None or known[0] != mark:
            known = _known[user.pk, name] = (mark, count(request))
        found[name] = known[1]
    return found


def _mark(user: User) -> Mark:
    """Differs after every change in the organisation, and every minute."""
    chain = chain_name(AuditEvent, user.organisation_id)
    number = ChainHead.objects.filter(chain=chain).values_list("number", flat=True).first()
    return number, clock.now().replace(second=0, microsecond=0)


def forget() -> None:
    """Count everything anew."""
    _known.clear()
