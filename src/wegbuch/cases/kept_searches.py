"""What somebody searched for: sealed in the session, so that no name stands in an address."""

from uuid import UUID, uuid4

from django.http import HttpRequest

from wegbuch.core import tenant
from wegbuch.core.sealed import CannotOpen, seal, unseal

SESSION_KEY = "searches"
KEPT = 10


def keep(request: HttpRequest, text: str) -> UUID:
    """Keep a search in the session; the oldest of more than ten goes. Returns its token."""
    token = uuid4()
    sealed = seal(text, organisation=tenant.current(), binding=_binding(token))
    request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), [str(token), sealed]][-KEPT:]
    return token


def text_of(request: HttpRequest, token: UUID | str | None) -> str | None:
    """What was searched for, None for a token that this session does not know."""
    sealed = dict(request.session.get(SESSION_KEY, [])).get(str(token))
    if sealed is None:
        return None
    try:
        return unseal(sealed, organisation=tenant.current(), binding=_binding(token))
    except CannotOpen:
        return None


def has_any(request: HttpRequest) -> bool:
    """Whether somebody was searched for in this session."""
    return bool(request.session.get(SESSION_KEY))


def _binding(token: UUID | str | None) -> str:
    return f"search.{token}"
