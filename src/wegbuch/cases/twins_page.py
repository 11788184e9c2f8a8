"""What the pages of possible doubles show to whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from wegbuch.access.models import User
from wegbuch.core import clock

from . import search, twin_reasons
from .models import Case, CaseAccess, Person, PossibleDouble

State, Word = PossibleDouble.State, PossibleDouble.Word
FILTERS = {"sehr": Word.STRONG, "wahrscheinlich": Word.LIKELY, "moeglich": Word.POSSIBLE}
BADGES = {Word.STRONG: ("warn", "people"), Word.LIKELY: ("open", "people"), Word.POSSIBLE: ("", "ask")}


@dataclass(frozen=True)
class Side:
    """One of the two records: with its file where this user may open it, else as a stub; both None without a file."""

    person: Person
    case: Case | None
    stub: search.Stub | None

    @property
    def names(self) -> list[str]:
        return search.names_of(self.person) if self.case else [self.person.display_name]


@dataclass(frozen=True)
class Row:
    """A pair as this user sees it; `one` is a file of her own."""

    double: PossibleDouble
    one: Side
    other: Side
    reasons: Sequence[twin_reasons.Reason]
    badge: tuple[str, str]

    @property
    def is_open(self) -> bool:
        """Whether both files may be opened."""
        return self.one.case is not None and self.other.case is not None

    @property
    def is_merged(self) -> bool:
        """Whether one of the records went into another since the pair was found."""
        return bool(self.one.person.merged_into_id or self.other.person.merged_into_id)


def rows(doubles: Sequence[PossibleDouble], user: User) -> list[Row]:
    """The pairs with what this user may know of both; stubs are logged."""
    people = {person.pk: person for double in doubles for person in (double.first, double.second)}
    visible = Case.objects.visible_to(user).filter(person__in=people).select_related("team")
    # Ordered so that the file to open comes last and stays: running before closed, new before old.
    cases = {case.person_id: case for case in visible.order_by(F("closed_on").asc(nulls_last=True), "opened_on")}
    closed = [person for pk, person in people.items() if pk not in cases and not person.is_hidden]
    by_case = dict(Case.objects.filter(person__in=closed).values_list("pk", "person_id"))
    stubs = {by_case[stub.case_id]: stub for stub in search.stubs_of(closed, user)}
    sides = {pk: Side(person, cases.get(pk), stubs.get(pk)) for pk, person in people.items()}
    return [_row(double, sides[double.first_id], sides[double.second_id]) for double in doubles]


def _row(double: PossibleDouble, first: Side, second: Side) -> Row:
    one, other = (first, second) if first.case else (second, first)
    are_open = bool(one.case and other.case)
    reasons = twin_reasons.in_words(double.reasons, names=(one.names, other.names), are_open=are_open)
    return Row(double, one, other, reasons, BADGES[Word(double.strength)])


@dataclass(frozen=True)
class Counts:
    """What a lead is told: numbers, and nothing of anybody.

    without_team  pairs that nobody can look at, for neither file has a case team
    """

    by_word: list[tuple[str, int]]
    without_team: int
    different: int

    @property
    def open(self) -> int:
        return sum(number for _word, number in self.by_word)


def counts() -> Counts:
    found = PossibleDouble.objects.open().order_by()
    numbers = dict(found.values_list("strength").annotate(number=Count("pk")))
    return Counts(
        [(str(word.label), numbers.get(word.value, 0)) for word in Word],
        found.exclude(_has_team("first") | _has_team("second")).count(),
        PossibleDouble.objects.filter(state=State.DIFFERENT).count(),
    )


def _has_team(side: str) -> Q:
    access = CaseAccess.objects.open_at(clock.now()).filter(kind="team", case__person=OuterRef(f"{side}_id"))
    return Q(Exists(access))
