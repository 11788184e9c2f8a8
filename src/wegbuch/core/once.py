"""What several parts of one page ask for is asked once while that page is read, and forgotten with it."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept_for_this_page", default=None)


@contextmanager
def for_this_page() -> Iterator[None]:
    """Inside, every question is asked once. Only around reading: nothing that changes is kept."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def ask(question: Hashable, find: Callable[[], Found]) -> Found:
    """The answer of `find`, or that of the first time on this page.

    question  names everything the answer hangs on, also who asks
    """
    kept = _kept.get()
    if kept is None:
        return find()
    if question not in kept:
        kept[question] = find()
    found: Found = kept[question]
    return found
