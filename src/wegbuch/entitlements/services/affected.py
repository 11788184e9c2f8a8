"""A change of the law was looked at for a file."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Case
from wegbuch.core import clock

from ..models import SeenChange

NOT_AFFECTED = "Diese Änderung betrifft die Akte nicht mehr. Die Liste ist neu gerechnet."


def see(case: Case, *, user: User, change: str, rules: Iterable[str], note: str = "") -> list[SeenChange]:
    """Note that somebody looked; a second look changes only the own note, and only where there is a new one.

    raises  NotPossible without a rule
    """
    names = list(dict.fromkeys(rules))
    if not names:
        raise NotPossible(NOT_AFFECTED)
    with transaction.atomic():
        return [_seen(case, user, change, rule, note.strip()) for rule in names]


def _seen(case: Case, user: User, change: str, rule: str, note: str) -> SeenChange:
    place = {"person_id": case.person_id, "change": change, "rule": rule, "entered_by": user}
    row = SeenChange.objects.filter(**place).first()
    if row is None:
        try:
            with transaction.atomic():
                row = SeenChange(**place, entered_at=clock.now(), note=note)
                row.save()
                return row
        except IntegrityError:
            row = SeenChange.objects.filter(**place).get()
    if note:
        row.note = note
        row.save()
    return row


def take_back(row: SeenChange, *, user: User) -> None:
    """Let a file wait again.

    raises  NotPossible for the mark of somebody else
    """
    if row.entered_by_id != user.pk:
        raise NotPossible("Das hat eine Kollegin oder ein Kollege vermerkt. Es bleibt stehen.")
    row.delete()
