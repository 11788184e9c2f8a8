"""A deadline was missed without fault: the days for reinstatement, and the act that has to be made up for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from lawbook.deadlines import Answer, Facts, compute
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from .. import law
from ..models import Deadline, DeadlineState
from . import closing
from .deadlines import counted
from .letters import contradictions, refuse_future_days

# By the place where the missed act had to arrive, in the order in which a place is looked for.
RULE_OF_PLACES = (
    ("reinstatement_vwgo", ("administrative_court", "higher_administrative_court", "federal_administrative_court")),
    ("reinstatement_sgg", ("social_court", "higher_social_court")),
)
AT_AUTHORITY = "reinstatement_authority"
RULES = ("reinstatement_vwgo", "reinstatement_sgg", AT_AUTHORITY)


def rule_for(deadline: Deadline) -> str:
    """The rule of reinstatement for the place where the act had to arrive."""
    places = deadline.answer.get("places") or []
    return next((rule for rule, known in RULE_OF_PLACES if set(known) & set(places)), AT_AUTHORITY)


def reinstatement(deadline: Deadline, *, rule: str, obstacle_removed_on: date) -> Answer:
    """How long reinstatement may be asked for.

    raises  Contradiction for a day ahead and a day before the end of the missed period
    """
    events = {"obstacle_removed_on": obstacle_removed_on, "missed_period_end_on": deadline.counts_on}
    refuse_future_days(events)
    with contradictions():
        return compute(law.book(), rule, Facts(events, None, deadline.answer.get("place_land") or None))


def ask_for_reinstatement(
    deadline: Deadline, *, by: User, rule: str, obstacle_removed_on: date, reason: str = ""
) -> Deadline:
    """Open the deadline for reinstatement; the missed one stays, closed as missed with its reason.

    raises  NotPossible while there is still time, when the time for reinstatement is over too, and the second time
    """
    if not deadline.is_over(clock.today()):
        raise NotPossible("Der letzte Tag ist noch nicht vorbei. Heute geht es noch.")
    answer = reinstatement(deadline, rule=rule, obstacle_removed_on=obstacle_removed_on)
    if answer.last_day is None or answer.last_day < clock.today():
        raise NotPossible("Auch die Zeit für die Wiedereinsetzung ist vorbei. Fragen Sie heute eine Kanzlei.")
    rows = list(rows_of(deadline, answer, by=by))
    same = Deadline.objects.open().filter(person=deadline.person_id, rule=rule, last_day=answer.last_day)
    if any(row.act == rows[-1].act for row in same):
        raise NotPossible("Diese Wiedereinsetzung steht schon da.")
    with transaction.atomic():
        for row in rows:
            row.save()
        if deadline.state == DeadlineState.OPEN:
            closing.miss(deadline, by=by, reason=reason)
    return rows[0]


def rows_of(deadline: Deadline, answer: Answer, *, by: User) -> Iterator[Deadline]:
    """The application, and the missed act that has to be made up for with it."""
    together = [f"{each.act}: {deadline.act}"[:160] for each in answer.file_together]
    shared: dict[str, Any] = {
        "person": deadline.person,
        "proceeding": deadline.proceeding,
        "rule": answer.rule,
        "kind": answer.kind,
        "responsible": deadline.responsible,
        "entered_by": by,
        "entered_at": clock.now(),
        **counted(answer),
    }
    for number, act in enumerate((answer.act, *together)):
        yield Deadline(act=act, is_companion=number > 0, **shared)
