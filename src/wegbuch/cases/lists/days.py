"""One cell → a day, a year, or a German sentence why it is neither."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .workbook import CellValue, is_blank

YEARS = range(1900, 2101)
SERIALS = range(10_000, 80_000)
NOT_A_DAY = "ist kein Tag."
WRITE_SO = "Beispiel: 28.02.1991"


@dataclass(frozen=True, slots=True)
class DayReading:
    """A day or only a year; `note` says how it was read, `fault` and `hint` why it could not be."""

    day: date | None = None
    year: int | None = None
    note: str = ""
    fault: str = ""
    hint: str = ""


_MONTHS = {
    "jan": 1, "feb": 2, "mär": 3, "mae": 3, "mrz": 3, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_MONTH_NAMES = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
_UNKNOWN = re.compile(
    r"(?:[-–—?/.x*_\s]+|unbek(?:annt|\.)?|k\.?\s?a\.?|n\.?\s?n\.?|n/a|nicht bekannt|keine angaben?)$", re.I
)
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?Uhr|Z)?$")
_PREFIX = re.compile(r"^(?:geb(?:oren)?\.?(?:\s*am)?|am|seit|\*)\s*(?=\d)", re.I)
_TRAILING = re.compile(r"^([\d./-]{6,10}\d)\s*[,;(]?\s*([^\d]+)$")


def read_day(value: CellValue, *, epoch: date, today: date) -> DayReading:
    """What a cell of a date column says; never raises.

    epoch  day zero of the workbook's serial numbers
    today  two-digit years never lie after it
    """
    if is_blank(value):
        return DayReading()
    if isinstance(value, datetime):
        return DayReading(day=value.date())
    if isinstance(value, date):
        return DayReading(day=value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, epoch, today)
    if isinstance(value, str):
        return _from_text(value, epoch, today)
    return DayReading(fault=NOT_A_DAY, hint=WRITE_SO)


def _from_number(value: float, epoch: date, today: date) -> DayReading:
    if value != value or abs(value) > 10**9:
        return DayReading(fault=NOT_A_DAY, hint=WRITE_SO)
    number = int(value)
    if number in YEARS and number == value:
        return DayReading(year=number, note="Nur das Jahr steht da.")
    if number in SERIALS:
        return DayReading(day=epoch + timedelta(days=number))
    if number == value and 1_000_000 <= number < 100_000_000:
        return _from_digits(f"{number:08d}", today)
    return DayReading(fault=NOT_A_DAY, hint=WRITE_SO)


def _from_digits(digits: str, today: date) -> DayReading:
    """Eight digits without dots: 05031990, else 19900305."""
    german = _day(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    if german.day and german.day.year in YEARS:
        return DayReading(day=german.day, note=f"Ohne Punkte geschrieben, gelesen als {german.day:%d.%m.%Y}.")
    iso = _day(int(digits[6:]), int(digits[4:6]), int(digits[:4]))
    if iso.day and iso.day.year in YEARS:
        return DayReading(day=iso.day, note=f"Ohne Punkte geschrieben, gelesen als {iso.day:%d.%m.%Y}.")
    return DayReading(fault=NOT_A_DAY, hint=WRITE_SO)


def _from_text(value: str, epoch: date, today: date) -> DayReading:
    text = " ".join(unicodedata.normalize("NFKC", value).split()).strip("'\"„“")
    if _UNKNOWN.match(text):
        return DayReading(note="Der Tag ist nicht bekannt.")
    text = _PREFIX.sub("", _CLOCK.sub("", text)).strip()
    for pattern, reader in _FORMS:
        if match := pattern.match(text):
            return reader(match, today)
    if re.fullmatch(r"\d{4,8}(?:[.,]\d+)?", text):
        return _from_number(float(text.replace(",", ".")) if len(text) != 8 else int(float(text)), epoch, today)
    if match := _TRAILING.match(text):
        reading = _from_text(match[1], epoch, today)
        if not reading.fault:
            return DayReading(reading.day, reading.year, f"Der Zusatz „{match[2][:30]}“ ist weggelassen.")
    return DayReading(fault=NOT_A_DAY, hint=WRITE_SO)


def _iso(match: re.Match[str], today: date) -> DayReading:
    return _parts(match[3], match[2], match[1])


def _german(match: re.Match[str], today: date) -> DayReading:
    reading = _parts(match[1], match[3], match[4])
    if reading.fault and match[2] != ".":
        other = _parts(match[3], match[1], match[4])
        if other.day:
            note = f"In amerikanischer Schreibweise, gelesen als {other.day:%d.%m.%Y}."
            return DayReading(day=other.day, note=note)
    return reading


def _short(match: re.Match[str], today: date) -> DayReading:
    century = _century(int(match[4]), today)
    reading = _parts(match[1], match[3], str(century))
    if reading.day and reading.day > today:
        reading = _parts(match[1], match[3], str(century - 100))
    if reading.day:
        return DayReading(day=reading.day, note=f"Das Jahr hat zwei Ziffern, gelesen als {reading.day:%d.%m.%Y}.")
    return reading


def _century(year: int, today: date) -> int:
    """The latest year with these two digits that is not after today."""
    return today.year - (today.year - year) % 100


def _named(match: re.Match[str], today: date) -> DayReading:
    month = _MONTHS.get(match[2][:3].lower())
    if month is None:
        return DayReading(fault=NOT_A_DAY, hint=WRITE_SO)
    year = int(match[3]) if len(match[3]) == 4 else _century(int(match[3]), today)
    return _day(int(match[1]), month, year)


def _year_only(match: re.Match[str], today: date) -> DayReading:
    return DayReading(year=int(match["year"]), note="Nur das Jahr steht da.")


def _parts(day: str, month: str, year: str) -> DayReading:
    """A day from its written parts; 00, xx and ?? leave only the year."""
    known = [int(part) if part.isdecimal() else 0 for part in (day, month)]
    if 0 in known:
        return DayReading(year=int(year), note="Tag oder Monat fehlt, nur das Jahr ist übernommen.")
    return _day(known[0], known[1], int(year))


def _day(day: int, month: int, year: int) -> DayReading:
    try:
        return DayReading(day=date(year, month, day))
    except ValueError:
        return DayReading(fault=NOT_A_DAY, hint=_why_not(day, month, year))


def _why_not(day: int, month: int, year: int) -> str:
    if not 1 <= month <= 12:
        return f"Einen Monat {month} gibt es nicht. {WRITE_SO}"
    if not 1 <= year <= 9999:
        return WRITE_SO
    last = monthrange(year, month)[1]
    return f"Der {day}. {_MONTH_NAMES[month - 1]} existiert nicht. Beispiel: {last:02d}.{month:02d}.{year}"


_PART = r"(\d{1,2}|[xX?*_–-]{1,2})"
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], DayReading]]] = [
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$"), _iso),
    (re.compile(rf"{_PART}\s?([./-])\s?{_PART}\s?[./-]\s?(\d{{4}})$"), _german),
    (re.compile(rf"{_PART}\s?([./-])\s?{_PART}\s?[./-]\s?'?(\d{{2}})$"), _short),
    (re.compile(r"(\d{1,2})[.\s-]*([A-Za-zÄä]{3,9})[.\s-]*(\d{4}|\d{2})$"), _named),
    (
        re.compile(
            r"(?:(?:ca\.?|circa|etwa|um|jahrgang|jg\.?|geb\.?)\s*)?(?:\d{1,2}[./-]|[A-Za-zÄä]{3,9}\.?\s)?"
            r"(?P<year>(?:1[3-9]|20)\d{2})\s*\(?(?:\?|geschätzt|gesch\.|ca\.|etwa)?\)?$",
            re.I,
        ),
        _year_only,
    ),
]
