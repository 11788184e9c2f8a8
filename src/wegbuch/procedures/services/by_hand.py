"""What people decide about a deadline: who sees to it, and the day of one that came without a letter."""

from datetime import date

from lawbook.deadlines.safety import earlier
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from ..models import Confirmation, Deadline
from .checks import OWN
from .closing import CLOSED
from .deadlines import days_before


def find_again(deadline: Deadline, *, by: User, day: date) -> Deadline:
    """Note the day this person reads in the letter: equal to the other one's confirms, different lets both stand.

    raises  NotPossible for the person who entered it while nobody else has read, for a deadline of a letter and one
            that is closed
    """
    if not deadline.is_open:
        raise NotPossible(CLOSED)
    if deadline.letter_id:
        raise NotPossible("Diese Frist folgt aus einem Brief. Bitte lassen Sie den Brief gegenrechnen.")
    is_first, others = by.pk == deadline.entered_by_id, second_reading(deadline)
    if is_first and others is None:
        raise NotPossible(OWN)
    if is_first:
        deadline.instructed_day = day
    else:
        deadline.answer = deadline.answer | {"second": {"day": day.isoformat(), "by": str(by.pk), "name": by.name}}
        others = day
    _compare(deadline, first_day(deadline), others, by=by)
    deadline.save()
    return deadline


def first_day(deadline: Deadline) -> date | None:
    """The day of the person who entered it."""
    return deadline.instructed_day or deadline.last_day


def second_reading(deadline: Deadline) -> date | None:
    """The day a second person read, None while nobody has."""
    second = deadline.answer.get("second")
    return date.fromisoformat(second["day"]) if second else None


def _compare(deadline: Deadline, first: date | None, second: date | None, *, by: User) -> None:
    # What the law says stays in force beside what two people read from a paper.
    counts_on = earlier(first, second, deadline.last_day)
    if counts_on and counts_on != deadline.counts_on:
        deadline.counts_on, deadline.safe_day = counts_on, days_before(counts_on)
    if first != second:
        deadline.confirmation, deadline.confirmed_by, deadline.confirmed_at = Confirmation.DISPUTED, None, None
        return
    deadline.confirmation, deadline.confirmed_at = Confirmation.CONFIRMED, clock.now()
    deadline.confirmed_by_id = by.pk if by.pk != deadline.entered_by_id else deadline.answer["second"]["by"]


def take_on(deadline: Deadline) -> None:
    """Somebody sees to it: the reminder that nobody has begun falls silent."""
    deadline.touched_at = clock.now()
    deadline.save()


def give_to(deadline: Deadline, responsible: User) -> None:
    """Somebody else answers for it, and has not begun yet."""
    if responsible.pk != deadline.responsible_id:
        deadline.responsible, deadline.touched_at = responsible, None
        deadline.save()
