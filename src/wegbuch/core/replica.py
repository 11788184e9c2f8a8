"""Whether what is asked now may be answered by the replica; by default nothing may.

Two have to say so: the request, which only looks and has a replica that keeps up, and the place that asks, which asks
nobody's rights. A right that was withdrawn therefore ends with the next request, on every page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALIAS = "replica"
_is_offered: ContextVar[bool] = ContextVar("replica_is_offered", default=False)
_asks_no_rights: ContextVar[bool] = ContextVar("replica_asks_no_rights", default=False)


def may_answer() -> bool:
    return _is_offered.get() and _asks_no_rights.get()


def stay_with_primary() -> None:
    """From here on the request sees what it has just written."""
    _is_offered.set(False)


@contextmanager
def offered() -> Iterator[None]:
    """Inside, a request may use the replica wherever a place is `counting`."""
    token = _is_offered.set(True)
    try:
        yield
    finally:
        _is_offered.reset(token)


@contextmanager
def counting() -> Iterator[None]:
    """Inside, rows are counted without asking whose they are to see; a place where rights are asked is never inside."""
    token = _asks_no_rights.set(True)
    try:
        yield
    finally:
        _asks_no_rights.reset(token)
