"""A file as the answer of a view: nothing in it runs, and no browser guesses what it is."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def handed_out(content: bytes, *, name: str, content_type: str, is_kept: bool = True) -> HttpResponse:
    """is_kept  to be saved; else shown where the browser can"""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(is_kept, name) or "attachment",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
