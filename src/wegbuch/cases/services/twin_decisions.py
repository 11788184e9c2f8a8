"""Whoever may open both files says that two records are two people, and may take it back."""

from django.db import transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from ..models import Case, PossibleDouble

State = PossibleDouble.State


def say_different(double: PossibleDouble, *, user: User, note: str = "") -> None:
    """Two people: the pair never comes again.

    raises  NotPossible where somebody decided meanwhile, and for who may not open both files
    """
    with transaction.atomic():
        row = _locked(double)
        if row.state != State.OPEN or row.first.merged_into_id or row.second.merged_into_id:
            raise NotPossible("Über dieses Paar wurde inzwischen entschieden.")
        _must_know_both(row, user)
        row.state, row.decided_by, row.decided_at, row.note = State.DIFFERENT, user, clock.now(), note
        row.save()


def ask_again(double: PossibleDouble, *, user: User) -> None:
    """Take back that these are two people.

    raises  NotPossible where nothing is to be taken back, and for who may not open both files
    """
    with transaction.atomic():
        row = _locked(double)
        if row.state != State.DIFFERENT:
            raise NotPossible("Dieses Paar ist schon wieder offen.")
        _must_know_both(row, user)
        row.state, row.decided_by, row.decided_at, row.note = State.OPEN, None, None, ""
        row.save()


def _locked(double: PossibleDouble) -> PossibleDouble:
    """The row as it is now; nobody else decides until the transaction ends."""
    found: PossibleDouble = PossibleDouble.objects.select_for_update().get(pk=double.pk)
    return found


def _must_know_both(double: PossibleDouble, user: User) -> None:
    """A stub is too little to judge by."""
    people = {double.first_id, double.second_id}
    opened = Case.objects.visible_to(user).filter(person__in=people).values_list("person_id", flat=True)
    if set(opened) != people:
        raise NotPossible("Das entscheidet, wer beide Akten öffnen darf. Bitte sprechen Sie das andere Team an.")
