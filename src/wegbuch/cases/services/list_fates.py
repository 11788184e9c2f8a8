"""What becomes of every line of a list: said before anything is written, kept until the report is forgotten."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wegbuch.cases import spelling
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import HousingPeriod, ResidencePeriod
from wegbuch.core import clock, codes

from .list_facts import Facts, facts_of
from .list_matching import KnownPeople, Match

TAKE, THERE, SIMILAR, REFUSED, SKIPPED, LEFT = "take", "there", "similar", "refused", "skipped", "left"
NEW, SAME, LEAVE = "new", "same", "leave"
_BY_CHOICE = {NEW: TAKE, SAME: THERE, LEAVE: LEFT}


@dataclass
class Fate:
    """One line of the report.

    kind     take, there, similar, refused or skipped; similar waits for a choice: new, same or leave
    reasons  why somebody in the files may be the same person; person  her id; changes  what only the list says
    case     id of the case made for this line
    """

    line: int
    kind: str
    name: str = ""
    sentences: list[str] = field(default_factory=list)
    person: str = ""
    reasons: str = ""
    changes: list[str] = field(default_factory=list)
    choice: str = ""
    case: str = ""

    @property
    def outcome(self) -> str:
        """What happens, or happened: take, there, refused, left or skipped."""
        return _BY_CHOICE[self.choice] if self.kind == SIMILAR else self.kind


def with_choices(fates: Sequence[Fate], choices: Mapping[int, str]) -> Sequence[Fate]:
    """The same lines with what was chosen for some of them."""
    for fate in fates:
        if fate.kind == SIMILAR and choices.get(fate.line) in _BY_CHOICE:
            fate.choice = choices[fate.line]
    return fates


@dataclass(frozen=True, slots=True)
class _Above:
    """A line further up, as far as it tells whether somebody stands there twice."""

    line: int
    file_number_bamf: str
    file_number_azr: str


class Comparison:
    """The fate of lines, portion by portion, compared with everybody who is there now and with the lines above.

    leaving_out  ids of people who came with this very list
    """

    def __init__(self, leaving_out: Collection[UUID] = ()) -> None:
        self._leaving_out = leaving_out
        self._earlier: dict[tuple[str, date], _Above] = {}

    def fates(self, readings: Sequence[RowReading], questions: Mapping[int, str] | None = None) -> list[Fate]:
        """What becomes of these lines.

        questions  what is open about a line beside the person herself
        """
        known = KnownPeople([reading for reading in readings if reading.is_taken], self._leaving_out)
        fates: list[Fate] = []
        certain = []
        for reading in readings:
            fate = _begun(reading)
            if fate.kind == TAKE:
                self._compare(fate, reading, known.match(reading))
            if questions and reading.line in questions and fate.kind in (TAKE, SIMILAR):
                fate.sentences.append(questions[reading.line])
            if fate.kind == THERE and fate.person:
                certain.append((fate, reading))
            fates.append(fate)
        _say_changes(certain)
        return fates

    def _compare(self, fate: Fate, reading: RowReading, match: Match | None) -> None:
        """Settle whether the person is new."""
        if match:
            fate.person, fate.reasons = str(match.person.pk), ", ".join(match.reasons)
            fate.kind = THERE if match.is_certain else SIMILAR
            fate.choice = "" if match.is_certain else LEAVE if match.is_strong else NEW
            return
        if reading.birth_date is None:
            return
        here = _Above(fate.line, reading.file_number_bamf, reading.file_number_azr)
        above = self._earlier.setdefault((spelling.fold(fate.name), reading.birth_date), here)
        if above is not here and not _are_two(above, here):
            fate.kind = THERE
            fate.sentences.append(f"Zeile {fate.line}: Die Person steht schon in Zeile {above.line}.")


def _begun(reading: RowReading) -> Fate:
    name = f"{reading.given_name} {reading.surname}".strip()
    sentences = [
        f"{sentence} {complaint.hint}".strip()
        for sentence, complaint in zip(reading.sentences, reading.complaints, strict=True)
    ]
    if reading.kind != "person":
        return Fate(reading.line, SKIPPED, sentences=sentences)
    if reading.is_refused:
        return Fate(reading.line, REFUSED, name, sentences)
    sentences += [f"Zeile {reading.line}: {note}" for note in facts_of(reading).notes]
    return Fate(reading.line, THERE if reading.duplicate_of_line else TAKE, name, sentences)


def _are_two(above: _Above, below: _Above) -> bool:
    """Both lines carry a file number, and they differ."""
    pairs = (
        (above.file_number_bamf, below.file_number_bamf),
        (above.file_number_azr, below.file_number_azr),
    )
    return any(left and right and left != right for left, right in pairs)


def _say_changes(certain: Sequence[tuple[Fate, RowReading]]) -> None:
    """Tell what the list says otherwise than the files; nothing is changed by it."""
    if not certain:
        return
    ids = [UUID(fate.person) for fate, _ in certain]
    today = clock.today()
    lives: dict[str, HousingPeriod] = {}
    stays: dict[str, ResidencePeriod] = {}
    for housing in HousingPeriod.objects.on(today).filter(person__in=ids).select_related("facility"):
        lives.setdefault(str(housing.person_id), housing)
    for residence in ResidencePeriod.objects.on(today).filter(person__in=ids):
        stays.setdefault(str(residence.person_id), residence)
    for fate, reading in certain:
        facts = facts_of(reading)
        fate.changes = [*_moved(facts, lives.get(fate.person)), *_other_status(facts, stays.get(fate.person))]


def _moved(facts: Facts, known: HousingPeriod | None) -> list[str]:
    told = ", ".join(part for part in (facts.facility, facts.room) if part)
    if not told or (known and known.is_hidden):
        return []
    is_same = known is not None and known.place.casefold() == told.casefold()
    return [] if is_same else [f"In der Liste steht jetzt: {told}."]


def _other_status(facts: Facts, known: ResidencePeriod | None) -> list[str]:
    if not facts.status or facts.question or (known and known.status == facts.status):
        return []
    return [f"In der Liste steht jetzt: {codes.label('residence_statuses', facts.status)}."]
