"""Whom a letter concerns among the staff: who answers for its deadlines, who is asked to read it again."""

from wegbuch.access.models import Membership, User
from wegbuch.access.models.people import running
from wegbuch.cases.models import CaseAccess, CaseAccessKind, Person
from wegbuch.core import clock

from ..models import CrossCheck
from ..services import checks

MOST = 6
TEAM, LATER = "team", "later"


def case_team(person: Person, user: User) -> list[User]:
    """This user, then the other members of the person's case teams by name."""
    access = CaseAccess.objects.open_at(clock.now()).filter(
        case__person=person, case__closed_on=None, kind=CaseAccessKind.TEAM, user__is_active=True
    )
    others = {row.user for row in access.select_related("user") if row.user_id != user.pk}
    return [user, *sorted(others, key=lambda one: one.name)]


def second_readers(person: Person, user: User) -> list[User]:
    """Colleagues to offer for the second look: those of the file first, then of the own team."""
    own = user.memberships.filter(running(clock.today()), team__isnull=False).values("team_id")
    mates = Membership.objects.filter(running(clock.today()), team__in=own).values("user_id")
    team = case_team(person, user)[1:]
    near = [one for one in checks.colleagues(user).filter(pk__in=mates) if one not in team]
    return [*team, *near][:MOST]


def usual_reader(user: User, offered: list[User]) -> User | None:
    """Whom this user asked last, if she is offered; else the first one."""
    last = CrossCheck.objects.filter(asked_by=user).exclude(asked=None).order_by("asked_at").last()
    return next((one for one in offered if last and one.pk == last.asked_id), offered[0] if offered else None)
