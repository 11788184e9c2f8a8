"""Forms whose unsaved text is kept and taken up again."""

from typing import Any

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest
from wegbuch.access.models import Draft
from wegbuch.core.models import AuditedModel

RESUMED = "entwurf"
SEEN_VERSION = "seen_version"


def kept(request: StaffRequest) -> tuple[Draft | None, dict[str, Any]]:
    """The writer's draft of this page, and what to fill in if she goes on with it."""
    draft = drafts.find(request)
    if draft is None or RESUMED not in request.GET:
        return draft, {}
    content = drafts.opened(draft)
    return draft, {name: _plain(content.getlist(name)) for name in content}


def seen_version(typed: Any) -> int:
    """The version of the row that the writer saw when she began; 0, which no row has, if nobody says."""
    text = str(typed.get(SEEN_VERSION, ""))
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def version_to_send(resumed: dict[str, Any], row: AuditedModel) -> int:
    """What the form carries: of a text taken up again what its writer saw, else the row as it is."""
    return seen_version(resumed) if resumed else row.version


def _plain(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values
