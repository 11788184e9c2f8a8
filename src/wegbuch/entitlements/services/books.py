"""The books this place has worked with, kept so that a new one can be compared with the one before."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django.apps import apps as installed
from django.db import DEFAULT_DB_ALIAS

from lawbook import compiled
from lawbook.entitlements import EntitlementBook
from lawbook.entitlements.rules import from_content
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from ..models import KeptBook

KEPT = 12
FOLDERS = ("rules/entitlements/", "rules/facts/")
# fmt: off
SINGLE = frozenset({
    "rules/sets", "rules/helpers", "rules/amounts", "rules/warnings", "rules/changes", "rules/contradictions",
    "rules/sources", "values/holidays",
})
# fmt: on
UNREADABLE = "Dieses ältere Regelbuch lässt sich nicht mehr lesen. Bitte wählen Sie ein anderes."


def part_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What of a compiled book the entitlement rules need, with a fingerprint of just that."""
    documents = {
        name: document for name, document in content["documents"].items() if name.startswith(FOLDERS) or name in SINGLE
    }
    body = json.dumps(documents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"fingerprint": hashlib.sha256(body.encode()).hexdigest(), "documents": documents}


@cache
def present() -> tuple[str, bytes]:
    """Fingerprint and packed content of the book this program works with."""
    part = part_of(compiled.content())
    return part["fingerprint"], packed(part)


def packed(part: Mapping[str, Any]) -> bytes:
    return gzip.compress(json.dumps(part, ensure_ascii=False).encode(), mtime=0)


def keep_present(sender: Any = None, *, apps: Any = installed, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Keep the present book if it is new here, and of all books only the newest. Called when tables were brought up."""
    try:
        model = apps.get_model("entitlements", "KeptBook")
    except LookupError:
        return
    fingerprint, content = present()
    books = model.objects.using(using)
    if not books.filter(pk=fingerprint).exists():
        books.create(fingerprint=fingerprint, kept_at=clock.now(), content=content)
        others = books.exclude(pk=fingerprint).order_by("-kept_at").values_list("pk", flat=True)
        books.exclude(pk__in=[fingerprint, *others[: KEPT - 1]]).delete()


def earlier() -> list[KeptBook]:
    """The books before the present one, the newest first, without their content."""
    return list(KeptBook.objects.exclude(pk=present()[0]).defer("content").order_by("-kept_at"))


def book_of(row: KeptBook) -> EntitlementBook:
    """A kept book as rules.

    raises  NotPossible where this program cannot read it any more
    """
    return _unpacked(bytes(row.content))


@lru_cache(maxsize=2)
def _unpacked(content: bytes) -> EntitlementBook:
    try:
        return from_content(json.loads(gzip.decompress(content)))
    except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError, AttributeError) as problem:
        raise NotPossible(UNREADABLE) from problem
