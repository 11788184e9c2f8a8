"""Everything the pages about proceedings show, asked in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from lawbook import Entry
from lawbook.deadlines import Rule
from wegbuch.access.models import User
from wegbuch.cases.models import Case, LanguageSkill, Person, ResidencePeriod
from wegbuch.cases.way import current
from wegbuch.core import clock, codes

from . import law, regimes, stage_map
from .models import Deadline, Letter, PreparationPoint, Proceeding
from .stage_map import Reached, Stop

LETTER_DAYS = ("served_on", "handed_on", "received_on", "arrived_on", "posted_on")


@dataclass(frozen=True)
class Overview:
    """One proceeding in a list."""

    proceeding: Proceeding
    kind: str
    here: Reached | None
    next_deadline: Deadline | None


@dataclass(frozen=True)
class LetterRow:
    """A letter of the proceeding.

    status          word for the status that follows from it and that nobody noted; empty where there is none
    has_other_day   it was computed with another day of lodging than the proceeding has
    """

    letter: Letter
    label: str
    day: date
    status: str
    has_other_day: bool


@dataclass(frozen=True)
class Point:
    """A point of the preparation; `done` is None until somebody ticks it."""

    entry: Entry
    done: PreparationPoint | None


@dataclass(frozen=True)
class ProceedingPage:
    """One proceeding as its page shows it.

    case    the file to go back to
    entry   the stage it stands at in the words of the law; None where the law names none
    rules   main deadlines of the stage that are not among the open ones
    paper   the residence paper that counts today
    """

    proceeding: Proceeding
    case: Case
    person: Person
    is_changeable: bool
    kind: Entry
    ground: regimes.Ground
    reached: Sequence[Reached]
    here: Reached | None
    stops: Sequence[Stop]
    entry: Entry | None
    possible: Sequence[Entry]
    deadlines: Sequence[Deadline]
    rules: Sequence[Rule]
    letters: Sequence[LetterRow]
    others: Sequence[Overview]
    paper: ResidencePeriod | None
    points_done: int
    points_total: int

    @property
    def is_of_other_law(self) -> bool:
        """Whether the stage was noted under the other law and says nothing in this one."""
        return bool(self.here and self.proceeding.stage_list and self.entry is None)


def proceeding_page(proceeding: Proceeding, user: User) -> ProceedingPage:
    """One proceeding with its map, deadlines and letters."""
    person = proceeding.person
    reached = stage_map.reached_by(proceeding, proceeding.steps.select_related("entered_by", "letter"))
    here = stage_map.current(proceeding, reached)
    entry, possible = _entry(proceeding, here)
    deadlines = list(open_deadlines(proceeding))
    periods = list(ResidencePeriod.objects.filter(person=person))
    return ProceedingPage(
        proceeding=proceeding,
        case=case_of(person, user),
        person=person,
        is_changeable=is_changeable(person, user),
        kind=regimes.kind_entry(proceeding.kind, proceeding.regime),
        ground=regimes.ground_of(proceeding.kind, regimes.days_of(proceeding)),
        reached=reached,
        here=here,
        stops=stage_map.stops(proceeding, reached),
        entry=entry,
        possible=possible,
        deadlines=deadlines,
        rules=_rules(entry, {row.rule for row in deadlines}),
        letters=_letters(proceeding, periods),
        others=overviews(Proceeding.objects.filter(person=person).exclude(pk=proceeding.pk)),
        paper=current(periods, clock.today()),
        points_done=PreparationPoint.objects.filter(proceeding=proceeding).count(),
        points_total=len(codes.entries("interview_points")),
    )


def overviews(proceedings: Any) -> list[Overview]:
    """Proceedings as a list shows them, the one with the nearest deadline first, in three queries."""
    rows = list(proceedings.prefetch_related("steps"))
    nearest: dict[Any, Deadline] = {}
    for deadline in Deadline.objects.open().filter(proceeding__in=rows).select_related("responsible"):
        nearest.setdefault(deadline.proceeding_id, deadline)
    rank = {pk: number for number, pk in enumerate(nearest)}
    rows.sort(key=lambda row: (bool(row.closed_on), rank.get(row.pk, len(rank))))
    return [_overview(row, nearest.get(row.pk)) for row in rows]


def _overview(proceeding: Proceeding, deadline: Deadline | None) -> Overview:
    here = stage_map.current(proceeding, stage_map.reached_by(proceeding, proceeding.steps.all()))
    kind = regimes.kind_entry(proceeding.kind, proceeding.regime)
    return Overview(proceeding, kind.label, here, deadline)


def open_deadlines(proceeding: Proceeding) -> Any:
    """Open deadlines of a proceeding, the most urgent first."""
    return Deadline.objects.open().filter(proceeding=proceeding).select_related("responsible", "person")


def case_of(person: Person, user: User) -> Case:
    """The file of a person that this user goes back to: a running one before one that ended."""
    hers = Case.objects.visible_to(user).filter(person=person)
    return hers.order_by(F("closed_on").desc(nulls_first=True), "-opened_on")[0]


def is_changeable(person: Person, user: User) -> bool:
    return Case.objects.changeable_by(user).filter(person=person).exists()


def preparation(proceeding: Proceeding) -> list[Point]:
    """Every point of the preparation for an interview, with who did it when."""
    done = {row.point: row for row in proceeding.preparation.select_related("done_by")}
    return [Point(entry, done.get(entry.code)) for entry in codes.entries("interview_points")]


def languages_of(person: Person) -> list[LanguageSkill]:
    return list(LanguageSkill.objects.filter(person=person))


def day_of(letter: Letter) -> date:
    """The day a letter reached the person, as near as it is known."""
    known = (getattr(letter.item, name) for name in LETTER_DAYS)
    return next((day for day in known if day), letter.entered_at.astimezone(clock.BERLIN).date())


def is_status_open(letter: Letter, periods: Sequence[ResidencePeriod]) -> bool:
    """Whether a status follows from this letter that nobody wrote into the history."""
    status, day = law.letter_kind(letter.kind).get("status"), day_of(letter)
    noted = any(row.status == status and (row.since is None or row.since >= day) for row in periods)
    return bool(status) and not noted


def _entry(proceeding: Proceeding, here: Reached | None) -> tuple[Entry | None, list[Entry]]:
    """The stage a proceeding stands at and what may follow it."""
    if not proceeding.stage_list or here is None:
        return None, []
    net = stage_map.stages(proceeding.stage_list)
    return (net.entries[here.stage], net.follow(here.stage)) if here.stage in net.entries else (None, [])


def _rules(entry: Entry | None, standing: set[str]) -> list[Rule]:
    names = [name for name in (entry.extra["rules"] if entry else ()) if name not in standing]
    return [law.book().get(name) for name in names]


def _letters(proceeding: Proceeding, periods: Sequence[ResidencePeriod]) -> list[LetterRow]:
    rows = Letter.objects.filter(proceeding=proceeding).select_related("item")
    found = [_letter_row(letter, proceeding, periods) for letter in rows]
    return sorted(found, key=lambda row: row.day, reverse=True)


def _letter_row(letter: Letter, proceeding: Proceeding, periods: Sequence[ResidencePeriod]) -> LetterRow:
    kind = law.letter_kind(letter.kind)
    lodged = letter.all_events().get("lodged_on")
    word = codes.label("residence_statuses", kind["status"]) if is_status_open(letter, periods) else ""
    return LetterRow(
        letter=letter,
        label=kind["label"],
        day=day_of(letter),
        status=word,
        has_other_day=bool(lodged and proceeding.lodged_on and lodged != proceeding.lodged_on),
    )
