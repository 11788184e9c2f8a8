"""Who answers for a deadline, set by a lead who does not read it."""

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible

from ..deadline_page import case_team
from ..models import Deadline
from .by_hand import give_to


def assign(deadline: Deadline, *, responsible: User) -> Deadline:
    """Let another person of the case team answer for a deadline.

    raises  NotPossible for somebody outside the case team, and for a deadline that is closed
    """
    if not deadline.is_open:
        raise NotPossible("Diese Frist ist schon abgeschlossen.")
    if not case_team(deadline.person_id).filter(pk=responsible.pk).exists():
        raise NotPossible("Zuständig sein kann nur eine Person aus dem Fallteam.")
    give_to(deadline, responsible)
    return deadline
