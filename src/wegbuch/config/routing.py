"""Two databases with the same rows: the primary takes everything, a replica answers what is only counted.

Who may see what is decided by the primary: a question that asks somebody's rights, in a list too, never goes to the
replica, nor do accounts, sessions, drafts, logs and the queue. Whoever saved something reads from the primary until the
replica surely has it.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpRequest, HttpResponse

from wegbuch.core import clock, replica

Handler = Callable[[HttpRequest], HttpResponse]

# Rooms whose rows the replica may count. What is not named here is read from the primary.
ROOMS = {"cases", "counselling", "procedures", "entitlements", "protection", "staffing", "reporting"}
READS = ("GET", "HEAD")
WROTE_AT = "wrote_at"
# Seconds. The replica is looked at this often, and left alone for longer where it does not answer.
LOOKS_EVERY, RESTS_FOR = 2.0, 30.0
# A replica in use holds all that is older than 3 × LOOKS_EVERY; a person is pinned for longer than that.
PINNED_FOR = 10.0


class ReadRouter:
    """Rows that are counted from the replica, everything else from the primary."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str:
        if model._meta.app_label not in ROOMS or not replica.may_answer():
            return DEFAULT_DB_ALIAS
        # What belongs to a row is read where the row was read: there it is.
        row = hints.get("instance")
        return (row._state.db if row is not None else None) or replica.ALIAS

    def db_for_write(self, model: type[Any], **hints: Any) -> str:
        if model._meta.app_label in ROOMS:
            replica.stay_with_primary()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class Watch:
    """Looks now and then whether the replica keeps up."""

    def __init__(self) -> None:
        self._looked_at = float("-inf")
        self._place = ""
        self._keeps_up = False

    def keeps_up(self) -> bool:
        """Whether the replica held, when last looked at, what the primary held at the look before."""
        age = monotonic() - self._looked_at
        if age >= LOOKS_EVERY:
            self._look(self._place if age <= 2 * LOOKS_EVERY else "")
        return self._keeps_up

    def _look(self, before: str) -> None:
        self._looked_at, self._keeps_up = monotonic(), False
        try:
            self._place = _ask(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_lsn()::text")
            self._keeps_up = bool(before) and _ask(replica.ALIAS, HOLDS, before)
        except DatabaseError:
            self._looked_at += RESTS_FOR


HOLDS = "SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)"


def _ask(alias: str, question: str, *values: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]


def read_from_replica(get_response: Handler) -> Handler:
    """Middleware after sign-in: offers the replica to whoever only looks and has saved nothing lately."""
    if not settings.DATABASE_ROUTERS:
        raise MiddlewareNotUsed
    watch = Watch()

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method not in READS:
            response = get_response(request)
            if request.user.is_authenticated:
                request.session[WROTE_AT] = clock.now().timestamp()
            return response
        if _has_just_saved(request) or not watch.keeps_up():
            return get_response(request)
        with replica.offered():
            return get_response(request)

    return handle


def _has_just_saved(request: HttpRequest) -> bool:
    return clock.now().timestamp() - request.session.get(WROTE_AT, 0.0) < PINNED_FOR
