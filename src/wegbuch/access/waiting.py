"""What waits for somebody, as the frame of every page shows it: asked anew only when something changed.

To count asks through every wall and is the dearest part of a page, and most pages are read while nothing changes.
Whatever is asked here is audited, so the number of the last change of the organisation tells whether it still holds.
"""

from collections.abc import Callable, Hashable
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_out
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest

from wegbuch.core import clock

from .log import chain_name
from .models import AuditEvent, User

Mark = tuple[Any, ...]
LAST_CHANGE = "SELECT number FROM access_chainhead WHERE chain = %s"
MOST_PEOPLE = 1_000


@lru_cache(maxsize=MOST_PEOPLE)
def _known(person: UUID) -> dict[Hashable, tuple[Mark, Any]]:
    """Answers for one person by name of the question; whoever was here longest ago loses them."""
    return {}


class Glance:
    """What one person sees at a glance on one page. Kept for this person alone.

    What ends by itself, such as a file opened with a reason, is noticed within a minute.
    """

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user = request, user

    def at(self, name: Hashable, ask: Callable[[Any], Any]) -> Any:
        """The answer to a question with this name, asked with the request where no known one holds."""
        if self.request.method != "GET":
            # Inside a transaction that may yet be undone, nothing is kept.
            return ask(self.request)
        mine = _known(self.user.pk)
        known = mine.get(name)
        if known is None or known[0] != self._mark:
            known = mine[name] = (self._mark, ask(self.request))
        return known[1]

    @cached_property
    def _mark(self) -> Mark:
        return _mark(self.user)


def glance(request: HttpRequest, user: User) -> Glance:
    """The one glance of this page: whether something changed is asked once."""
    known = getattr(request, "glance", None)
    if known is None:
        known = request.glance = Glance(request, user)  # type: ignore[attr-defined]
    return known


def _mark(user: User) -> Mark:
    """Differs after every change in the organisation, and every minute."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_CHANGE, [chain_name(AuditEvent, user.organisation_id)])
        return cursor.fetchone(), clock.now().replace(second=0, microsecond=0)


def forget() -> None:
    """Ask everything anew."""
    _known.cache_clear()


@receiver(user_logged_out)
def _forget_hers(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _known(user.pk).clear()
