"""From the words of one line to the codes of the book, with everything there is to ask about them."""

from dataclasses import dataclass

import lawbook
from wegbuch.cases.lists import RowReading
from wegbuch.core import codes

ROOM_LENGTH = 20
FACILITY_LENGTH = 120
QUESTION_LENGTH = 200
UNKNOWN_STATUS = "S99"


@dataclass(frozen=True)
class Facts:
    """What a line says in codes.

    status    code of the residence status, "" where the cell is empty; question  what is open about it
    notes     German sentences for the person who imports
    """

    status: str
    question: str
    languages: tuple[str, ...]
    facility: str
    room: str
    notes: tuple[str, ...]


def facts_of(reading: RowReading) -> Facts:
    notes: list[str] = []
    status, question = _status(reading.residence_status, notes)
    return Facts(
        status=status,
        question=question,
        languages=_languages(reading.languages, notes),
        facility=_cut(reading.facility, FACILITY_LENGTH, "Die Unterkunft", notes),
        room=_cut(reading.room, ROOM_LENGTH, "Das Zimmer", notes),
        notes=(*notes, *_about_remark(reading.remark)),
    )


def country_code(text: str) -> str | None:
    """Alpha-3 code of a nationality, None where the word leaves it open."""
    match = lawbook.country_from_text(text, codes.book())
    return match.code if match.is_sure else None


def housing_form(facility: str) -> str:
    """The form of provisional accommodation that a house is named after, else unknown."""
    first, _space, _rest = facility.casefold().partition(" ")
    for entry in codes.entries("housing_forms"):
        short, label = str(entry.extra.get("short") or entry.label).casefold(), entry.label.casefold()
        if entry.extra.get("is_provisional") and (first == short or first.startswith(label)):
            return entry.code
    return "unknown"


def _status(words: str, notes: list[str]) -> tuple[str, str]:
    if not words:
        return "", ""
    match = lawbook.status_from_phrase(words, codes.book())
    if match.is_sure:
        return match.code, ""
    question = match.question
    if match.code == UNKNOWN_STATUS:
        question = f"In der Liste steht „{words[:80]}“. {match.question}"
    notes.append(f"Aufenthaltsstatus „{words[:80]}“: {match.question}")
    return match.code, question[:QUESTION_LENGTH]


def _languages(words: tuple[str, ...], notes: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        match = lawbook.language_from_text(word, codes.book())
        if match.is_sure:
            found.append(match.code)
        else:
            notes.append(f"Sprache „{word[:40]}“ ist nicht bekannt. Sie ist nicht eingetragen.")
    return tuple(dict.fromkeys(found))


def _cut(text: str, length: int, what: str, notes: list[str]) -> str:
    if len(text) > length:
        notes.append(f"{what} hat mehr als {length} Zeichen und ist gekürzt.")
    return text[:length]


def _about_remark(remark: str) -> tuple[str, ...]:
    if not remark:
        return ()
    shown = remark if len(remark) <= 120 else f"{remark[:119]}…"
    return (f"Bemerkung: „{shown}“. Sie steht nur in diesem Bericht.",)
