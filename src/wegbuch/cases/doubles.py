"""Who may be meant already, before a new person is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from wegbuch.access import log
from wegbuch.access.models import User
from wegbuch.core import tenant

from . import search, spelling
from .models import Case, Person
from .services.people import likely_doubles


@dataclass(frozen=True)
class OpenDouble:
    """Somebody whose file this user may open."""

    case: Case
    reason: str


@dataclass(frozen=True)
class ClosedDouble:
    """Somebody of another case team."""

    stub: search.Stub
    reason: str


@dataclass(frozen=True)
class Doubles:
    """People who may be the one that was typed.

    has_hidden  somebody of whom nothing may be shown
    token       proves that exactly these were shown for exactly this record
    """

    open: Sequence[OpenDouble]
    closed: Sequence[ClosedDouble]
    has_hidden: bool
    token: str

    def __bool__(self) -> bool:
        return bool(self.open or self.closed or self.has_hidden)

    def are_confirmed_by(self, token: str) -> bool:
        return constant_time_compare(token, self.token)


def doubles_of(record: spelling.Record, user: User) -> Doubles:
    """People who may be this one; looks at those of other teams and at hidden ones are logged."""
    pairs = likely_doubles(record)
    people = [person for person, _ in pairs]
    reasons = {person.pk: ", ".join(reversed(likeness.reasons)) for person, likeness in pairs}
    visible = Case.objects.visible_to(user).filter(person__in=people).select_related("person")
    # Ordered so that the file to open comes last and stays: running before closed, new before old.
    cases = {case.person_id: case for case in visible.order_by(F("closed_on").asc(nulls_last=True), "opened_on")}
    rest = [person for person in people if person.pk not in cases]
    return Doubles(
        open=[OpenDouble(cases[person.pk], reasons[person.pk]) for person in people if person.pk in cases],
        closed=_closed([person for person in rest if not person.is_hidden], reasons, user),
        has_hidden=_has_hidden([person for person in rest if person.is_hidden], user),
        token=_token(record, sorted(str(pk) for pk in reasons), user),
    )


def _token(record: spelling.Record, people: list[str], user: User) -> str:
    shown = f"{user.pk} {record} {people}"
    return salted_hmac("wegbuch.cases.doubles", shown, algorithm="sha256").hexdigest()


def _closed(people: list[Person], reasons: dict[UUID, str], user: User) -> list[ClosedDouble]:
    by_case = {case.pk: case.person_id for case in Case.objects.filter(person__in=people)}
    return [ClosedDouble(stub, reasons[by_case[stub.case_id]]) for stub in search.stubs_of(people, user)]


def _has_hidden(people: list[Person], user: User) -> bool:
    """Whether somebody hidden was met; noted, for even that tells something."""
    if people:
        log.keep_reads(
            user.pk,
            tenant.current(),
            [log.Look("hint", str(person.pk), person.pk, "person.create") for person in people],
        )
    return bool(people)
