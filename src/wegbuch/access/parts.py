"""Several gated views answered as the parts of one page: one gate fetches the row, every part keeps its own right.

A part is asked only where the policy gives this person its own action, and notes its own look at the row, as if it had
been asked alone. One that fails takes no other with it.
"""

import logging
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotFound
from django.urls import resolve, reverse

from wegbuch.core import once, readonly

from . import log, policy
from .gate import READS, Gate, StaffRequest, View, of
from .models import User

NOBODY = "00000000-0000-0000-0000-000000000000"
logger = logging.getLogger(__name__)


class NotAPart(TypeError):
    """A view that cannot be answered with a row that another gate gave out."""


@cache
def view_of(url_name: str) -> View:
    """The gated view behind the name of an address that takes one row."""
    found: View = resolve(reverse(url_name, args=[NOBODY])).func
    return found


def answers(url_names: Iterable[str], request: StaffRequest, row: Any) -> dict[str, HttpResponse | None]:
    """What the views behind these names show of a row that the gate of this request gave out.

    A view whose own right this person lacks is left out; None where one failed.
    raises  NotAPart for a view that asks for other rows, before any is answered
    """
    views = {name: view_of(name) for name in url_names}
    gates = {name: _gate_of(view, row) for name, view in views.items()}
    allowed = [name for name in views if policy.allows(gates[name].action, request.user.roles)]
    _note_looks(request.user, row, [gates[name].action for name in allowed])
    with once.for_this_page():
        return {name: _answer(views[name], request, row) for name in allowed}


def _gate_of(view: View, row: Any) -> Gate:
    its_gate = of(view)
    is_fitting = its_gate and (its_gate.on, its_gate.rows) == (type(row), "visible_to")
    if its_gate is None or not is_fitting or not set(READS) & set(its_gate.methods):
        raise NotAPart(f"{view.__module__}.{view.__name__}")
    return its_gate


def _note_looks(user: User, row: Any, actions: Sequence[str]) -> None:
    looks = [log.Look(what, pk, subject, action) for action in actions for what, pk, subject in row.looks(user)]
    if looks and user.organisation_id:
        with readonly.writing_down_the_look():
            log.keep_reads(user.pk, user.organisation_id, looks)


def _answer(view: Any, request: StaffRequest, row: Any) -> HttpResponse | None:
    """The view without its gate, which was asked above."""
    try:
        answer: HttpResponse = view.__wrapped__(request, row)
    except Http404:
        return HttpResponseNotFound()
    except Exception:
        logger.exception("a part of a page failed: %s", view.__name__)
        return None
    return answer
