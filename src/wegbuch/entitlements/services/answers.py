"""Answers to questions of the lawbook. The newest counts; the older ones stay."""

import json
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lawbook.entitlements import Fact
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.law_facts import housing
from wegbuch.cases.models import Facility, Origin, Person, RelativeAbroad
from wegbuch.core import clock, codes

from .. import knowledge, law
from ..models import Answer

SHORTEST_REASON = 10
LARGEST = 10_000
# Before this nobody asked who is alive today.
EARLIEST = timedelta(days=366 * 120)
# What is none for a fact that has a day or a number.
MAY_BE_NONE = ("date", "number")


def answer(
    *,
    user: User,
    person: Person,
    fact: str,
    value: Any,
    origin: str,
    known_on: date,
    reason: str = "",
    relative: RelativeAbroad | None = None,
) -> Answer:
    """Keep what somebody said, about a person or somebody of her family abroad.

    value   as the lawbook takes it: True, a day, a code, a number; None is known to be none
    reason  why, of a legal judgement: at least 10 characters
    raises  NotPossible for a fact that lies in the sealed box or stands in the file, and for a value that does not fit
    """
    asked = _ordinary(fact)
    refuse_misfit(asked, value)
    refuse_silent_judgement(asked, reason)
    refuse_wrong_source(origin, known_on)
    _refuse_what_the_file_knows(person, relative, fact, user)
    content = {"value": knowledge.written(value)}
    return _keep(user, person, relative, fact, content, origin=origin, known_on=known_on, reason=reason.strip())


def forget(*, user: User, person: Person, fact: str, relative: RelativeAbroad | None = None) -> Answer | None:
    """Say that a fact is not known any more; None where nobody had answered it."""
    _ordinary(fact)
    last = Answer.objects.filter(person=person, relative=relative, fact=fact).order_by("entered_at").last()
    if last is None or "value" not in json.loads(last.content):
        return None
    return _keep(user, person, relative, fact, {}, origin=last.origin, known_on=clock.today())


def say_of_house(house: Facility, *, value: str) -> None:
    """Keep what kind of lodging a house is, for everybody who lives there.

    value   as in `housing.OF_HOUSES`
    raises  NotPossible for another value, and for a house whose form says it already
    """
    if value not in housing.OF_HOUSES:
        raise NotPossible(_("Bitte wählen Sie eine der Möglichkeiten."))
    if not housing.asked_of(house.form, house):
        raise NotPossible(_("Bei dieser Wohnform steht es schon fest."))
    house.rule_accommodation = value
    house.save()


def refuse_misfit(fact: Fact, value: Any) -> None:
    """raises  NotPossible for a value this fact cannot have"""
    if value is None and fact.type in MAY_BE_NONE:
        return
    if value is None and fact.type == "enum" and "none" not in fact.values:
        return
    if not FITS[fact.type](fact, value):
        raise NotPossible(_("Diese Antwort passt nicht zur Frage. Bitte wählen Sie neu."))
    if isinstance(value, date) and value < clock.today() - EARLIEST:
        raise NotPossible(_("Der Tag liegt sehr weit zurück. Bitte prüfen Sie das Jahr."))


def refuse_silent_judgement(fact: Fact, reason: str) -> None:
    """raises  NotPossible for a legal judgement nobody gives a reason for"""
    if fact.judgement and len(" ".join(reason.split())) < SHORTEST_REASON:
        raise NotPossible(_("Bitte schreiben Sie den Grund in einem ganzen Satz: mindestens 10 Zeichen."))


def refuse_wrong_source(origin: str, known_on: date) -> None:
    """raises  NotPossible for an origin there is not, and for a day to come"""
    if origin not in Origin.values:
        raise NotPossible(_("Bitte wählen Sie, woher Sie das wissen."))
    if known_on > clock.today():
        raise NotPossible(_("Der Stand liegt in der Zukunft. Bitte prüfen Sie den Tag."))


def _is_number(_fact: Fact, value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= LARGEST


FITS = {
    "yes_no": lambda fact, value: isinstance(value, bool),
    "date": lambda fact, value: isinstance(value, date),
    "number": _is_number,
    "enum": lambda fact, value: isinstance(value, str) and value in fact.values,
    "set": lambda fact, value: isinstance(value, frozenset) and value <= set(fact.values),
    "country": lambda fact, value: isinstance(value, str) and value in codes.book().list("countries"),
}


def _ordinary(fact: str) -> Fact:
    """A fact that an ordinary page may name."""
    if fact not in law.book().facts:
        raise NotPossible(_("Diese Frage gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    if law.is_sealed(fact):
        raise NotPossible(_("Diese Angabe ist besonders geschützt. Bitte tragen Sie sie dort ein."))
    return law.fact(fact)


def _refuse_what_the_file_knows(person: Person, relative: RelativeAbroad | None, fact: str, user: User) -> None:
    known = knowledge.in_file(person, relative, user, clock.today()).get(fact)
    if known:
        words = {"place": known.shown_by}
        raise NotPossible(_("Das steht schon in der Akte (%(place)s). Bitte ändern Sie es dort.") % words)


def _keep(
    user: User, person: Person, relative: RelativeAbroad | None, fact: str, content: dict[str, Any], **more: Any
) -> Answer:
    row = Answer(
        person=person,
        relative=relative,
        fact=fact,
        content=json.dumps(content),
        entered_by=user,
        entered_at=clock.now(),
        **more,
    )
    row.save()
    return row
