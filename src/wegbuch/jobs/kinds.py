"""What can be done in the background: each room names its own work here when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from wegbuch.access import policy
from wegbuch.access.roles import Role

if TYPE_CHECKING:
    from wegbuch.access.models import User

Run = Callable[..., str | None]


@dataclass(frozen=True)
class Kind:
    """A piece of work.

    action     line of the policy table that its owner needs, asked again when it runs
    run        the sentence it returns is said when it is done
    on, rows   model of its subject, and the question of its queryset that gives the rows the owner may use
    leads_to   name of the address where the person goes afterwards
    is_of_row  whether that address has the id of the subject, if there is one
    asked_at   name of the address where it is looked at anew; without one, it is simply started again
    is_shared  one for everybody: while a colleague's is open, nobody else starts another, and whoever may start it
               sees it and stops it; about no row, for a row has readers of its own
    """

    name: str
    title: Any
    action: str
    run: Run
    on: type[models.Model] | None
    rows: str
    leads_to: str
    is_of_row: bool = True
    asked_at: str = ""
    is_shared: bool = False

    def __post_init__(self) -> None:
        if self.is_shared and self.on:
            raise ValueError(f"{self.name} is shared and about a row")

    def subject(self, pk: Any, owner: "User") -> list[models.Model]:
        """The row the work is about, as its only argument; none where it is about none.

        raises  ObjectDoesNotExist if it is gone or closed to the owner
        """
        return [getattr(self.on._default_manager, self.rows)(owner).get(pk=pk)] if self.on else []


_kinds: dict[str, Kind] = {}


def job(
    name: str,
    *,
    title: Any,
    action: str,
    on: type[models.Model] | None = None,
    rows: str = "visible_to",
    leads_to: str = "",
    is_of_row: bool = True,
    asked_at: str = "",
    is_shared: bool = False,
) -> Callable[[Run], Run]:
    """Let a function `run(work)`, with a subject `run(work, row)`, be done in the background."""

    def register(run: Run) -> Run:
        _kinds[name] = Kind(name, title, action, run, on, rows, leads_to, is_of_row, asked_at, is_shared)
        return run

    return register


def of(name: str) -> Kind:
    return _kinds[name]


def shared_with(roles: frozenset[Role]) -> list[str]:
    """Names of what everybody with one of these roles sees and stops, whoever started it."""
    return [kind.name for kind in _kinds.values() if kind.is_shared and policy.allows(kind.action, roles)]


def title(name: str) -> Any:
    """What people read of it; its name where no room knows it any more."""
    return _kinds[name].title if name in _kinds else name
