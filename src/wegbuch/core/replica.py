"""Whether what is asked now may be answered by the replica; by default nothing may."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALIAS = "replica"
_may_answer: ContextVar[bool] = ContextVar("replica_may_answer", default=False)


def may_answer() -> bool:
    return _may_answer.get()


def stay_with_primary() -> None:
    """From here on the request sees what it has just written."""
    _may_answer.set(False)


@contextmanager
def answering() -> Iterator[None]:
    """Inside, rooms are read from the replica: for a page that is only looked at."""
    token = _may_answer.set(True)
    try:
        yield
    finally:
        _may_answer.reset(token)


@contextmanager
def left_out() -> Iterator[None]:
    """Inside, only the primary is asked: a right that was withdrawn ends with the next request."""
    token = _may_answer.set(False)
    try:
        yield
    finally:
        _may_answer.reset(token)
