"""Changes of benefit begun, their days entered, closed and taken up again. Nothing is entered by itself."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lawbook import scheme_book
from lawbook.scheme_book import Days
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person
from wegbuch.core import clock

from ..models import SchemeChange

DAYS = tuple(Days.__dataclass_fields__)


@transaction.atomic
def begin(*, user: User, person: Person, old_scheme: str, new_scheme: str, right_since: date) -> SchemeChange:
    """Watch over a change from now on.

    raises  NotPossible while another one runs, and for a change the book does not know
    """
    if scheme_book.load().find(old_scheme, new_scheme) is None:
        raise NotPossible(_("Für diesen Wechsel kennt das Programm keine Regeln. Bitte prüfen Sie beide Leistungen."))
    _refuse_second(person)
    change = SchemeChange(
        person=person,
        entered_by=user,
        entered_at=clock.now(),
        old_scheme=old_scheme,
        new_scheme=new_scheme,
        right_since=right_since,
    )
    change.save()
    return change


def enter_days(change: SchemeChange, *, version: int, **fields: Any) -> None:
    """Write what is known of a change over this version of it.

    raises  SavedMeanwhile
    """
    for name, value in fields.items():
        setattr(change, name, value)
    change.version = version
    change.save()


def close(change: SchemeChange) -> None:
    """Both benefits are settled. raises NotPossible where it is closed already"""
    if change.closed_on:
        raise NotPossible(_("Dieser Wechsel ist schon abgeschlossen."))
    change.closed_on = clock.today()
    change.save()


@transaction.atomic
def reopen(change: SchemeChange) -> None:
    """A closed change runs again. raises NotPossible while another one runs"""
    _refuse_second(change.person)
    change.closed_on = None
    change.save()


def _refuse_second(person: Person) -> None:
    # Holds the person, so that two who begin at the same time follow one another.
    Person.objects.select_for_update().filter(pk=person.pk).first()
    if SchemeChange.objects.running().filter(person=person).exists():
        raise NotPossible(_("Für diese Person läuft schon ein Wechsel. Bitte schließen Sie ihn zuerst ab."))
