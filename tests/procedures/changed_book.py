"""The rules as they might read after a change of the law."""

import copy
from collections.abc import Callable
from typing import Any

from lawbook import compiled
from lawbook.deadlines import RuleBook
from lawbook.deadlines.rules import from_content

ACTION = "appeal_manifestly_unfounded_geas"


def changed_book(rule: str, change: Callable[[dict[str, Any]], Any]) -> RuleBook:
    """Our book with one rule changed, under another fingerprint."""
    content: dict[str, Any] = copy.deepcopy(dict(compiled.content()))
    content["fingerprint"] = "another book"
    change(raw_rule(content, rule))
    return from_content(content)


def raw_rule(content: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(
        raw for document in content["documents"].values() for raw in document.get("rules", ()) if raw["id"] == rule
    )
