"""No view without a gate."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from . import gate


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern with its full route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


@register()
def every_view_has_a_gate(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"/{route} hat kein Tor.", hint="@gate(…) oder open_to_all(…)", id="wegbuch.E002")
        for route, pattern in patterns()
        if gate.of(pattern.callback) is None
    ]
