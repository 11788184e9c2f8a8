"""Lines under the headings → readings, each with everything there is to complain about.

Twice over the lines, because families, spellings and doubles show only in all of them; in between they lie packed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from .columns import headers_of
from .headings import Field
from .households import Families, Membership, Place
from .kinds import kind_of, naming
from .line_cells import LineCells
from .names import KnownSpellings, is_indented
from .person import CountryLookup, read_person
from .plain import from_plain, to_plain
from .readings import Complaint, RowReading
from .shelf import KeptShelf
from .values import as_text
from .workbook import Line, ListUnreadable, Mark, Sheet

_FIRST_CELL = (Field.SURNAME, Field.FULL_NAME, Field.GIVEN_NAME)
_TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line as it is understood by itself; `place` for people only."""

    reading: RowReading
    place: Place | None


class _Drafts(KeptShelf[_Draft]):
    def plain(self, thing: _Draft) -> Any:
        place = thing.place
        told = place and [place.line, place.number, place.relation, place.is_indented, place.follows]
        return [to_plain(thing.reading), told]

    def thing(self, plain: Any) -> _Draft:
        reading, told = plain
        return _Draft(from_plain(reading), Place(*told) if told else None)


@dataclass
class _Whole:
    """What only all lines together tell."""

    families: Families = field(default_factory=Families)
    surnames: KnownSpellings = field(default_factory=KnownSpellings)
    given_names: KnownSpellings = field(default_factory=KnownSpellings)

    def note(self, draft: _Draft) -> None:
        if draft.place:
            self.families.note(draft.place)
            self.surnames.note(draft.reading.surname)
            self.given_names.note(draft.reading.given_name)

    def learn(self, readings: Iterable[RowReading]) -> None:
        """Learn how names are written, if some stand in capitals."""
        if self.surnames.are_asked or self.given_names.are_asked:
            for reading in readings:
                self.surnames.learn(reading.household_key, reading.surname)
                self.given_names.learn("", reading.given_name)


def read_rows(
    sheet: Sheet,
    header_row: int,
    mapping: Mapping[Field, int],
    *,
    today: date,
    country_code: CountryLookup | None = None,
    tell: Callable[[int], object] = lambda done: None,
) -> Iterator[RowReading]:
    """One reading for each line under the headings, in the order of the file; read once when this returns.

    mapping       column (from 0) of each field; fields left out are not read
    today         no birth lies after it
    country_code  ISO 3166 alpha-3 code of a nationality as written, None where unknown
    tell          is told now and then how many lines are read
    raises        ListUnreadable for more lines than the sheet may have, or none
    """
    whole, drafts = _Whole(), _Drafts()
    for draft in _drafts(sheet, header_row, mapping, today, country_code):
        if len(drafts) == sheet.max_rows:
            most = f"{sheet.max_rows:,}".replace(",", ".")
            raise ListUnreadable(f"Die Liste hat mehr als {most} Zeilen. Teilen Sie sie in mehrere Dateien.")
        if len(drafts) % _TELL_EVERY == 0:
            tell(len(drafts))
        whole.note(draft)
        drafts.add(draft)
    if not any(draft.place for draft in drafts):
        raise ListUnreadable("Unter den Überschriften stehen keine Personen. Prüfen Sie das Blatt und die Spalten.")
    whole.learn(_with_households(drafts, whole.families))
    return _with_duplicates(_with_spellings(_with_households(drafts, whole.families), whole))


def _drafts(
    sheet: Sheet, header_row: int, mapping: Mapping[Field, int], today: date, country_code: CountryLookup | None
) -> Iterator[_Draft]:
    headers, above = headers_of(sheet, header_row), 0
    for line in sheet.after(header_row):
        reading = _reading(sheet, line, headers, mapping, today, country_code)
        is_person = reading.kind == "person"
        yield _Draft(reading, _place(line, mapping, follows=above == line.number - 1) if is_person else None)
        above = line.number if is_person else 0


def _reading(
    sheet: Sheet,
    line: Line,
    headers: Sequence[str],
    mapping: Mapping[Field, int],
    today: date,
    country_code: CountryLookup | None,
) -> RowReading:
    kind = kind_of(line, headers, mapping)
    if kind != "person":
        return RowReading(line=line.number, kind=kind, complaints=naming(kind, line))
    reading = read_person(LineCells(line, headers, mapping), epoch=sheet.epoch, today=today, country_code=country_code)
    if sheet.is_delimited and any(column >= len(headers) for column in line.filled):
        text = f"Die Zeile hat mehr Zellen als die {len(headers)} Überschriften."
        hint = "Setzen Sie Text mit Trennzeichen in Anführungszeichen."
        reading = _complaining(reading, Complaint("refuse", "", "", text, hint))
    return reading


def _place(line: Line, mapping: Mapping[Field, int], *, follows: bool) -> Place:
    columns = [mapping[field] for field in _FIRST_CELL if field in mapping]
    return Place(
        line=line.number,
        number=as_text(line.value(mapping.get(Field.HOUSEHOLD_NUMBER))),
        relation=as_text(line.value(mapping.get(Field.HOUSEHOLD_HEAD))),
        is_indented=any(is_indented(line.value(column)) or line.has(Mark.INDENTED, column) for column in columns),
        follows=follows,
    )


def _with_households(drafts: Iterable[_Draft], families: Families) -> Iterator[RowReading]:
    above: Membership | None = None
    for draft in drafts:
        if draft.place:
            above = families.membership(draft.place, above)
            yield _joined(draft.reading, above)
        else:
            yield draft.reading


def _joined(reading: RowReading, membership: Membership) -> RowReading:
    joined = replace(
        reading,
        household_key=membership.key,
        household_number=membership.number,
        is_household_head=membership.is_head,
    )
    if membership.is_inherited:
        text = "Die Nummer des Haushalts fehlt. Die Person zählt zum Haushalt der Zeile darüber."
        return _complaining(joined, Complaint("note", "", "", text))
    return joined


def _with_spellings(readings: Iterable[RowReading], whole: _Whole) -> Iterator[RowReading]:
    for reading in readings:
        surname = whole.surnames.spelling(reading.household_key, reading.surname)
        given_name = whole.given_names.spelling("", reading.given_name)
        if (surname, given_name) == (reading.surname, reading.given_name):
            yield reading
        else:
            yield replace(reading, surname=surname, given_name=given_name)


def _with_duplicates(readings: Iterable[RowReading]) -> Iterator[RowReading]:
    first: dict[bytes, int] = {}
    for reading in readings:
        if reading.is_taken and (reading.birth_date or reading.file_number_bamf or reading.file_number_azr):
            same = first.setdefault(_likeness(reading), reading.line)
            if same != reading.line:
                note = Complaint("note", "", "", f"Die Person steht schon in Zeile {same}.")
                reading = replace(_complaining(reading, note), duplicate_of_line=same)
        yield reading


def _likeness(reading: RowReading) -> bytes:
    """The same for lines with the same names, birth and file numbers, in few bytes."""
    names = reading.surname.casefold(), reading.given_name.casefold()
    born = str(reading.birth_date or reading.birth_year or "")
    told = "\x1f".join((*names, born, reading.file_number_bamf, reading.file_number_azr))
    return blake2b(told.encode(), digest_size=16).digest()


def _complaining(reading: RowReading, complaint: Complaint) -> RowReading:
    return replace(reading, complaints=(*reading.complaints, complaint))
