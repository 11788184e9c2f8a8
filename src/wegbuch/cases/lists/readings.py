"""What one line of a list turned into, and what there is to say about it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .values import Sex

Level = Literal["refuse", "note"]
Kind = Literal["person", "subtotal", "number_only", "section", "empty", "repeated_header"]
NOT_TAKEN = "Nicht übernommen."


@dataclass(frozen=True, slots=True)
class Complaint:
    """One remark about one cell.

    level   "refuse" keeps the whole line out, "note" only tells
    column  heading of the column as written, "" where the line as a whole is meant
    value   the cell, at most 40 characters
    text    German sentence without the number of the line
    hint    German sentence on what to write instead, or ""
    """

    level: Level
    column: str
    value: str
    text: str
    hint: str = ""

    def sentence(self, line: int) -> str:
        """„Zeile 41, Spalte „geb. am“: „31.02.1990“ ist kein Tag. Nicht übernommen.“"""
        place = f"Zeile {line}, Spalte „{self.column}“" if self.column else f"Zeile {line}"
        return f"{place}: {self.text}" + (f" {NOT_TAKEN}" if self.level == "refuse" else "")


@dataclass(frozen=True, slots=True)
class RowReading:
    """One line as read; only kind "person" without a refusal is fit to be taken over.

    line               number of the line in the file, from 1
    surname_as_written the surname before capitals were turned into everyday spelling
    birth_year         set where only the year is known; `birth_date` is None then
    household_key      the same opaque text for everyone who belongs together
    household_number   as the first line that carries it has it, "" where the list has none
    duplicate_of_line  earlier line with the same names, birth date and file number
    """

    line: int
    kind: Kind
    complaints: tuple[Complaint, ...] = ()
    running_number: str = ""
    surname: str = ""
    surname_as_written: str = ""
    given_name: str = ""
    given_name_as_written: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    sex: Sex = "unknown"
    nationality: str = ""
    nationality_code: str = ""
    languages: tuple[str, ...] = ()
    residence_status: str = ""
    entered_on: date | None = None
    assigned_on: date | None = None
    facility: str = ""
    room: str = ""
    file_number_bamf: str = ""
    file_number_azr: str = ""
    remark: str = ""
    household_key: str = ""
    household_number: str = ""
    is_household_head: bool = False
    duplicate_of_line: int | None = None

    @property
    def is_refused(self) -> bool:
        return any(complaint.level == "refuse" for complaint in self.complaints)

    @property
    def is_taken(self) -> bool:
        """True for a person without a refusal; a duplicate is taken unless the caller decides otherwise."""
        return self.kind == "person" and not self.is_refused

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(complaint.sentence(self.line) for complaint in self.complaints)
