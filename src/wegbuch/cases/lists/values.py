"""One cell → plain text, sex, languages, facility and room."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Literal

from .days import read_day
from .workbook import WINDOWS_EPOCH, CellValue, is_blank

Sex = Literal["f", "m", "d", "unknown"]
SHOWN = 40

SEX_WORDS: dict[str, Sex] = {
    **dict.fromkeys(("w", "f", "w.", "weibl.", "weibl", "weiblich", "frau", "fr.", "female", "♀", "mädchen"), "f"),
    **dict.fromkeys(("m", "m.", "männl.", "männl", "männlich", "mann", "herr", "hr.", "male", "♂", "junge"), "m"),
    **dict.fromkeys(("d", "d.", "div.", "divers", "x"), "d"),
}
_UNKNOWN_SEX = {"u", "unbekannt", "-", "?", "k.a.", "k. a.", "o", "offen", "keine angabe"}
_BETWEEN_LANGUAGES = re.compile(r"\s*(?:[/,;&+]|\bund\b)\s*", re.I)
_ROOM_AFTER_SLASH = re.compile(r"^(?P<facility>.*\S)\s*/\s*(?P<room>[^/]*\S)$", re.S)
_ROOM_BY_WORD = re.compile(
    r"^(?P<facility>.*?\S)[\s,;-]+(?P<room>(?:Zi(?:mmer)?|Raum|Whg|Wohnung|WE)\b[\s.:]*(?:Nr\.?\s*)?\S.*)$", re.I | re.S
)
_SHORTENED_NUMBER = re.compile(r"^\d[.,]\d+E\+\d+$", re.I)


def as_text(value: CellValue) -> str:
    """The cell as a person reads it, without blanks around and between more than one."""
    if is_blank(value):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time | timedelta):
        return str(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def shortened(value: CellValue) -> str:
    """At most 40 characters of the cell, for a complaint."""
    text = as_text(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def read_sex(text: str) -> tuple[Sex, bool]:
    """The code and whether the cell was understood."""
    word = text.casefold()
    return SEX_WORDS.get(word, "unknown"), not word or word in SEX_WORDS or word in _UNKNOWN_SEX


def read_languages(value: CellValue) -> tuple[str, ...]:
    """Languages in the order written, each once."""
    text = as_text(value.replace("\n", "/") if isinstance(value, str) else value)
    parts = (as_text(part) for part in _BETWEEN_LANGUAGES.split(text))
    return tuple(dict.fromkeys(part for part in parts if part.strip("-?")))


def split_facility(text: str) -> tuple[str, str]:
    """Facility and room from one cell; the room is empty where none is told apart."""
    match = _ROOM_AFTER_SLASH.match(text) or _ROOM_BY_WORD.match(text)
    return (match["facility"].rstrip(" ,;-"), match["room"]) if match else (text, "")


def is_shortened_number(text: str) -> bool:
    """True for 9,01068E+09: Excel has thrown digits away."""
    return bool(_SHORTENED_NUMBER.match(text))


def looks_like_birth_date(value: CellValue) -> bool:
    today = date(2100, 12, 31)
    reading = read_day(value, epoch=WINDOWS_EPOCH, today=today)
    return reading.day is not None and reading.day.year >= 1900 and not isinstance(value, int | float)
