"""What happens to every request before and after its view."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

Handler = Callable[[HttpRequest], HttpResponse]


def refuse_odd_charsets(get_response: Handler) -> Handler:
    """Answer 415 to a form in another charset than UTF-8; Django would fail on it later."""

    def handle(request: HttpRequest) -> HttpResponse:
        charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if charset.lower().replace("_", "-") not in {"utf-8", "utf8", "us-ascii"}:
            return HttpResponse(render_to_string("415.html"), status=415)
        return get_response(request)

    return handle


def takes_files(view: Any) -> Any:
    """A view with a form for photos: its body may be as large as several of them."""
    view.takes_files = True
    return view


def refuse_large_bodies(get_response: Handler) -> Handler:
    """Answer 413 before a byte of a body is read that no form of ours can send."""

    def handle(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or (int(length) > settings.LARGEST_BODY and int(length) > _most(request.path)):
            return HttpResponse(render_to_string("413.html"), status=413)
        return get_response(request)

    return handle


def _most(path: str) -> int:
    """The largest body of the form at an address, in bytes."""
    if path == settings.UPLOAD_PATH:
        return settings.LARGEST_UPLOAD
    try:
        return settings.LARGEST_FILES if hasattr(resolve(path).func, "takes_files") else settings.LARGEST_BODY
    except Resolver404:
        return settings.LARGEST_BODY


def keep_out_of_caches(get_response: Handler) -> Handler:
    """Pages are kept by nobody; a browser's back button asks again."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        return response

    return handle


def say_what_may_run(get_response: Handler) -> Handler:
    """The content security policy: the same for every page, so it is put together once."""
    policy = build_policy()

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(HEADER, policy)
        return response

    return handle
