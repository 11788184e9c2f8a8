"""Where the rooms of the program name their doors, so that the frame shows them without knowing the rooms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Area:
    """A place in the side bar.

    action  line of the policy table that opens it
    key     digit for Alt+digit, "" for none
    prefix  names of URLs (`app:`) or single URL names under which it counts as the current place
    count   how much waits there, asked with the request of somebody who is signed in
    """

    order: int
    label: Any
    url_name: str
    icon: str
    action: str
    key: str = ""
    prefix: tuple[str, ...] = ()
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class OpenGlass:
    """A file that is open for a while: shown on every page until it closes."""

    label: str
    url: str
    ends_at: datetime
    close_url: str


@dataclass(frozen=True)
class Notice:
    """How a part of the program is doing, in one line on every page: at the foot, as an alarm across the top."""

    text: str
    is_alarm: bool = False


@dataclass(frozen=True)
class Panel:
    """A question another room answers on a page: loaded by its own URL, through its own gate."""

    order: int
    page: str
    url_name: str
    action: str
    label: Any


areas: list[Area] = []
panels: list[Panel] = []
open_glasses: list[Callable[[Any], Sequence[OpenGlass]]] = []
# Asked on every page of everybody who is signed in; None where it does not concern this person.
notices: list[Callable[[Any], Notice | None]] = []
# How the log finds and names a person without knowing people: by text, and back to a case number.
subject_finders: list[Callable[[str], Sequence[UUID]]] = []
subject_labels: list[Callable[[Sequence[UUID]], dict[UUID, str]]] = []


def open_area(area: Area) -> None:
    """Name a door; called once, when the room starts."""
    if area not in areas:
        areas.append(area)
        areas.sort(key=lambda known: known.order)


def offer_panel(panel: Panel) -> None:
    if panel not in panels:
        panels.append(panel)
        panels.sort(key=lambda known: known.order)
