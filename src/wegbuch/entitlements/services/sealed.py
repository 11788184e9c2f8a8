"""Answers of level 3: kept sealed down to the question they answer, read only after the opening was noted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lawbook.entitlements import Fact
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases import sealed_box
from wegbuch.cases.fact_sources import Known
from wegbuch.cases.models import Case, Origin, Person
from wegbuch.core import clock, dates

from .. import knowledge, law
from ..models import SealedAnswer
from . import answers


@dataclass(frozen=True)
class Opened:
    """What lies sealed for the rules about one person.

    known    facts of level 3 with origin and day
    reasons  why a legal judgement was set, by fact
    marks    state of ticks that would betray an answer, by their code
    """

    known: dict[str, Known] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)


def opened(case: Case, *, user: User, reason: str) -> Opened:
    """What lies sealed about the case's person; the look is noted before it is given.

    raises  NotPossible for a reason shorter than 10 characters
    """
    sealed_box.note_opening(case, user=user, reason=reason)
    found = Opened()
    for row in SealedAnswer.objects.visible_to(user).filter(person=case.person_id).order_by("entered_at"):
        content = json.loads(row.content)
        if "mark" in content:
            found.marks[content["mark"]] = content.get("state", "")
        elif content.get("fact") in law.book().facts:
            _take(found, content)
    return found


def _take(found: Opened, content: Mapping[str, Any]) -> None:
    """The newest answer counts; one without a value takes the fact back."""
    name = content["fact"]
    found.known.pop(name, None)
    found.reasons.pop(name, None)
    if "value" in content:
        day = date.fromisoformat(content["known_on"])
        words = {"day": dates.in_figures(day), "who": dict(Origin.choices).get(content["origin"], "")}
        shown = _("gefragt am %(day)s: %(who)s") % words
        found.known[name] = Known(knowledge.read(name, content["value"]), shown, day)
        if content.get("reason"):
            found.reasons[name] = content["reason"]


def keep(
    *, user: User, person: Person, values: Mapping[str, Any], origin: str, known_on: date, reasons: Mapping[str, str]
) -> None:
    """Put answers into the box without opening it. A fact not among the values stays as it was.

    values   by fact of level 3, as the lawbook takes them; FORGET takes an answer back
    reasons  by fact, for legal judgements: at least 10 characters
    raises   NotPossible as `answers.answer`; then none of them is kept
    """
    answers.refuse_wrong_source(origin, known_on)
    for name, value in values.items():
        if value is not FORGET:
            answers.refuse_misfit(_sealed(name), value)
            answers.refuse_silent_judgement(law.fact(name), reasons.get(name, ""))
    said = {"origin": origin, "known_on": known_on.isoformat()}
    with transaction.atomic():
        for name, value in values.items():
            content: dict[str, Any] = {"fact": name, **said}
            if value is not FORGET:
                content |= {"value": knowledge.written(value), "reason": reasons.get(name, "").strip()}
            _store(user, person, content)


# Stands for „not known any more“.
FORGET = object()


def mark(*, user: User, person: Person, code: str, state: str) -> None:
    """Keep a tick that would betray an answer; state "" takes it back."""
    _store(user, person, {"mark": code, "state": state})


def _sealed(name: str) -> Fact:
    if name not in law.book().facts or not law.is_sealed(name):
        raise NotPossible(_("Diese Frage gehört nicht hierher. Bitte laden Sie die Seite neu."))
    return law.fact(name)


def _store(user: User, person: Person, content: Mapping[str, Any]) -> None:
    row = SealedAnswer(person=person, content=json.dumps(content), entered_by=user, entered_at=clock.now())
    row.save()
