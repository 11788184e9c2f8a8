"""Lines under the headings → readings, each with everything there is to complain about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from .columns import headers_of
from .headings import Field
from .households import Membership, Place, memberships
from .kinds import kind_of, naming
from .line_cells import LineCells
from .names import KnownSpellings, is_indented
from .person import CountryLookup, read_person
from .readings import Complaint, RowReading
from .values import as_text
from .workbook import Line, ListUnreadable, Mark, Sheet

_FIRST_CELL = (Field.SURNAME, Field.FULL_NAME, Field.GIVEN_NAME)


def read_rows(
    sheet: Sheet,
    header_row: int,
    mapping: Mapping[Field, int],
    *,
    today: date,
    country_code: CountryLookup | None = None,
) -> list[RowReading]:
    """One reading for each line under the headings, in the order of the file.

    mapping       column (from 0) of each field; fields left out are not read
    today         no birth lies after it
    country_code  ISO 3166 alpha-3 code of a nationality as written, None where unknown
    raises        ListUnreadable for more lines than the sheet may have, or none
    """
    body = sheet.after(header_row)
    if len(body) > sheet.max_rows:
        most = f"{sheet.max_rows:,}".replace(",", ".")
        raise ListUnreadable(f"Die Liste hat mehr als {most} Zeilen. Teilen Sie sie in mehrere Dateien.")
    headers = headers_of(sheet, header_row)
    readings = [_reading(sheet, line, headers, mapping, today, country_code) for line in body]
    if not any(reading.kind == "person" for reading in readings):
        raise ListUnreadable("Unter den Überschriften stehen keine Personen. Prüfen Sie das Blatt und die Spalten.")
    return _with_duplicates(_with_spellings(_with_households(readings, body, mapping)))


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


def _with_households(
    readings: list[RowReading], body: Sequence[Line], mapping: Mapping[Field, int]
) -> list[RowReading]:
    people = [index for index, reading in enumerate(readings) if reading.kind == "person"]
    found = memberships(_place(body, readings, index, mapping) for index in people)
    result = list(readings)
    for index, membership in zip(people, found, strict=True):
        result[index] = _joined(result[index], membership)
    return result


def _place(body: Sequence[Line], readings: Sequence[RowReading], index: int, mapping: Mapping[Field, int]) -> Place:
    line = body[index]
    columns = [mapping[field] for field in _FIRST_CELL if field in mapping]
    return Place(
        line=line.number,
        number=as_text(line.value(mapping.get(Field.HOUSEHOLD_NUMBER))),
        relation=as_text(line.value(mapping.get(Field.HOUSEHOLD_HEAD))),
        is_indented=any(is_indented(line.value(column)) or line.has(Mark.INDENTED, column) for column in columns),
        follows=index > 0 and readings[index - 1].kind == "person" and body[index - 1].number == line.number - 1,
    )


def _joined(reading: RowReading, membership: Membership) -> RowReading:
    joined = replace(reading, household_key=membership.key, is_household_head=membership.is_head)
    if membership.is_inherited:
        text = "Die Nummer des Haushalts fehlt. Die Person zählt zum Haushalt der Zeile darüber."
        return _complaining(joined, Complaint("note", "", "", text))
    return joined


def _with_spellings(readings: list[RowReading]) -> list[RowReading]:
    surnames = KnownSpellings((reading.household_key, reading.surname) for reading in readings)
    given_names = KnownSpellings(("", reading.given_name) for reading in readings)
    return [
        replace(
            reading,
            surname=surnames.spelling(reading.household_key, reading.surname),
            given_name=given_names.spelling("", reading.given_name),
        )
        for reading in readings
    ]


def _with_duplicates(readings: list[RowReading]) -> list[RowReading]:
    first: dict[tuple[object, ...], int] = {}
    result = []
    for reading in readings:
        if not reading.is_taken or not (reading.birth_date or reading.file_number_bamf or reading.file_number_azr):
            result.append(reading)
            continue
        same = first.setdefault(_likeness(reading), reading.line)
        if same != reading.line:
            note = Complaint("note", "", "", f"Die Person steht schon in Zeile {same}.")
            reading = replace(_complaining(reading, note), duplicate_of_line=same)
        result.append(reading)
    return result


def _likeness(reading: RowReading) -> tuple[object, ...]:
    return (
        reading.surname.casefold(),
        reading.given_name.casefold(),
        reading.birth_date or reading.birth_year,
        reading.file_number_bamf,
        reading.file_number_azr,
    )


def _complaining(reading: RowReading, complaint: Complaint) -> RowReading:
    return replace(reading, complaints=(*reading.complaints, complaint))
