"""Texts that survive a locked session, a closed lid or a dead battery."""

import json
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
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
    _discard_sheet(user, path, content)
    form = key(path, content.get("case"))
    draft = Draft.objects.filter(user=user, form=form).first() or Draft(user=user, form=form)
    draft.path = resuming(address(path, content.get("case")))[:200]
    draft.organisation_id = user.organisation_id
    draft.content, draft.saved_at = text, clock.now()
    draft.save()
    for old in Draft.objects.filter(user=user).order_by("-saved_at")[MOST:]:
        old.delete()
    return True


def key(path: str, case: str | None = None) -> str:
    """What a draft is kept under: the form, and the file where one form serves many people."""
    return (f"{path}#{_id(case)}" if _id(case) else path)[:120]


def address(path: str, case: str | None = None) -> str:
    """Where the form of a draft stands."""
    return f"{path}?fall={_id(case)}" if _id(case) else path


def resuming(address: str) -> str:
    """Where a draft is written on."""
    return f"{address}{'&' if '?' in address else '?'}entwurf=1"


def _id(text: str | None) -> str:
    """The id of a file as it is written; empty for what is none."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return ""


def find(request: gate.StaffRequest) -> Draft | None:
    """The writer's own draft for the form at this address, if it is not too old."""
    return _young(request.user).filter(form=key(request.path, request.GET.get("fall"))).first()


def of_form(user: User, path: str) -> QuerySet[Draft]:
    """The writer's own drafts for one form, whoever they are about, newest first."""
    return _of_form(_young(user), path).order_by("-saved_at")


def _of_form(rows: QuerySet[Draft], path: str) -> QuerySet[Draft]:
    return rows.filter(Q(form=key(path)) | Q(form__startswith=f"{path}#"))


def _young(user: User) -> QuerySet[Draft]:
    return Draft.objects.filter(user=user, saved_at__gte=clock.now() - KEPT_FOR)


def opened(draft: Draft) -> QueryDict:
    """What was typed, as form data."""
    content = QueryDict(mutable=True)
    for name, values in json.loads(draft.content).items():
        content.setlist(name, values)
    return content


def discard(user: User, path: str, content: QueryDict | None = None) -> None:
    """Discard the draft of a form; with what was sent, the one about the same file and of the same sheet."""
    if content is None:
        Draft.objects.filter(user=user, form=key(path)).delete()
        return
    oldest = clock.now() - KEPT_FOR
    for draft in _of_form(Draft.objects.filter(user=user), path):
        is_its_own = draft.form == key(path, content.get("case"))
        if is_its_own or (draft.saved_at >= oldest and _is_of_sheet(draft, content)):
            draft.delete()


def _discard_sheet(user: User, path: str, content: QueryDict) -> None:
    """Discard what was kept of this very sheet before its person was chosen, or when it was another."""
    for draft in of_form(user, path) if content.get("entry_key") else ():
        if draft.form != key(path, content.get("case")) and _is_of_sheet(draft, content):
            draft.delete()


def _is_of_sheet(draft: Draft, content: QueryDict) -> bool:
    sheet = content.get("entry_key")
    return bool(sheet) and opened(draft).get("entry_key") == sheet


def discard_old() -> int:
    """Delete drafts that nobody came back for."""
    return Draft.objects.filter(saved_at__lt=clock.now() - KEPT_FOR).delete()[0]
