"""What a request leaves behind is written with what it saved: one durable step, not two."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse


def save_session(request: HttpRequest, response: HttpResponse) -> None:
    """Write the session, with the messages for the next page, in the transaction that is open.

    A session without a cookie that fits, because it began or changed its key just now, is left to the middleware.
    """
    session: Any = getattr(request, "session", None)
    if session is None or session.session_key != request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
        return
    messages: Any = getattr(request, "_messages", None)
    if messages is not None:
        messages.update(response)
        messages.added_new = False
    if not session.modified:
        return
    try:
        session.save()
    except UpdateError:
        return  # it ended meanwhile: the middleware says so, after what was saved
    session.modified = False
