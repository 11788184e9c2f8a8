"""One line of kind "person" → its values and every complaint about its cells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .days import DayReading, read_day
from .headings import Field
from .line_cells import LineCells
from .person_names import read_names
from .readings import RowReading
from .values import is_shortened_number, read_languages, read_sex, shortened, split_facility
from .workbook import Mark

OLDEST = 110

OLDEST = 110
FIRST_YEAR = 1900
CountryLookup = Callable[[str], str | None]


def read_person(cells: LineCells, *, epoch: date, today: date, country_code: CountryLookup | None) -> RowReading:
    """The person on the line; household and duplicates are settled later over all lines."""
    cells.note_marks()
    reading = _identity(cells, epoch, today)
    entered_on = _day(cells, Field.ENTERED_ON, epoch, today)
    _compare_entry(cells, entered_on, reading, today)
    facility, room = _lodging(cells)
    nationality = cells.short_text(Field.NATIONALITY)
    reading = replace(
        reading,
        running_number=cells.short_text(Field.RUNNING_NUMBER),
        nationality=nationality,
        nationality_code=_country(cells, nationality, country_code),
        languages=read_languages(cells.value(Field.LANGUAGES)),
        residence_status=cells.short_text(Field.RESIDENCE_STATUS),
        entered_on=entered_on,
        assigned_on=_day(cells, Field.ARRIVAL, epoch, today),
        facility=facility,
        room=room,
        file_number_bamf=_file_number(cells, Field.FILE_NUMBER_BAMF),
        file_number_azr=_file_number(cells, Field.FILE_NUMBER_AZR),
        remark=cells.text(Field.REMARK),
    )
    return replace(reading, complaints=tuple(cells.complaints))


def _identity(cells: LineCells, epoch: date, today: date) -> RowReading:
    names = read_names(cells)
    birth = _birth(cells, epoch, today)
    sex, is_understood = read_sex(cells.text(Field.SEX))
    if not is_understood:
        shown = shortened(cells.value(Field.SEX))
        cells.say("note", Field.SEX, f"„{shown}“ ist keine bekannte Angabe. Das Geschlecht bleibt offen.")
    return RowReading(
        line=cells.line.number,
        kind="person",
        surname=names.surname,
        surname_as_written=names.surname,
        given_name=names.given_name,
        given_name_as_written=names.given_name,
        birth_date=birth.day,
        birth_year=birth.year,
        sex=sex,
    )


def _birth(cells: LineCells, epoch: date, today: date) -> DayReading:
    """The birth; an impossible one refuses the line."""
    if Field.BIRTH_DATE not in cells.mapping:
        return DayReading()
    value = cells.value(Field.BIRTH_DATE)
    reading = read_day(value, epoch=epoch, today=today)
    shown = shortened(value)
    if reading.fault or cells.has(Mark.FAULT, Field.BIRTH_DATE):
        text = f"„{shown}“ {reading.fault}" if reading.fault else "Das Geburtsdatum ist nicht lesbar."
        cells.say("refuse", Field.BIRTH_DATE, text, reading.hint)
        return DayReading()
    year = reading.day.year if reading.day else reading.year
    if year is None:
        cells.say("note", Field.BIRTH_DATE, reading.note or "Das Geburtsdatum fehlt.")
        return reading
    if refusal := _impossible_birth(reading, year, epoch, today):
        cells.say("refuse", Field.BIRTH_DATE, f"„{shown}“ {refusal[0]}", refusal[1])
        return DayReading()
    if reading.note:
        cells.say("note", Field.BIRTH_DATE, reading.note)
    return reading


def _impossible_birth(reading: DayReading, year: int, epoch: date, today: date) -> tuple[str, str] | None:
    """Why nobody on the list can be born then, and what may be meant."""
    if year > today.year or (reading.day and reading.day > today):
        return "liegt in der Zukunft.", f"Ein Geburtstag liegt nicht nach dem {today:%d.%m.%Y}."
    if year < FIRST_YEAR:
        return f"liegt vor {FIRST_YEAR}.", "Stammt das Datum aus einem anderen Kalender? Rechnen Sie es um."
    if today.year - year <= OLDEST:
        return None
    typed = (reading.day - epoch).days if reading.day else 0
    if FIRST_YEAR <= typed <= today.year:
        return f"ergibt mehr als {OLDEST} Jahre.", f"Ist das Jahr {typed} gemeint? Schreiben Sie die Zelle als Text."
    return f"ergibt mehr als {OLDEST} Jahre.", "Prüfen Sie das Jahr."


def _day(cells: LineCells, name: Field, epoch: date, today: date) -> date | None:
    """A day that may be missing; what is no day is left out with a note."""
    value = cells.value(name)
    reading = read_day(value, epoch=epoch, today=today)
    if reading.fault:
        cells.say("note", name, f"„{shortened(value)}“ {reading.fault} Das Feld bleibt leer.", reading.hint)
    elif reading.year:
        cells.say(
            "note", name, f"„{shortened(value)}“ ist nur ein Jahr. Das Feld bleibt leer.", "Tragen Sie den Tag nach."
        )
    elif reading.day and reading.day.year < FIRST_YEAR:
        cells.say("note", name, f"„{shortened(value)}“ liegt vor {FIRST_YEAR}. Das Feld bleibt leer.")
        return None
    elif reading.note:
        cells.say("note", name, reading.note)
    return reading.day


def _compare_entry(cells: LineCells, entered_on: date | None, reading: RowReading, today: date) -> None:
    if entered_on is None:
        return
    shown = f"{entered_on:%d.%m.%Y}"
    born_year = reading.birth_date.year if reading.birth_date else reading.birth_year
    if (reading.birth_date and entered_on < reading.birth_date) or (born_year and entered_on.year < born_year):
        cells.say("note", Field.ENTERED_ON, f"Die Einreise am {shown} liegt vor der Geburt. Bitte prüfen Sie beides.")
    if entered_on > today:
        cells.say("note", Field.ENTERED_ON, f"Die Einreise am {shown} liegt in der Zukunft. Bitte prüfen Sie den Tag.")


def _lodging(cells: LineCells) -> tuple[str, str]:
    facility, room = cells.short_text(Field.FACILITY), cells.short_text(Field.ROOM)
    both = cells.short_text(Field.FACILITY_AND_ROOM)
    if not both:
        return facility, room
    split_off, split_room = split_facility(both)
    return facility or split_off, room or split_room


def _country(cells: LineCells, nationality: str, country_code: CountryLookup | None) -> str:
    if country_code is None or not nationality:
        return ""
    code = country_code(nationality)
    if code is None:
        cells.say(
            "note", Field.NATIONALITY, f"„{shortened(nationality)}“ ist kein bekannter Staat. Der Text bleibt stehen."
        )
    return code or ""


def _file_number(cells: LineCells, name: Field) -> str:
    text = cells.short_text(name)
    if is_shortened_number(text):
        cells.say("note", name, f"Excel hat „{text}“ gekürzt. Die Nummer ist nicht übernommen.", "Tragen Sie sie nach.")
        return ""
    return text
