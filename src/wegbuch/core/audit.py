"""What every save tells the audit log. Names of fields and ids, never values."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in person, or a named part of the program."""

    user: UUID | None
    part: str = ""

    def __post_init__(self) -> None:
        if self.user is None and not self.part:
            raise ValueError("an actor is a person or a named part of the program")


@dataclass(frozen=True)
class Event:
    """One change: what happened to which row, and whom it concerns.

    subject  id of the person the row is about, None where it is about nobody
    """

    action: str
    model: str
    object_id: str
    organisation: UUID | None
    fields: tuple[str, ...] = ()
    subject: UUID | None = None


class NoActor(RuntimeError):
    """Something was to be saved and nobody said who did it."""


Sink = Callable[[Actor, Sequence[Event]], None]
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_gathered: ContextVar[list[Event] | None] = ContextVar("gathered_events", default=None)
_sink: list[Sink] = []


def plug(sink: Sink) -> None:
    """Name the one place where events are kept; `access` does so at start-up."""
    _sink[:] = [sink]


def is_plugged() -> bool:
    return bool(_sink)


def actor() -> Actor:
    """Who acts now.

    raises  NoActor outside `acting_as`
    """
    found = _actor.get()
    if found is None:
        raise NoActor("nobody acts: use the gate or audit.acting_as()")
    return found


@contextmanager
def acting_as(who: Actor) -> Iterator[None]:
    token = _actor.set(who)
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """Keep all events of the block in one go at its end: one link of the chain after the other, one look at its head.

    Only inside a transaction that ends with the block or later; a block that fails keeps nothing.
    """
    gathered: list[Event] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    write(gathered)


def is_gathering() -> bool:
    """Whether everything of a block is kept together, or nothing of it."""
    return _gathered.get() is not None


def write(events: Sequence[Event]) -> None:
    """Keep the events in the transaction that is open now.

    raises  NoActor, or RuntimeError where no log is plugged in
    """
    if not _sink:
        raise RuntimeError("no audit log is plugged in")
    gathered = _gathered.get()
    if gathered is not None:
        gathered.extend(events)
    elif events:
        _sink[0](actor(), events)
