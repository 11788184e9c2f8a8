"""Whom a letter concerns among the staff: who answers for its deadlines, who is asked to read it again."""

from wegbuch.access.models import Membership, User
from wegbuch.access.models.people import running
from wegbuch.cases.models import Person
from wegbuch.core import clock

from ..deadline_page import case_team
from ..models import CrossCheck
from ..services import checks

MOST = 6
TEAM, LATER = "team", "later"


def team_with(user: User, person: Person) -> list[User]:
    """This user, then the others of the person's case team by name."""
    return [user, *case_team(person.pk).exclude(pk=user.pk)]


def second_readers(person: Person, user: User) -> list[User]:
    """Colleagues to offer for the second look: those of the file first, then of the own team."""
    own = user.memberships.filter(running(clock.today()), team__isnull=False).values("team_id")
    mates = Membership.objects.filter(running(clock.today()), team__in=own).values("user_id")
    team = team_with(user, person)[1:]
    near = [one for one in checks.colleagues(user).filter(pk__in=mates) if one not in team]
    return [*team, *near][:MOST]


def usual_reader(user: User, offered: list[User]) -> User | None:
    """Whom this user asked last, if she is offered; else the first one."""
    last = CrossCheck.objects.filter(asked_by=user).exclude(asked=None).order_by("asked_at").last()
    return next((one for one in offered if last and one.pk == last.asked_id), offered[0] if offered else None)
