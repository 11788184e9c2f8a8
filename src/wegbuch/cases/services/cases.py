"""Cases opened, handed over, opened with a reason, closed."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Length

from wegbuch.access.models import Membership, Organisation, Team, User
from wegbuch.access.models.people import running
from wegbuch.access.roles import Role
from wegbuch.access.services import NotPossible
from wegbuch.core import clock, tenant

from ..models import Case, CaseAccess, CaseAccessKind, Person
from .assignment import team_of

GLASS_OPEN_FOR = timedelta(hours=8)
GLASSES_A_MONTH = 3
SHORTEST_REASON = 20


class TeamChanged(Exception):
    """Somebody set the case team since it was read; nothing was written."""


def next_numbers(count: int, *, after: str = "") -> list[str]:
    """The next case numbers of the organisation, which is held until the transaction ends: prefix, dash, digits.

    after  the number given out last, as far as the caller knows: while those behind it are free, nobody has to look
    """
    organisation = Organisation.objects.select_for_update().get(pk=tenant.current())
    if after:
        wanted = _numbers_after(after, count)
        if not Case.objects.filter(number__in=wanted).exists():
            return wanted
    numbers = Case.objects.filter(number__startswith=f"{organisation.case_prefix}-").values_list("number", flat=True)
    last = numbers.order_by(Length("number").desc(), "-number").first()
    return _numbers_after(last or f"{organisation.case_prefix}-00000", count)


def _numbers_after(last: str, count: int) -> list[str]:
    """The numbers behind one, as wide as it is."""
    prefix, _dash, digits = last.rpartition("-")
    first = int(digits) + 1
    return [f"{prefix}-{number:0{len(digits)}d}" for number in range(first, first + count)]


def open_case(person: Person, *, user: User | None, team: Team, form: str, opened_on: date, number: str = "") -> Case:
    """Open a case; the user, if any, is its case team."""
    with transaction.atomic():
        case = Case(person=person, team=team, form=form, opened_on=opened_on)
        case.number = number or next_numbers(1)[0]
        case.save()
        if user is not None:
            add_to_team(case, user)
    return case


def add_to_team(case: Case, user: User) -> CaseAccess:
    """Let somebody into the case team from now on."""
    found = CaseAccess.objects.open_at(clock.now()).filter(case=case, user=user, kind=CaseAccessKind.TEAM).first()
    if found:
        return found
    if Role.WORKER not in user.roles or user.organisation_id != case.organisation_id:
        raise NotPossible("Ins Fallteam kann nur eine Sozialarbeiter:in der eigenen Organisation.")
    access = CaseAccess(case=case, user=user, kind=CaseAccessKind.TEAM, starts_at=clock.now())
    access.save()
    return access


def set_team(case: Case, users: Iterable[User], *, seen: Collection[UUID] | None = None) -> None:
    """Make these the case team.

    seen    ids of the team that this change started from, None to set it whatever it is
    raises  NotPossible for nobody: a running case needs somebody who answers for it; TeamChanged for another team
    """
    wanted = {user.pk: user for user in users}
    if not wanted:
        raise NotPossible("Bitte wählen Sie mindestens eine Person. Eine Akte braucht jemanden, der zuständig ist.")
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        if seen is not None and {user.pk for user in team_of(case)} != set(seen):
            raise TeamChanged
        for access in CaseAccess.objects.open_at(clock.now()).filter(case=case, kind=CaseAccessKind.TEAM):
            if access.user_id in wanted:
                del wanted[access.user_id]
            else:
                access.ends_at = clock.now()
                access.save()
        for user in wanted.values():
            add_to_team(case, user)


def close_case(case: Case, *, closed_on: date, reason: str, version: int) -> Case:
    """End a case.

    raises  NotPossible for a day before its beginning
    """
    if closed_on < case.opened_on:
        raise NotPossible("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide Tage.")
    case.version, case.closed_on, case.closing_reason = version, closed_on, reason
    case.save()
    return case


def reopen_case(case: Case, *, version: int) -> Case:
    """Let a case go on.

    version  the version that was seen as ended
    raises   SavedMeanwhile if a colleague saved since
    """
    case.version = version
    case.closed_on, case.closing_reason = None, ""
    case.save()
    return case


def break_glass(case: Case, *, user: User, reason: str) -> CaseAccess:
    """Open a file outside one's case team, for eight hours at most. Lead and data protection officer see it at once.

    raises  NotPossible for a reason shorter than 20 characters, and for a fourth time in 30 days without a review
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotPossible("Bitte schreiben Sie einen ganzen Satz: mindestens 20 Zeichen.")
    month = clock.now() - timedelta(days=30)
    glasses = CaseAccess.objects.filter(
        user=user, kind=CaseAccessKind.BREAK_GLASS, starts_at__gt=month, reviewed_at=None
    )
    if glasses.count() >= GLASSES_A_MONTH:
        raise NotPossible(
            "Sie haben in 30 Tagen schon dreimal so geöffnet. Bitte lassen Sie das zuerst vom Datenschutz prüfen."
        )
    now = clock.now()
    access = CaseAccess(
        case=case,
        user=user,
        kind=CaseAccessKind.BREAK_GLASS,
        starts_at=now,
        ends_at=now + GLASS_OPEN_FOR,
        reason=reason,
    )
    access.save()
    return access


def close_glass(case: Case, *, user: User) -> None:
    """End one's own break-glass now."""
    for access in CaseAccess.objects.open_at(clock.now()).filter(case=case, user=user, kind=CaseAccessKind.BREAK_GLASS):
        access.ends_at = clock.now()
        access.save()


def review_glass(access: CaseAccess, *, reviewer: User) -> None:
    """Note that an opening was looked at; it no longer counts towards the three of a month."""
    access.reviewed_at, access.reviewed_by = clock.now(), reviewer
    access.save()


def workers() -> list[User]:
    """Counsellors of the own organisation today, by name."""
    memberships = Membership.objects.filter(
        running(clock.today()), role=Role.WORKER, user__organisation=tenant.current(), user__is_active=True
    )
    return sorted({row.user for row in memberships.select_related("user")}, key=lambda user: user.name)
