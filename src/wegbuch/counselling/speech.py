"""Which language was spoken, and through whom: one choice instead of two."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from wegbuch.core import codes

from .models import spoken
from .visitors import LastTime

Pair = tuple[str, str]
GERMAN: Pair = ("deu", "none")
OTHER = "other"
SHOWN = 4


def key(pair: Pair) -> str:
    """prs:video"""
    return ":".join(pair)


def read(text: str) -> Pair | None:
    """The pair behind a key; None for what is no pair of known codes."""
    language, _colon, channel = text.partition(":")
    known = language in codes.book().list("languages") and channel in codes.book().list("interpreter_channels")
    return (language, channel) if known else None


def words(pair: Pair) -> str:
    """Dari, Video"""
    return spoken(*pair)


def offered(last: Sequence[LastTime], languages: Iterable[str], usual_channel: str) -> list[Pair]:
    """What is offered at first sight: as the last times, the person's other languages, German.

    usual_channel  how the counsellor last interpreted
    """
    pairs = [(contact.language, contact.channel) for contact in last]
    covered = {language for language, _channel in pairs}
    pairs += [(language, usual_channel) for language in languages if language not in covered]
    pairs = [pair for pair in dict.fromkeys(pairs) if pair[0] != GERMAN[0]][: SHOWN - 1]
    was_german = bool(last) and last[0].language == GERMAN[0]
    return [GERMAN, *pairs] if was_german else [*pairs, GERMAN]


def choices(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    """Chips for these pairs and one for every other."""
    return [*((key(pair), words(pair)) for pair in pairs), (OTHER, _("andere …"))]
