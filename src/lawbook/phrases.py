"""From the words of a district's list to codes of the book.

A list says „AE § 25 II S.2 subs. Schutz"; we say S12. Words are compared in a plain form: small letters, „ue" for „ü",
Arabic for Roman numerals, without dates and filler words. Where a word leaves it open, the match carries a question.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lawbook.book import Book, Phrase, ValueList, load

LONGEST_PHRASE = 9
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d"})
DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})\b")
IN_CONNECTION_WITH = re.compile(r"\bi\.?\s?v\.?\s?m\.?(?!\w)")
TOKEN = re.compile(r"\d+[a-z](?![a-z])|\d+|[^\W\d_]+")
ROMAN = re.compile(r"(?=[xiv])(x{0,2})(ix|iv|v?i{0,3})([a-d]?)")
ROMAN_ONES = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
LETTER_OF_SECTION = re.compile(r"\b(\d+) ([abcdg])\b")

UNREAD_REST = "Ein Teil der Angabe ist nicht bekannt. Stimmt der Vorschlag?"
SEVERAL_READINGS = "Die Angabe nennt Verschiedenes. Was gilt heute?"


@dataclass(frozen=True, slots=True)
class Match:
    """A code read from words.

    code      the reading; where several are possible the one proposed
    is_sure   no person has to look
    question  German, to the person who imports; empty if sure
    """

    code: str
    is_sure: bool
    question: str


def status_from_phrase(text: str, book: Book | None = None) -> Match:
    """Residence status; S99 with a question where the words are not in the table."""
    return _read("residence_statuses", text, book)


def benefit_from_phrase(text: str, book: Book | None = None) -> Match:
    """Benefit scheme (Rechtskreis)."""
    return _read("benefit_schemes", text, book)


def country_from_text(text: str, book: Book | None = None) -> Match:
    """Nationality as ISO 3166 alpha-3, with XXA for stateless and XXX for unclear."""
    return _read("countries", text, book)


def language_from_text(text: str, book: Book | None = None) -> Match:
    """One language as ISO 639-3; the caller splits „Ukrainisch/Englisch"."""
    return _read("languages", text, book)


def sex_from_text(text: str, book: Book | None = None) -> Match:
    """Sex as in the register: f, m, d, n (no entry) or u (unknown)."""
    return _read("sexes", text, book)


def plain_words(text: str, ignored: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a text in the form in which we compare them."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(UMLAUTS)
    folded = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
    folded = IN_CONNECTION_WITH.sub(" ", DATE.sub(" ", folded))
    words = [word for word in TOKEN.findall(folded) if word not in ignored]
    plain = " ".join(word if position == 0 else _arabic(word) for position, word in enumerate(words))
    return tuple(LETTER_OF_SECTION.sub(r"\1\2", plain).split())


def _arabic(word: str) -> str:
    """„iva" as „4a"; any other word as it is."""
    roman = ROMAN.fullmatch(word)
    if not roman:
        return word
    tens, ones, letter = roman.groups()
    return f"{10 * len(tens) + ROMAN_ONES[ones]}{letter}"


def _read(list_name: str, text: str, book: Book | None) -> Match:
    value_list = (book or load()).list(list_name)
    if value_list.unmapped is None:
        raise ValueError(f"{list_name} has no reading for unknown words")
    words = plain_words(text, value_list.ignored_words)
    return _match(tuple(_segments(words, _index(value_list))), value_list.unmapped)


@lru_cache(maxsize=16)
def _index(value_list: ValueList) -> dict[tuple[str, ...], Phrase]:
    index = {plain_words(phrase.text, value_list.ignored_words): phrase for phrase in value_list.phrases}
    index.pop((), None)
    return index


def _match(found: tuple[Phrase | None, ...], unmapped: Phrase) -> Match:
    """One reading from the phrases found; None stands for a word nobody knows."""
    phrases = [phrase for phrase in found if phrase]
    told = [phrase for phrase in phrases if phrase.code != unmapped.code] or phrases
    if not told:
        return Match(unmapped.code, False, unmapped.question)
    if len({phrase.code for phrase in told}) > 1:
        return Match(unmapped.code, False, SEVERAL_READINGS)
    if all(phrase.question for phrase in told):
        return Match(told[0].code, False, told[0].question)
    if len(told) < len(found):
        return Match(told[0].code, False, UNREAD_REST)
    return Match(told[0].code, True, "")


def _segments(words: tuple[str, ...], index: dict[tuple[str, ...], Phrase]) -> Iterator[Phrase | None]:
    """From left to right the longest phrase known; None for a word that begins none."""
    start = 0
    while start < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - start), 0, -1):
            phrase = index.get(words[start : start + length])
            if phrase:
                break
        else:
            phrase, length = None, 1
        yield phrase
        start += length
