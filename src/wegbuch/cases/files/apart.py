"""Checks an upload apart from the server."""

from wegbuch.access.services import NotPossible
from wegbuch.cases.apart import run_apart
from wegbuch.cases.papers import REFUSED, SECONDS

TOO_MUCH = "Die Datei lässt sich nicht lesen. Bitte fotografieren Sie das Papier noch einmal."


def harmless_apart(content: bytes) -> tuple[str, bytes]:
    """Content type and bytes to keep.

    raises  NotPossible with a German sentence for whatever the bytes are
    """
    printed = run_apart("wegbuch.cases.papers", content, seconds=SECONDS, refused=REFUSED, too_much=TOO_MUCH)
    content_type, _break, kept = printed.partition(b"\n")
    if not kept:
        raise NotPossible(TOO_MUCH)
    return content_type.decode(), kept
