"""What somebody typed into the one search field."""

import re
from dataclasses import dataclass
from datetime import date

from .folding import clean

_DAY_FIRST = re.compile(r"(?<![\w.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?![\w.])")
_YEAR_FIRST = re.compile(r"(?<![\w-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\w-])")
_FILE_NUMBER = re.compile(r"(?<![\w-])(?:\d+(?:[-/]\d+)+|[a-z]{2,4}-\d+(?:-\d+)*|\d{5,})(?![\w-])")
_YEAR = re.compile(r"(?<![\w-])((?:19|20)\d\d)(?![\w-])")
_ROOM = re.compile(r"(?<![\w-])([a-z])[ -]?(\d{1,3}[a-z]?)(?![\w-])")
_ROOM_WORDS = {"zimmer", "zi", "raum", "haus"}


@dataclass(frozen=True, kw_only=True)
class Query:
    """A typed query taken apart; `words` is the rest, for the names.

    birth_dates  both centuries if the year was typed with two digits
    rooms        without space or dash: "B14"
    """

    words: str = ""
    birth_dates: tuple[date, ...] = ()
    birth_years: tuple[int, ...] = ()
    file_numbers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


def parse_query(text: str) -> Query:
    """Birth dates, birth years, file numbers and rooms in a typed query; what is none of these are words."""
    rest = _western_digits(clean(text))
    birth_dates: list[date] = []
    for pattern in (_DAY_FIRST, _YEAR_FIRST):
        rest = pattern.sub(lambda found: _take_dates(found, birth_dates), rest)
    file_numbers, rest = _take(_FILE_NUMBER, rest)
    years, rest = _take(_YEAR, rest)
    rooms, rest = _take(_ROOM, rest)
    words = [word for word in rest.split() if not rooms or word.strip(".:,").lower() not in _ROOM_WORDS]
    return Query(
        words=" ".join(words),
        birth_dates=tuple(birth_dates),
        birth_years=tuple(int(year) for year in years),
        file_numbers=tuple(number.upper() for number in file_numbers),
        rooms=tuple(re.sub(r"[ -]", "", room).upper() for room in rooms),
    )


def _western_digits(text: str) -> str:
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


def _take(pattern: re.Pattern[str], text: str) -> tuple[list[str], str]:
    return [found.group() for found in pattern.finditer(text)], pattern.sub(" ", text)


def _take_dates(found: re.Match[str], birth_dates: list[date]) -> str:
    """Note the days a written date can mean; a day that does not exist stays in the text."""
    first, month, last = found.groups()
    day, year = (last, first) if len(first) == 4 else (first, last)
    years = [year] if len(year) == 4 else [f"19{year}", f"20{year}"]
    days = [meant for full in years if (meant := _day(int(full), int(month), int(day)))]
    birth_dates.extend(days)
    return " " if days else found.group()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
