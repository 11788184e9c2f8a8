"""Ticking what of somebody's arrival is done, or not needed."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lawbook.arrival import SEALED_LEVEL, Step
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person
from wegbuch.core import clock

from .. import arrival_page
from ..models import ChecklistMark, MarkState
from . import sealed

# No row has this version: the step was still open when it was read.
OPEN = 0
GONE = gettext_lazy("Diesen Punkt gibt es nicht mehr. Bitte laden Sie die Seite neu.")


def ordinary_step(code: str) -> Step:
    """A step that an ordinary page may name.

    raises  NotPossible for one that is not in the book, or lies in the sealed box: both read the same
    """
    step = arrival_page.book().steps.get(code)
    if step is None or step.level >= SEALED_LEVEL:
        raise NotPossible(GONE)
    return step


def settle(
    person: Person, *, by: User, item: str, state: MarkState, note: str = "", seen_version: int = OPEN
) -> ChecklistMark:
    """Tick a step; ticking it again the same way changes nothing.

    seen_version  version of the tick that the writer saw, 0 for none
    raises        NotPossible where a colleague settled it otherwise meanwhile
    """
    step = ordinary_step(item)
    mark = _mark(person, step)
    if mark is None:
        mark = _new(person, step, by, state, note) or _mark(person, step)
    if mark is None or ((mark.state != state or mark.note != note) and mark.version != seen_version):
        raise NotPossible(_meanwhile(mark))
    if (mark.state, mark.note) != (state, note):
        mark.state, mark.note, mark.on = state, note, clock.today()
        mark.entered_by, mark.entered_at = by, clock.now()
        mark.save()
    return mark


def reopen(person: Person, *, item: str, seen_version: int) -> None:
    """Take a tick back; where there is none any more, nothing happens.

    raises  NotPossible where a colleague changed it meanwhile
    """
    mark = _mark(person, ordinary_step(item))
    if mark is None:
        return
    if mark.version != seen_version:
        raise NotPossible(_meanwhile(mark))
    mark.delete()


def settle_sealed(
    person: Person, *, by: User, done: Sequence[str], was_open: Sequence[str], was_done: Sequence[str]
) -> None:
    """Tick steps of the sealed box, or take ticks back, without opening it; which steps they are lies sealed too.

    done                codes that are ticked now
    was_open, was_done  codes as the opened page showed them
    raises              NotPossible for what is no sealed step; then nothing is kept
    """
    steps = arrival_page.book().steps
    for code in (*done, *was_open, *was_done):
        if code not in steps or steps[code].level < SEALED_LEVEL:
            raise NotPossible(GONE)
    for code in was_open:
        if code in done:
            sealed.mark(user=by, person=person, code=code, state=MarkState.DONE)
    for code in was_done:
        if code not in done:
            sealed.mark(user=by, person=person, code=code, state="")


def _mark(person: Person, step: Step) -> ChecklistMark | None:
    rows = ChecklistMark.objects.filter(person=person, item=step.code)
    found: ChecklistMark | None = rows.select_related("entered_by").first()
    return found


def _new(person: Person, step: Step, by: User, state: MarkState, note: str) -> ChecklistMark | None:
    """A new tick; None where a colleague was faster."""
    mark = ChecklistMark(
        person=person,
        item=step.code,
        state=state,
        note=note,
        on=clock.today(),
        entered_by=by,
        entered_at=clock.now(),
    )
    try:
        with transaction.atomic():
            mark.save()
    except IntegrityError:
        return None
    return mark


def _meanwhile(mark: ChecklistMark | None) -> str:
    name = mark.entered_by.name if mark else _("Jemand")
    return _("%(name)s hat das inzwischen geändert. Bitte sehen Sie noch einmal nach.") % {"name": name}
