"""A page that is asked for by GET cannot change anything: every database connection refuses to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections

CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
_allowed: ContextVar[bool] = ContextVar("writes_allowed", default=False)


class ChangedByReading(RuntimeError):
    """A view that only reads tried to change the database."""


def _refuse_changes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _allowed.get() and sql.lstrip().upper().startswith(CHANGES):
        raise ChangedByReading(sql.split(None, 3)[0])
    return execute(sql, params, many, context)


@contextmanager
def reading() -> Iterator[None]:
    """Inside, statements that change something raise ChangedByReading."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_changes))
        yield


@contextmanager
def writing_down_the_look() -> Iterator[None]:
    """Inside, the read log may be written although a page is being read."""
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)
