"""Why two records may be one person, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import spelling
from .twins.weighing import ALIKE

FOR = {
    "same_azr": _("dieselbe AZR-Nummer"),
    "same_number": _("dasselbe Aktenzeichen"),
    "same_birth": _("gleiches Geburtsdatum"),
    "swapped_birth": _("Tag und Monat der Geburt vertauscht"),
    "same_year": _("gleiches Geburtsjahr, einmal ohne sicheren Tag"),
    "both_open": _("gleiches Geburtsjahr, beide ohne sicheren Tag"),
    "same_name": _("gleicher Name"),
    "swapped_name": _("Vorname und Nachname vertauscht"),
    "same_sound": _("Name klingt gleich"),
    "alike_name": _("Name klingt ähnlich"),
    "one_letter": _("Name bis auf einen Buchstaben gleich"),
    "given_name": _("gleicher Vorname, anderer Nachname"),
    "rare_name": _("so heißt in diesem Geburtsjahr kaum jemand"),
    "same_entry": _("gleicher Tag der Einreise"),
    "same_nationality": _("gleiche Staatsangehörigkeit"),
}
AGAINST = {
    "other_name": _("anderer Name"),
    "other_birth": _("anderes Geburtsdatum"),
    "other_sex": _("verschiedenes Geschlecht"),
    "other_nationality": _("andere Staatsangehörigkeit"),
    "other_azr": _("verschiedene AZR-Nummern"),
}
OF_SOUND = frozenset({"same_sound", "alike_name"})
# What tells of a closed file more than its stub does: said to those only who may open both files.
OF_OPEN_FILES = frozenset({"same_entry", "same_nationality", "other_sex", "other_nationality", "other_azr"})


@dataclass(frozen=True)
class Reason:
    """One line: what is alike or differs, and the two spellings that sound alike."""

    text: Any
    is_against: bool = False
    spellings: tuple[str, str] | None = None


def in_words(codes: Sequence[str], *, names: tuple[Sequence[str], Sequence[str]], are_open: bool) -> list[Reason]:
    """The reasons as people read them, those against last.

    names  spellings of both that may be shown; are_open  whether both files may be opened
    """
    shown = [code for code in codes if are_open or code not in OF_OPEN_FILES]
    heard = _heard(*names) if set(shown) & OF_SOUND else None
    return [
        *(Reason(FOR[code], spellings=heard if code in OF_SOUND else None) for code in shown if code in FOR),
        *(Reason(AGAINST[code], is_against=True) for code in shown if code in AGAINST),
    ]


def _heard(ones: Sequence[str], others: Sequence[str]) -> tuple[str, str] | None:
    """The two spellings that sound most alike; None where those that do may not be shown."""
    closest = max(product(ones, others), key=lambda both: spelling.weakest_word(*both))
    return closest if spelling.weakest_word(*closest) >= ALIKE else None
