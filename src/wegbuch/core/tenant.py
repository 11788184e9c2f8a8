"""The wall between organisations: below the views, closed unless somebody says whose data are meant."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_current: ContextVar[UUID | None] = ContextVar("organisation", default=None)
_lifted: ContextVar[bool] = ContextVar("wall_lifted", default=False)


class NoTenant(RuntimeError):
    """Case data were asked for without saying for which organisation."""


def current() -> UUID:
    """Id of the organisation whose data may be touched now.

    raises  NoTenant outside `acting_for`
    """
    organisation = _current.get()
    if organisation is None:
        raise NoTenant("no organisation chosen: use the gate or tenant.acting_for()")
    return organisation


def current_or_none() -> UUID | None:
    return _current.get()


def is_lifted() -> bool:
    return _lifted.get()


@contextmanager
def acting_for(organisation: UUID | None) -> Iterator[None]:
    """Everything inside sees and writes this organisation's rows only; for None it is refused all."""
    token, lifted = _current.set(organisation), _lifted.set(False)
    try:
        yield
    finally:
        _current.reset(token)
        _lifted.reset(lifted)


@contextmanager
def closed() -> Iterator[None]:
    """Everything inside is refused case data: for people who belong to no organisation."""
    with acting_for(None):
        yield


@contextmanager
def without_wall(reason: str) -> Iterator[None]:
    """See rows of every organisation. Only for the few places listed in tests/core/test_tenant.py."""
    if not reason:
        raise ValueError("say why the wall is lifted")
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)
