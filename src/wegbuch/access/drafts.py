"""Texts that survive a locked session, a closed lid or a dead battery."""

import json
from datetime import timedelta

from django.http import QueryDict
from django.urls import Resolver404, resolve

from wegbuch.core import clock

from . import gate
from .models import Draft, User

KEPT_FOR = timedelta(days=7)
NOT_KEPT = ("csrfmiddlewaretoken", "password", "path", "version")
LARGEST = 200_000
MOST = 50


def keeps_draft(path: str) -> bool:
    """Whether the form at this address keeps drafts."""
    try:
        its_gate = gate.of(resolve(path).func)
    except Resolver404:
        return False
    return its_gate is not None and its_gate.keeps_draft


def keep(user: User, path: str, content: QueryDict) -> bool:
    """Keep what was typed, replacing what was kept for this form. Returns whether it was kept."""
    fields = {name: content.getlist(name) for name in content if not name.startswith(NOT_KEPT)}
    text = json.dumps(fields, ensure_ascii=False)
    if user.organisation_id is None or not keeps_draft(path) or len(text) > LARGEST:
        return False
    draft = Draft.objects.filter(user=user, form=path[:120]).first() or Draft(
        user=user, form=path[:120], path=path[:200]
    )
    draft.organisation_id = user.organisation_id
    draft.content, draft.saved_at = text, clock.now()
    draft.save()
    for old in Draft.objects.filter(user=user).order_by("-saved_at")[MOST:]:
        old.delete()
    return True


def find(request: gate.StaffRequest) -> Draft | None:
    """The writer's own draft for the form at this address, if it is not too old."""
    youngest = clock.now() - KEPT_FOR
    return Draft.objects.filter(user=request.user, form=request.path[:120], saved_at__gte=youngest).first()


def opened(draft: Draft) -> QueryDict:
    """What was typed, as form data."""
    content = QueryDict(mutable=True)
    for name, values in json.loads(draft.content).items():
        content.setlist(name, values)
    return content


def discard(user: User, path: str) -> None:
    Draft.objects.filter(user=user, form=path[:120]).delete()


def discard_old() -> int:
    """Delete drafts that nobody came back for."""
    return Draft.objects.filter(saved_at__lt=clock.now() - KEPT_FOR).delete()[0]
