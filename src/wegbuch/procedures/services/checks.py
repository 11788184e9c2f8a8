"""Gegenrechnen: a second person reads the same letter, and both readings are compared."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from lawbook.deadlines.safety import earlier
from wegbuch.access.models import User
from wegbuch.access.models.people import running
from wegbuch.access.roles import Role
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from .. import law
from ..models import Confirmation, CrossCheck, CrossCheckWay, Deadline, Letter
from . import deadlines
from .letters import Contradiction, contradictions, refuse_future_days

OWN = "Gegenrechnen muss eine zweite Person. Bitte fragen Sie eine Kollegin oder einen Kollegen."
NOT_A_COLLEAGUE = "Bitte wählen Sie eine Person, die bei Ihnen in der Beratung arbeitet."
TWO_DAYS = "Zwei verschiedene Tage. Es gilt der frühere, bis Sie sich geeinigt haben."
# The days a second person reads, by the way the letter came, and whether she may leave one open.
DAYS_OF_CHANNEL = {
    "yellow": {"served_on": True},
    "registered_slip": {"served_on": True},
    "handed": {"served_on": True},
    "ordinary": {"posted_on": True},
    "registered": {"posted_on": True},
    "reception_centre": {"handed_to_reception_centre_on": True, "handed_to_person_on": False},
    "portal": {"sent_electronically_on": True, "retrieved_on": False},
    "returned": {"posted_on": True, "returned_undeliverable_on": False},
}
# Days that the file knows from elsewhere: they do not stand on the envelope.
KNOWN_ELSEWHERE = ("lodged_on", "registered_on", "review_started_on")

# Of two readings the earlier of these counts.
EARLIER_DAYS = ("counts_on", "safe_day")
COMPARED = ("last_day", "counts_on", "safe_day", "earliest_day")
Key = tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """One act with the day each of two people found; None where she found none."""

    act: str
    first: Deadline | None
    second: Deadline | None

    @property
    def is_equal(self) -> bool:
        """Whether both come to the same days; a period that only one of them read may be the usual one."""
        if self.first is None or self.second is None:
            return False
        return all(getattr(self.first, name) == getattr(self.second, name) for name in COMPARED)

    @property
    def rule(self) -> str:
        return (self.first or self.second or Deadline()).rule

    @property
    def days(self) -> dict[str, date | None]:
        """The days that count: of two readings the earlier ones."""
        both = [row for row in (self.first, self.second) if row]
        return {name: earlier(*(getattr(row, name) for row in both)) for name in EARLIER_DAYS}


HIDDEN = "Diese Person ist geschützt. Bitte fragen Sie jemanden aus dem Fallteam."


def colleagues(user: User, *, but: Iterable[User] = ()) -> QuerySet[User]:
    """Everybody who may be asked: counsellors of the same organisation."""
    workers = User.objects.filter(
        running(clock.today(), "memberships__"),
        organisation=user.organisation_id,
        memberships__role=Role.WORKER,
        is_active=True,
    )
    return workers.exclude(pk__in=[user.pk, *(each.pk for each in but)]).distinct().order_by("name")


def ask(letter: Letter, *, by: User, asked: User | None = None, way: str = CrossCheckWay.SCREEN) -> CrossCheck:
    """Ask somebody to find the deadlines of a letter again; a question that is still open goes to the new person.

    asked   the colleague; None asks everybody in the case team
    raises  NotPossible for the person who entered the letter, and for whoever is no counsellor of the organisation
    """
    if asked and asked.pk in (by.pk, letter.entered_by_id):
        raise NotPossible(OWN)
    if asked and not colleagues(by).filter(pk=asked.pk).exists():
        raise NotPossible(NOT_A_COLLEAGUE)
    if asked and letter.person.is_hidden and not Letter.objects.changeable_by(asked).filter(pk=letter.pk).exists():
        raise NotPossible(HIDDEN)
    check = CrossCheck.objects.open().filter(letter=letter).first() or CrossCheck(letter=letter)
    check.asked, check.asked_by, check.asked_at, check.way = asked, by, clock.now(), way
    check.save()
    return check


def ask_again(letter: Letter, *, by: User) -> CrossCheck | None:
    """After a correction: ask whoever looked last, or who read it before; None where nobody was ever asked."""
    last = CrossCheck.objects.filter(letter=letter).select_related("answered_by", "asked", "asked_by").last()
    if last is None:
        return None
    free = set(colleagues(by).exclude(pk=letter.entered_by_id).values_list("pk", flat=True))
    others = (last.answered_by, last.asked, last.asked_by)
    return ask(letter, by=by, asked=next((one for one in others if one and one.pk in free), None))


def asked_days(letter: Letter) -> dict[str, bool]:
    """The days a second person reads from paper, by name of the deadline rules; whether each must be given."""
    kind = law.letter_kind(letter.kind)
    events = law.book().events
    further = [name for name in kind.get("ask", ()) if events[name].type == "day" and name not in KNOWN_ELSEWHERE]
    return DAYS_OF_CHANNEL[letter.item.channel] | {name: True for name in further if letter.events.get(name)}


def answer(
    check: CrossCheck,
    *,
    by: User,
    days: dict[str, date | None],
    instructed_period: str = "",
    instructed_day: date | None = None,
    way: str = CrossCheckWay.SCREEN,
) -> CrossCheck:
    """Compare what a second person read with what stands: equal confirms, different leaves both and counts the earlier.

    days    as `asked_days` names them
    raises  NotPossible for the first reader and a check that was answered, Contradiction for days that cannot be
    """
    letter = check.letter
    if by.pk in (letter.entered_by_id, check.asked_by_id):
        raise NotPossible(OWN)
    if check.answered_at:
        raise NotPossible("Das ist schon gegengerechnet. Das Ergebnis steht auf der Seite des Briefs.")
    check.answers = {
        "days": {name: day.isoformat() if day else None for name, day in days.items()},
        "instructed_period": instructed_period,
        "instructed_day": instructed_day.isoformat() if instructed_day else None,
    }
    check.answered_by, check.answered_at, check.way = by, clock.now(), way
    refuse_future_days(second_reading(check).all_events())
    found = comparison(check)
    check.is_equal = all(each.is_equal for each in found)
    with transaction.atomic():
        check.save()
        _write_down(check, found)
    return check


def second_reading(check: CrossCheck) -> Letter:
    """The letter as the second person read it; never saved."""
    letter = copy.copy(check.letter)
    letter.events = letter.events | check.answers["days"]
    letter.instructed_period = check.answers["instructed_period"]
    named = check.answers["instructed_day"]
    letter.instructed_day = date.fromisoformat(named) if named else None
    return letter


def comparison(check: CrossCheck) -> list[Difference]:
    """Every act that follows from the letter as the first or the second person read it.

    raises  Contradiction where days contradict each other
    """
    first, second = _rows_by_key(check.letter, check.asked_by), _rows_by_key(second_reading(check), check.asked_by)
    return [Difference(key[1], first.get(key), second.get(key)) for key in first | second]


def compared_now(check: CrossCheck) -> list[Difference]:
    """The comparison as the letter stands now; empty where it was corrected so that the second reading cannot be."""
    try:
        return comparison(check)
    except Contradiction:
        return []


def _rows_by_key(letter: Letter, user: User) -> dict[Key, Deadline]:
    with contradictions():
        answers = law.answers_of(letter)
    rows = deadlines.rows_of(letter, answers, user=user, responsible=user)
    return {(row.rule, row.act): row for row in rows}


def _write_down(check: CrossCheck, found: list[Difference]) -> None:
    """Confirm the open deadlines of the letter, or let both days stand with the earlier one counting.

    Acts that no longer follow from the letter in any reading stay as they are.
    """
    by_key = {(each.rule, each.act): each for each in found}
    for row in Deadline.objects.open().filter(letter=check.letter):
        if each := by_key.get((row.rule, row.act)):
            settle(row, each, check)
            row.save()


def settle(row: Deadline, each: Difference, check: CrossCheck) -> None:
    """Give a deadline what two readings came to; it is not saved."""
    for name, day in each.days.items():
        setattr(row, name, day)
    row.confirmation = Confirmation.CONFIRMED if each.is_equal else Confirmation.DISPUTED
    row.confirmed_by = check.answered_by if each.is_equal else None
    row.confirmed_at = check.answered_at if each.is_equal else None
