"""Opening what lies sealed about a person. The room that keeps the box notes it; without that room nothing opens."""

from collections.abc import Callable

from wegbuch.access.models import User

from .models import Case

# Notes that this user looks, and why; raises NotPossible where the reason is too short.
Note = Callable[[Case, User, str], None]

_notes: list[Note] = []


def note_with(note: Note) -> None:
    """Let the room that keeps the box note every opening; called once, when the room starts."""
    _notes[:] = [note]


def note_opening(case: Case, *, user: User, reason: str) -> None:
    """Write down that somebody looks at special categories of a person, before they are shown.

    raises  NotPossible for a reason that is no sentence; LookupError where no room notes openings
    """
    if not _notes:
        raise LookupError("nobody notes openings of the sealed box")
    _notes[0](case, user, reason)
