"""One record as it is compared with others."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from .. import spelling
from ..spelling.keys import name_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What is known of one person.

    names    whole names in every spelling; keys  the skeletons under which the search index has them
    numbers  file numbers without the AZR's, each with its kind; sex  "" where it is not known
    """

    id: UUID
    given_name: str = ""
    surname: str = ""
    names: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""
    entered_on: date | None = None
    azr: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    nationalities: frozenset[str] = frozenset()

    @property
    def year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year

    @property
    def is_day_open(self) -> bool:
        """Whether the day of birth may be any: 1 January stands in many papers for "only the year is known"."""
        return self.birth_date is None or (self.birth_date.month, self.birth_date.day) == (1, 1)

    @property
    def whole_names(self) -> frozenset[tuple[str, str]]:
        """Given name and surname as they sound, whichever stands first; one per reading."""
        readings = ((a, b) for a in _heard(self.given_name) for b in _heard(self.surname))
        return frozenset((a, b) if a < b else (b, a) for a, b in readings)


@lru_cache(maxsize=50_000)
def _heard(part: str) -> frozenset[str]:
    """How one part of a name may sound, its words written as one."""
    joined = "".join(name_words(part))
    return frozenset(key for kind, key in spelling.tokens(names=[joined]) if kind == "skeleton") or frozenset({""})
