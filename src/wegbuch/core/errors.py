"""Pages for what did not work. They tell what to do, never what went wrong inside."""

import logging
import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
log = logging.getLogger("wegbuch.errors")


def _page(status: int, reference: str = "") -> HttpResponse:
    return HttpResponse(render_to_string(f"{status}.html", {"reference": reference}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(404)


def not_allowed(methods: Sequence[str]) -> HttpResponse:
    return HttpResponseNotAllowed(methods, render_to_string("405.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(403)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(403)


def server_error(request: HttpRequest) -> HttpResponse:
    reference = "".join(secrets.choice(ALPHABET) for _ in range(4))
    log.error("request failed", extra={"reference": reference, "status_code": 500})
    return _page(500, reference)
