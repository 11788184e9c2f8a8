"""What waits for somebody, as the frame of every page shows it: asked anew only when something changed.

To count asks through every wall and is the dearest part of a page, and most pages are read while nothing changes.
Whatever is asked here is audited, so the number of the last change of the organisation tells whether it still holds;
and where all that changed since is of a kind that nobody asks for here, it holds as well.
"""

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.signals import user_logged_out
from django.db import connection
from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest

from wegbuch.core import clock

from .log import chain_name
from .models import AuditEvent, User

LAST_CHANGE = "SELECT number FROM access_chainhead WHERE chain = %s"
MOST_PEOPLE = 1_000
# Models that no question at a glance reads; the rooms name theirs when they start.
_unasked: set[str] = set()


class Mark(NamedTuple):
    """The number of the last change of the organisation, and the minute."""

    number: int
    minute: datetime


def never_ask(*models: type[Model]) -> None:
    """Nothing that is asked at a glance hangs on these: what is known holds when they change."""
    _unasked.update(model._meta.label_lower for model in models)


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
        # Read before anything is asked: what changes meanwhile makes an answer too old, never too new.
        now = self._mark
        mine = _known(self.user.pk)
        known = mine.get(name)
        answer = known[1] if known and self._holds(known[0]) else ask(self.request)
        mine[name] = (now, answer)
        return answer

    @cached_property
    def _mark(self) -> Mark:
        with connection.cursor() as cursor:
            cursor.execute(LAST_CHANGE, [self._chain])
            number = cursor.fetchone()
        return Mark(number[0] if number else 0, clock.now().replace(second=0, microsecond=0))

    def _holds(self, mark: Mark) -> bool:
        return mark == self._mark or (mark.minute == self._mark.minute and not self._is_asked_since(mark.number))

    def _is_asked_since(self, number: int) -> bool:
        """Whether anything that is asked for changed after the change of this number."""
        if number not in self._changed:
            later = AuditEvent.objects.filter(chain=self._chain, number__gt=number, number__lte=self._mark.number)
            self._changed[number] = later.exclude(model__in=_unasked).exists()
        return self._changed[number]

    @cached_property
    def _changed(self) -> dict[int, bool]:
        return {}

    @cached_property
    def _chain(self) -> str:
        return chain_name(AuditEvent, self.user.organisation_id)


def glance(request: HttpRequest, user: User) -> Glance:
    """The one glance of this page: whether something changed is asked once."""
    known = getattr(request, "glance", None)
    if known is None:
        known = request.glance = Glance(request, user)  # type: ignore[attr-defined]
    return known


def forget() -> None:
    """Ask everything anew."""
    _known.cache_clear()


@receiver(user_logged_out)
def _forget_hers(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _known(user.pk).clear()
