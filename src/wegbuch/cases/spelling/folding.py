"""Plain Latin forms of a text in any script."""

import re
import unicodedata

from anyascii import anyascii

_GONE = {"Cf", "Cs", "Mn", "Me", "Co", "Cn"}  # bidi and zero-width, lone surrogates, combining marks, unassigned
_APOSTROPHES = dict.fromkeys(map(ord, "'`´’‘ʼʻʿʾʹʺ՚＇ـ"))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def clean(text: str) -> str:
    """Composed, lower-case text without marks, control characters and apostrophes; any script."""
    composed = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold().replace("\0", "")
    composed = unicodedata.normalize("NFC", composed)
    return "".join(ch for ch in composed if unicodedata.category(ch) not in _GONE).translate(_APOSTROPHES)


def fold(text: str) -> str:
    """Only a–z, digits and single spaces; ä becomes a (`foldings` gives ae as well)."""
    latin = anyascii(clean(text)).lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`]", "", latin)).split())


def foldings(text: str) -> frozenset[str]:
    """The folded text, with German umlauts read as a and as ae."""
    return frozenset({fold(text), fold(unicodedata.normalize("NFC", text).translate(_UMLAUTS))})


def words(text: str) -> list[str]:
    """The words of a name in their own script, cleaned."""
    return [word for word in re.split(r"[\W_]+", clean(text)) if word]
