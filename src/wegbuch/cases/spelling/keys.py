"""Search keys of names: what is stored for a person and what is looked up for a query."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from .folding import fold, foldings, words
from .sounds import LONGEST_WORD, lacks_vowels, sounds

Token = tuple[str, str]

_ARTICLES = frozenset({"al", "el", "ul", "il", "ar", "as", "ash", "asch", "an", "ad", "az", "at", "ur", "us", "ud"})
_ARTICLES |= {"ال", "bin", "ibn", "bint", "بن", "ابن", "بنت"}  # "son of" and "daughter of" tell nobody apart either
_SERVANTS = frozenset({"abd", "abdul", "abdal", "abdel", "abdol", "abdoul", "abdil", "abdur", "abdou", "عبد"})
_JOINED_ARTICLE = re.compile(r"[aeu](?:l(?=..)|(sch|sh|[dnrstz])(?=\1))")


@lru_cache(maxsize=20_000)
def skeletons(word: str) -> frozenset[str]:
    """Consonant keys of one word, one per reading; a word of one consonant keeps its vowels' places."""
    return frozenset(key[:LONGEST_WORD] for reading in sounds(word) for key in _keys(reading, word))


def _keys(reading: str, word: str) -> Iterator[str]:
    bare = re.sub(r"[aiuv]", "", reading)
    if len(bare) < 2:
        yield fold(word).replace(" ", "") or bare
        if bare:  # Ali, Aïcha: "ala", "asa"
            yield re.sub(r"[aiuv]+", "a", reading)
        return
    yield bare
    if bare[-1] == "h" and len(bare) > 2:  # Fatimah, Abdullah
        yield bare[:-1]
    if bare.startswith("bdl") and len(bare) > 4:  # Abd al-Rahman, Abdul Rahman, Abdurrahman
        yield "bd" + bare[3:]
    if bare.endswith("ldn") and len(bare) > 4:  # Nur al-Din, Nureddin
        yield bare[:-3] + "dn"


@lru_cache(maxsize=20_000)
def without_article(word: str) -> str | None:
    """The word without a joined article (Almasri, المصري, Aschschami), if enough is left of it."""
    if lacks_vowels(word):
        rest = word.removeprefix("ال")
    else:
        joined = _JOINED_ARTICLE.match(word)
        rest = word[joined.end() :] if joined else word
    return rest if rest != word and len(rest) > 2 else None


def name_words(text: str) -> list[str]:
    """The words that tell people apart: without articles; all words if nothing else is there."""
    every = words(text)
    return [word for word in every if word not in _ARTICLES] or every


def _word_keys(word: str) -> Iterator[str]:
    yield from skeletons(word)
    rest = without_article(word)
    if rest:
        yield from (key for key in skeletons(rest) if len(key) > 1)


def _tokens_of(text: str) -> Iterator[Token]:
    told = name_words(text)
    for first, second in pairwise(told):
        yield from (("skeleton", key) for key in skeletons(first + second))
    for word in told:
        if word in _SERVANTS and len(told) > 1:  # found through the joined name
            continue
        yield from (("skeleton", key) for key in _word_keys(word))
        yield from (("word", folding.replace(" ", "")[:LONGEST_WORD]) for folding in foldings(word))


def tokens(*, names: Iterable[str]) -> frozenset[Token]:
    """The (kind, value) rows of one person's search index; kinds "word" and "skeleton".

    names  every spelling known: official, spoken, own script, aliases; values have at most 48 letters
    """
    return frozenset(token for name in names for token in _tokens_of(name) if token[1])


def query_tokens(text: str) -> frozenset[Token]:
    """The tokens to look up; the last word also counts as the beginning of a word.

    Kinds "word" and "skeleton" are looked up as equal; "word_prefix" and "skeleton_prefix"
    in the rows of kind "word" and "skeleton" between the bounds of `prefix_range`.
    """
    found = set(tokens(names=[text]))
    told = name_words(text)
    if told and not text[-1:].isspace():
        beginnings = {("word_prefix", fold(told[-1])[:LONGEST_WORD])}
        beginnings |= {("skeleton_prefix", key) for key in skeletons(told[-1])}
        beginnings |= {("skeleton_prefix", "bd")} if told[-1] in _SERVANTS else set()
        found |= {(kind, value) for kind, value in beginnings if len(value) > 1}
    return frozenset(found)


def prefix_range(value: str) -> tuple[str, str]:
    """First and last value that begin with this one; for an index that sorts a to z."""
    return value, value + "z" * LONGEST_WORD
