"""Why something cannot be saved, said where it was tried; what was typed stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from wegbuch.access.services import NotPossible
from wegbuch.core.models import AuditedModel, SavedMeanwhile

from .forms.meanwhile import saved_since


@contextmanager
def said_in(form: Any, *, field: str | None = None, row: AuditedModel | None = None) -> Iterator[None]:
    """Do it whole, or say in the form why it cannot be done.

    field  where the sentence stands, unless it is about others
    row    read again where it was not saved, so that the page shows it as it is
    """
    try:
        with transaction.atomic():
            yield
    except (NotPossible, SavedMeanwhile) as problem:
        if row:
            row.refresh_from_db()
        if isinstance(problem, SavedMeanwhile):
            form.add_error(None, saved_since(problem.theirs))
        else:
            add_problem(form, problem, field)


@contextmanager
def said_to(request: HttpRequest) -> Iterator[None]:
    """Do it whole, or say on the next page why it cannot be done: for a button without a form."""
    try:
        with transaction.atomic():
            yield
    except NotPossible as problem:
        messages.warning(request, str(problem))
    except SavedMeanwhile as late:
        messages.warning(request, saved_since(late.theirs))


def add_problem(form: Any, problem: NotPossible, field: str | None = None) -> None:
    """The sentence at the fields the problem names in `fields`, else at this field, else at the form."""
    named: tuple[str, ...] = getattr(problem, "fields", ())
    fields: list[str | None] = [name for name in named if name in form.fields]
    for name in fields or [field]:
        form.add_error(name, str(problem))
