"""How a written name may sound: one letter per consonant, vowels reduced to a, i, u.

Letters: s for s, z, sh, zh, ts; c for tsch; j for dsch; h for h, kh; k for k, q; v for v, w.
A letter that is read in two ways gives two readings.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

from .folding import clean

LONGEST_WORD = 48  # letters of a word that are looked at
MOST_READINGS = 12


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    """Table from lines "letters = readings": letters share readings, "-" is silence."""
    table: dict[str, tuple[str, ...]] = {}
    for row in rows.strip().splitlines():
        letters, readings = row.split("=")
        heard = tuple("" if reading == "-" else reading for reading in readings.split())
        table.update(dict.fromkeys(letters.split(), heard))
    return table


# Latin spellings: German, English, French, Turkish, Kurmanji, Somali, Vietnamese, Polish officials.
_LATIN = _table("""
schtsch shch szcz sch sh sz š ş ș zh ž ts tz z ß = s
tsch tch tsh č ć = c
ch = h s c
ç = c s
dsch dsh dzh dj dž = j
đ = d j
j = j i s
kh = h
gh = g k
ğ = g -
th = t s th
dh = d s dh
ph = f
bh = b
jh = j
ck q cc = k
ca = ka ja a
cu co = ku ju u
ce ci cy = si ji i
c = k
x = h ks s
w = v
ou oo o ö u ü = u
ee ie e i y ı = i
ə ä = a
""")

_ARABIC = _table("""
ا أ إ آ ٱ ع ة ۃ = a
ي ی ى ې ۍ ێ ے ۓ ە ۀ ئ = i
و ؤ ۆ ۇ ۈ ۋ = u
ء = -
ب = b
پ = p
ت ط ټ ٹ = t
ث س ص ش ز = s
ج = j g
چ = c
ح خ ه ہ ۂ = h
ھ = - h
د ډ ڈ = d
ذ ظ ض = s d
ر ړ ڑ ڕ = r
ڤ = v
ځ = s j
څ = s c
ږ = s g
ښ = s h
غ = g k
ف = f
ق ك ک = k
گ ګ = g
لل = l ll
ل ڵ = l
م = m
ن ڼ ں = n
ژ = s j
""")

_CYRILLIC = _table("""
дж = j
г = g h
х = h
ж ш щ ц з = s
ч = c
ъ ь = -
""")

# What anyascii writes for letters of all other scripts (Ethiopic, Georgian, Cyrillic …): one reading mostly.
_ROMAN = _table("""
shch sh zh ts z = s
ch = c
kh = h
gh = g k
q = k
o w = u
e y = i
""") | {"w": ("v",)}

_WRITTEN = _LATIN | _ARABIC | _CYRILLIC
_LONGEST_KEY = max(map(len, _WRITTEN))


def _base_letter(letter: str) -> str:
    """The letter without its accent, unless the accent changes the sound."""
    if letter in _WRITTEN:
        return letter
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def _pieces(text: str, table: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The readings of each longest run of letters the table knows; unknown letters go through anyascii."""
    pieces: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        run = next((text[at : at + n] for n in range(_LONGEST_KEY, 0, -1) if text[at : at + n] in table), text[at])
        if run in table:
            pieces.append(table[run])
        elif run.isascii():
            pieces.append((run,) if run.isalnum() else ("",))
        else:
            pieces.extend(_pieces(anyascii(run).lower(), _ROMAN))
        at += len(run)
    return pieces


def lacks_vowels(word: str) -> bool:
    """True for Arabic script, which writes long vowels only."""
    return any("\u0600" <= letter <= "\u06ff" for letter in word)


@lru_cache(maxsize=20_000)
def sounds(word: str) -> tuple[str, ...]:
    """The readings of one word, the likeliest first; at most 12."""
    plain = "".join(_base_letter(letter) for letter in clean(word)[:LONGEST_WORD])
    if not lacks_vowels(plain):
        plain = re.sub(r"([^\d])\1+", r"\1", re.sub(r"(?<=o)ff?$", "v", plain))
    pieces = _pieces(plain, _WRITTEN)
    readings = ("".join(reading) for reading in islice(product(*pieces), MOST_READINGS))
    return tuple(dict.fromkeys(re.sub(r"([aiuv])\1+", r"\1", reading) for reading in readings))
