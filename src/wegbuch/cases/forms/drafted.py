"""Forms whose unsaved text is kept and taken up again."""

from typing import Any

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest
from wegbuch.access.models import Draft

RESUMED = "entwurf"
SEEN_VERSION = "seen_version"


def kept(request: StaffRequest) -> tuple[Draft | None, dict[str, Any]]:
    """The writer's draft of this page, and what to fill in if she goes on with it."""
    draft = drafts.find(request)
    if draft is None or RESUMED not in request.GET:
        return draft, {}
    content = drafts.opened(draft)
    return draft, {name: _plain(content.getlist(name)) for name in content}


def seen_version(typed: Any, current: int) -> int:
    """The version of the row that the writer saw when she began; the current one if nobody says."""
    text = str(typed.get(SEEN_VERSION, ""))
    return int(text) if text.isdecimal() and len(text) < 10 else current


def _plain(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values
