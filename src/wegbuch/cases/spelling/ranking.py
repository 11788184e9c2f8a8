"""How alike two spellings of a name are."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.fuzz import ratio

from .folding import fold
from .keys import name_words, skeletons, without_article
from .sounds import lacks_vowels, sounds

_CONSONANTS, _VOWELS = 0.6, 0.4  # share of each in the likeness of two words
_OTHER_NAME = 0.82  # at most, where only a final a differs (Amir, Amira) or a long i is missing
_LONG_I = re.compile(r"(?<=[^aeiouy])(?:[aeou][iyj]|ee|ie)(?=[^aeiouyj])")
_BEGUN, _BEGUN_BY_SOUND = 0.9, 0.72  # a word still being typed, by letters or by consonants
_UNASKED = 0.02  # lost for each word of the name that the query does not name

_folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=50_000)
def word_likeness(left: str, right: str) -> float:
    """0 to 1 for two whole words, a joined article or not."""
    return max(_likeness(a, b) for a in _with_and_without_article(left) for b in _with_and_without_article(right))


def _with_and_without_article(word: str) -> list[str]:
    rest = without_article(word)
    return [word, rest] if rest else [word]


def _likeness(left: str, right: str) -> float:
    """Consonants and vowels weighed; the squares keep Ahmed away from Mohammad."""
    if _folded(left) == _folded(right) and lacks_vowels(left) == lacks_vowels(right):
        return 1.0
    consonants = max(Levenshtein.normalized_similarity(a, b) for a in skeletons(left) for b in skeletons(right))
    heard = [(a, b) for a in sounds(left) for b in sounds(right)]
    vowels = max(_heard_alike(a, b, (lacks_vowels(left), lacks_vowels(right))) for a, b in heard)
    score = _CONSONANTS * consonants**2 + _VOWELS * vowels**2
    is_other_name = any(a + "a" == b or b + "a" == a for a, b in heard) or _lacks_long_i(left, right)
    return min(score, _OTHER_NAME) if is_other_name else score


def _lacks_long_i(left: str, right: str) -> bool:
    """True if Arabic script leaves out the ei or ai heard in the other word: حسن is not Hussein."""
    if lacks_vowels(left) == lacks_vowels(right):
        return False
    arabic, vowelled = (left, right) if lacks_vowels(left) else (right, left)
    return bool(_LONG_I.search(_folded(vowelled))) and not any("i" in sound for sound in sounds(arabic))


def _heard_alike(left: str, right: str, unvowelled: tuple[bool, bool]) -> float:
    """Likeness with vowels; short vowels that Arabic script leaves out do not count, long ones do."""
    if not any(unvowelled):
        return ratio(left, right) / 100
    left, right = left.lstrip("aiu"), right.lstrip("aiu")
    if all(unvowelled):
        return Levenshtein.normalized_similarity(left, right)
    written = left if unvowelled[0] else right
    kept = LCSseq.similarity(left, right) / max(len(written), 1)
    return 0.9 * kept**2 + 0.1 * ratio(left, right) / 100


@lru_cache(maxsize=50_000)
def _begun_likeness(begun: str, whole: str) -> float:
    """Likeness of a word still being typed to the word it may become."""
    if len(begun) > 1 and _folded(whole).startswith(_folded(begun)):
        return max(_BEGUN, word_likeness(begun, whole))
    keys = skeletons(whole)
    sounds_begun = any(len(a) > 1 and b != a and b.startswith(a) for a in skeletons(begun) for b in keys)
    return max(_BEGUN_BY_SOUND if sounds_begun else 0.0, word_likeness(begun, whole))


def _joined(told: list[str]) -> list[list[str]]:
    """The words as they are, and with each pair of neighbours written as one."""
    return [told, *([*told[:at], a + b, *told[at + 2 :]] for at, (a, b) in enumerate(pairwise(told)))]


def aligned(asked: list[str], told: list[str], *, last_is_begun: bool = False) -> list[float]:
    """Likeness of each asked word to a told word of its own, best pairs first; 0 if none is left."""
    measures = [word_likeness] * len(asked)
    if last_is_begun:
        measures[-1] = _begun_likeness
    pairs = [(measures[i](a, t), i, j) for i, a in enumerate(asked) for j, t in enumerate(told)]
    pairs.sort(key=lambda pair: -pair[0])
    likeness: dict[int, float] = {}
    taken: set[int] = set()
    for score, i, j in pairs:
        if i not in likeness and j not in taken:
            likeness[i] = score
            taken.add(j)
    return [likeness.get(i, 0.0) for i in range(len(asked))]


def _name_likeness(query: str, candidate: str) -> float:
    """Mean likeness of the query's words, in any order, joined or apart."""
    asked, told = name_words(query), name_words(candidate)
    if not asked or not told:
        return 0.0
    readings = [(asked, other) for other in _joined(told)] + [(other, told) for other in _joined(asked)[1:]]
    return max(_mean(aligned(a, t, last_is_begun=True)) - _UNASKED * max(len(t) - len(a), 0) for a, t in readings)


def _mean(scores: list[float]) -> float:
    return sum(scores) / len(scores)


def similarity(query: str, candidates: Iterable[str]) -> tuple[int, str]:
    """0 to 100 and the candidate spelling that came closest; (0, "") without candidates.

    query  typed name, possibly only a part of it, in any order
    """
    best = (0, "")
    for candidate in candidates:
        score = max(0, round(100 * _name_likeness(query, candidate)))
        if score > best[0] or not best[1]:
            best = (score, candidate)
    return best
