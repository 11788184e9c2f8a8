"""One cell → names of one person, in the spelling a letter would use."""

import re
from collections import defaultdict
from dataclasses import dataclass

from .values import as_text
from .workbook import CellValue

LONGEST_NAME = 120
_PARTICLES = {"al", "el", "von", "van", "vom", "zu", "der", "den", "de", "da", "di", "du", "bin", "ibn", "bint", "ben"}
_ELISIONS = ("d", "l")
_INDENTED = re.compile(r"^(?:\s*[-–—•·*└>]+\s*|\s{2,}|\t)(?=\S)")
_SEVERAL = re.compile(r"\S\s*(?:&|\+)\s*\S|\s(?:und|u\.|sowie|mit)\s|\b\d+\s*(?:Kind|Pers)", re.I)
_NO_NAME = re.compile(
    r"^(?:[-–—?./*_\s]+|x{2,}|n\.?\s?n\.?|k\.?\s?a\.?|unbekannt|unbek\.?|fehlt|keine angabe|ohne)$", re.I
)
_WORD = re.compile(r"[^\W\d_]+")
_BROKEN_LETTERS = re.compile("\ufffd|Ã[\u0080-\u00bf]|Ã[a-z]|Â[\u0080-\u00bf]")


@dataclass(frozen=True, slots=True)
class FullName:
    """Both names out of one cell; `is_certain` where a comma or capitals tell them apart."""

    surname: str
    given_name: str
    is_certain: bool


def is_indented(value: CellValue) -> bool:
    """True for „  - Fatima“: a member under the head of the family."""
    return isinstance(value, str) and bool(_INDENTED.match(value))


def read_name(value: CellValue) -> str:
    """The name in one line, "" for „unbekannt“, „N.N.“ and dashes."""
    text = as_text(_INDENTED.sub("", value) if isinstance(value, str) else value).strip('"„“;, ')
    return "" if _NO_NAME.match(text) else text


def holds_several_people(value: CellValue) -> bool:
    """True for „Ahmad und Fatima“ and for two „Name, Vorname“ in one cell."""
    if not isinstance(value, str):
        return False
    lines = [line for line in value.strip().split("\n") if line.strip()]
    return bool(_SEVERAL.search(as_text(value))) or (len(lines) > 1 and all("," in line for line in lines))


def has_broken_letters(text: str) -> bool:
    """True where letters were lost in a wrong encoding: „MÃ¼ller“."""
    return bool(_BROKEN_LETTERS.search(text))


def split_full_name(text: str, *, given_name_first: bool) -> FullName:
    """Surname and given name of „Nachname, Vorname“, „NACHNAME Vorname“ or two plain words."""
    if "," in text:
        surname, given_name = text.split(",", 1)
        return FullName(surname.strip(), given_name.strip(" ,"), is_certain=True)
    words = text.split()
    capitals = [word for word in words if _is_capitals(word)]
    if capitals and len(capitals) < len(words):
        others = [word for word in words if word not in capitals]
        return FullName(" ".join(capitals), " ".join(others), is_certain=True)
    if len(words) < 2:
        return FullName(text, "", is_certain=True)
    if given_name_first:
        cut = _start_of_surname(words)
        return FullName(" ".join(words[cut:]), " ".join(words[:cut]), is_certain=False)
    return FullName(" ".join(words[:-1]), words[-1], is_certain=False)


def _start_of_surname(words: list[str]) -> int:
    """Where „Samir al Masri“ turns from given name to surname."""
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return start


def _is_capitals(text: str) -> bool:
    return text == text.upper() != text.lower() and sum(sign.isalpha() for sign in text) > 1


def everyday_spelling(name: str) -> str:
    """A name typed in capitals as one would write it; any other name as it stands.

    KOWALENKO → Kowalenko, AL MASRI → al Masri, D'ARC → d'Arc, MCDONALD → McDonald, NGO THI → Ngo Thi
    """
    if not _is_capitals(name):
        return name
    words = list(_WORD.finditer(name))
    spelled = name
    for index, word in enumerate(words):
        ending = name[word.end() : word.end() + 1]
        spelled = (
            spelled[: word.start()] + _spell(word[0], ending, is_last=index == len(words) - 1) + spelled[word.end() :]
        )
    return spelled


def _spell(word: str, ending: str, *, is_last: bool) -> str:
    small = "".join("i" if sign == "İ" else "ß" if sign == "ẞ" else sign.lower()[:1] for sign in word)
    if not is_last and (small in _PARTICLES or (ending in ("'", "’") and small in _ELISIONS)):
        return small
    if small.startswith("mc") and len(small) > 4:
        return "Mc" + small[2:].capitalize()
    return small[:1].upper() + small[1:]


class KnownSpellings:
    """How names written in capitals are spelled elsewhere in the same list: YILDIZ beside Yıldız."""

    def __init__(self) -> None:
        self._by_household: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        self._asked: set[str] = set()

    def note(self, name: str) -> None:
        """Say that the list has this name: only of those in capitals the spelling is asked later."""
        if _is_capitals(name):
            self._asked.add(name)

    @property
    def are_asked(self) -> bool:
        return bool(self._asked)

    def learn(self, household: str, name: str) -> None:
        """Remember how a name is written beside others of its household."""
        if (loud := name.upper()) != name and loud in self._asked:
            self._by_household[household, loud].add(name)
            self._by_name[loud].add(name)

    def spelling(self, household: str, name: str) -> str:
        """The one spelling found in the household, else in the list, else the everyday one."""
        if not _is_capitals(name):
            return name
        for found in (self._by_household.get((household, name)), self._by_name.get(name)):
            if found and len(found) == 1:
                return next(iter(found))
        return everyday_spelling(name)
