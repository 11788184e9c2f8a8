"""The way an application has taken: its steps, one by one, and where they have led."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from ..models import Application, ApplicationState, ApplicationStep


def stops(steps: Iterable[ApplicationStep]) -> list[ApplicationStep]:
    """The way as it stands: without what was taken back, and without questions in between.

    steps  the oldest first
    """
    way: list[ApplicationStep] = []
    for step in steps:
        if step.is_correction:
            way.pop()
            while way[-1].state != step.state:
                way.pop()
        elif not way or way[-1].state != step.state:
            way.append(step)
    return way


def earlier_states(steps: Iterable[ApplicationStep]) -> list[str]:
    """States an application can be put back to, the nearest first."""
    way = stops(steps)
    return [state for state in dict.fromkeys(step.state for step in reversed(way[:-1])) if state != way[-1].state]


def check_days(on: date, received_on: date | None) -> None:
    """raises NotPossible for a day ahead, and for something that came in before it was sent"""
    if max(on, received_on or on) > clock.today():
        raise NotPossible("Das Datum liegt in der Zukunft. Bitte prüfen Sie es.")
    if received_on and received_on < on:
        raise NotPossible("Der Eingang kann nicht vor dem Absenden liegen. Bitte prüfen Sie beide Tage.")


def take(application: Application, state: ApplicationState, *, by: User, on: date, **given: Any) -> None:
    """Write one step; `stand` afterwards makes the application follow."""
    ApplicationStep(application=application, state=state, on=on, entered_by=by, entered_at=clock.now(), **given).save()


def stand(application: Application, version: int) -> None:
    """Write where the steps have led over this version of an application."""
    way = stops(application.steps.select_related("proof_file"))
    filed, decided = last(way, ApplicationState.FILED), last(way, ApplicationState.DECIDED)
    application.state = way[-1].state
    application.filed_on = filed.on if filed else None
    application.received_on = filed.received_on if filed else None
    application.proof = filed.note if filed else ""
    application.proof_file = filed.proof_file if filed else None
    application.has_proof = bool(application.proof.strip() or application.proof_file)
    application.decided_on = decided.on if decided else None
    application.outcome = decided.outcome if decided else ""
    application.deadline = application.deadline if decided else None
    application.version = version
    application.save()


def last(way: Sequence[ApplicationStep], state: ApplicationState) -> ApplicationStep | None:
    """The step with which a way came to a state last."""
    return next((step for step in reversed(way) if step.state == state), None)
