"""The one way from a URL to a view.

The gate checks the right, fetches only a row the person may see (anything else is 404), writes the read log, opens the
transaction and hands the row over. A view without a gate is refused by a middleware and named by a system check.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from wegbuch.core import audit, errors, readonly, tenant

from . import log, policy, saving
from .models import User

View = Callable[..., HttpResponse]
READS = ("GET", "HEAD")
SIGN_IN = audit.Actor(None, part="sign-in")


class StaffRequest(HttpRequest):
    """What a gated view is asked with. A type only: the gate lets nobody pass who is not signed in."""

    user: User
    htmx: HtmxDetails
    search_text: str


@dataclass(frozen=True)
class Gate:
    """What stands before a view; every gated view carries its own as `view.gate`."""

    action: str
    on: type[models.Model] | None
    rows: str
    methods: tuple[str, ...]
    keeps_draft: bool = False
    saves_itself: bool = False
    is_of_parts: bool = False


def of(view: Any) -> Gate | None:
    """The gate before a view, None if it has none."""
    return getattr(view, "gate", None)


def _marked(view: View, its_gate: Gate) -> View:
    view.gate = its_gate  # type: ignore[attr-defined]
    return view


def gate(
    action: str,
    *,
    on: type[models.Model] | None = None,
    rows: str = "visible_to",
    methods: tuple[str, ...] = ("GET", "POST"),
    keeps_draft: bool = False,
    saves_itself: bool = False,
    is_of_parts: bool = False,
) -> Callable[[View], View]:
    """Let a view be reached by those whom the policy allows, with a row they may see.

    action       a line of `policy.POLICY`
    on           model of the row named by `pk` in the URL
    rows         question of its queryset that gives the rows this user may use here
    methods      what the view answers; others get 405
    keeps_draft  a form whose content outlives an idle session
    saves_itself the view has long work to do before it saves, and opens its own short transaction for that
    is_of_parts  the view is answered by `parts`, each of which notes its own look
    """
    if action not in policy.POLICY:
        raise KeyError(f"{action} is not in the policy table")

    its_gate = Gate(action, on, rows, methods, keeps_draft, saves_itself, is_of_parts)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                return _to_sign_in(request)
            if not policy.allows(action, user.roles):
                raise Http404
            if not _may_be_asked(request, methods):
                return errors.not_allowed(methods)
            with standing_as(user):
                return _answer(view, request, user, its_gate, kwargs)

        return _marked(guarded, its_gate)

    return decorate


def open_to_all(view: View, *, methods: tuple[str, ...] = ("GET", "POST"), saves_itself: bool = False) -> View:
    """A view for people who are not signed in: it can reach no case data.

    saves_itself  the view works long before it saves (a password is hashed) and opens its own transaction for that
    """

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not _may_be_asked(request, methods):
            return errors.not_allowed(methods)
        actor = audit.Actor(request.user.pk) if request.user.is_authenticated else SIGN_IN
        is_short = request.method not in READS and not saves_itself
        with tenant.closed(), audit.acting_as(actor), transaction.atomic() if is_short else nullcontext():
            return view(request, **kwargs)

    return _marked(guarded, Gate("open", None, "", methods, saves_itself=saves_itself))


def _may_be_asked(request: HttpRequest, methods: tuple[str, ...]) -> bool:
    """HEAD goes where GET goes, and nowhere else: it must change nothing."""
    return request.method in methods or (request.method == "HEAD" and "GET" in methods)


def standing_as(user: User) -> ExitStack:
    """Act as this person, within the walls of this person's organisation."""
    stack = ExitStack()
    stack.enter_context(audit.acting_as(audit.Actor(user.pk)))
    stack.enter_context(tenant.acting_for(user.organisation_id))
    return stack


def _answer(view: View, request: HttpRequest, user: User, its_gate: Gate, kwargs: dict[str, Any]) -> HttpResponse:
    if request.method in READS:
        rows = _fetch(its_gate, user, kwargs)
        if not its_gate.is_of_parts:
            _log_looks(rows, user, its_gate.action)
        with readonly.reading():
            return view(request, *rows, **kwargs)
    with nullcontext() if its_gate.saves_itself else transaction.atomic():
        rows = _fetch(its_gate, user, kwargs)
        _log_looks(rows, user, its_gate.action)
        answer = view(request, *rows, **kwargs)
        if not its_gate.saves_itself:
            saving.save_session(request, answer)
        return answer


def _fetch(its_gate: Gate, user: User, kwargs: dict[str, Any]) -> list[models.Model]:
    """The row named in the URL, if this user may use it here; none where the view needs none."""
    if its_gate.on is None:
        return []
    row = getattr(its_gate.on._default_manager, its_gate.rows)(user).filter(pk=kwargs.pop("pk")).first()
    if row is None:
        raise Http404
    return [row]


def log_looks(rows: Sequence[Any], user: User, action: str) -> None:
    """Note a look at rows that a view shows beside the one in its address."""
    with readonly.writing_down_the_look():
        _log_looks(rows, user, action)


def _log_looks(rows: Sequence[Any], user: User, action: str) -> None:
    looks = [log.Look(what, object_id, subject, action) for row in rows for what, object_id, subject in row.looks(user)]
    if looks and user.organisation_id:
        log.keep_reads(user.pk, user.organisation_id, looks)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    answer = redirect_to_login(request.get_full_path() if request.method in READS else "/")
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer


def refuse_ungated_views(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a forgotten gate is a closed door, not a leak."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if of(view) is None:
            raise PermissionDenied(f"{view.__module__}.{view.__name__} has no gate")

    handle.process_view = process_view  # type: ignore[attr-defined]
    return handle
