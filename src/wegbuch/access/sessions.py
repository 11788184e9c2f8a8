"""Sessions that lock when nobody types and end after a working day.

A locked session still knows whose it is: what arrives late becomes that person's sealed draft.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from wegbuch.core import audit, clock

from . import drafts
from .models import User

SEEN, STARTED, PROVED = "seen_at", "started_at", "proved_at"
WRITE_SEEN_EVERY = timedelta(minutes=1)
FRESH_FOR = timedelta(minutes=10)
AUTOSAVE_HEADER = "X-Wegbuch-Autosave"


class PatientSessionMiddleware(SessionMiddleware):
    """Still shows a page when the session cannot be written, as on a full disk: what is due today must be readable."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            if request.method in ("GET", "HEAD"):
                return response
            raise


def lock_idle_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware after sign-in: lets a live session through, locks an idle one, ends an old one."""

    def handle(request: HttpRequest) -> HttpResponse:
        # The person herself from here on: Django's lazy one asks back at every word.
        request.user = user = get_user(request)
        if not isinstance(user, User):
            return get_response(request)
        if not user.is_active or not user.roles or _age(request, STARTED) > settings.SESSION_ENDS_AFTER:
            return _end(request, user)
        if is_locked(request):
            return get_response(request) if request.path in _open_while_locked() else _lock(request, user)
        if not request.headers.get(AUTOSAVE_HEADER):
            _touch(request)
        return get_response(request)

    return handle


def is_locked(request: HttpRequest) -> bool:
    return bool(request.session.get("locked")) or _age(request, SEEN) > settings.SESSION_LOCKS_AFTER


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session; called at sign-in and after unlocking."""
    now = clock.now().isoformat()
    request.session[SEEN] = request.session[PROVED] = now
    request.session.setdefault(STARTED, now)
    request.session.pop("locked", None)


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person signed in or gave the password a moment ago."""
    proved = request.session.get(PROVED)
    return proved is not None and clock.now() - datetime.fromisoformat(proved) <= FRESH_FOR


def lock(request: HttpRequest) -> None:
    """Lock at once, for somebody who leaves the desk."""
    request.session["locked"] = True


def _age(request: HttpRequest, mark: str) -> timedelta:
    text = request.session.get(mark)
    if text is None:
        begin(request)
        return timedelta(0)
    return clock.now() - datetime.fromisoformat(text)


def _touch(request: HttpRequest) -> None:
    if _age(request, SEEN) > WRITE_SEEN_EVERY:
        request.session[SEEN] = clock.now().isoformat()


def _open_while_locked() -> tuple[str, ...]:
    return reverse("access:unlock"), reverse("account_logout")


def _keep(request: HttpRequest, user: User) -> bool:
    if request.method != "POST" or not _is_own_form(request):
        return False
    path = request.POST.get("path", request.path) if request.headers.get(AUTOSAVE_HEADER) else request.path
    with audit.acting_as(audit.Actor(user.pk)):
        return drafts.keep(user, path, request.POST)


def _is_own_form(request: HttpRequest) -> bool:
    """Whether a form carries our token: what a foreign page sends in this person's name is not kept."""
    return CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, _lock, (), {}) is None


def _lock(request: HttpRequest, user: User) -> HttpResponse:
    lock(request)
    is_kept = _keep(request, user)
    if request.headers.get(AUTOSAVE_HEADER):
        return HttpResponse(status=204 if is_kept else 403)
    return _go(request, reverse("access:unlock"))


def _end(request: HttpRequest, user: User) -> HttpResponse:
    _keep(request, user)
    logout(request)
    return _go(request, reverse(settings.LOGIN_URL))


def _go(request: HttpRequest, address: str) -> HttpResponse:
    after = request.path if request.method == "GET" or drafts.keeps_draft(request.path) else "/"
    if request.method == "POST" and after != "/":
        after = drafts.address(after, request.POST.get("case"))
    target = f"{address}?{urlencode({'next': after})}"
    return HttpResponseClientRedirect(target) if getattr(request, "htmx", False) else HttpResponseRedirect(target)
