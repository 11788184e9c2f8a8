"""Whether two records may be the same person, with reasons people can check."""

from dataclasses import dataclass
from datetime import date

from .folding import fold
from .keys import name_words
from .ranking import aligned

_SAME_NAME = 0.98
_ALIKE_NAME = 0.84  # below lie Hassan and Hussein, above Mohammad and Muhammed
_DAY, _SWAPPED, _YEAR, _FILE = 40, 30, 20, 25  # points beside at most 50 for the name


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is known of one person; `names` are whole names in all spellings."""

    names: tuple[str, ...]
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""
    file_numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """A hint: 0 to 100 and German reasons; never a decision."""

    score: int
    reasons: tuple[str, ...]


def likely_same(a: Record, b: Record) -> Likeness | None:
    """The hint that two records are one person, or None.

    Every word of the shorter name must be alike, so twins stay apart. Two full birth dates that
    contradict each other end the comparison, so children named after each other stay apart.
    """
    birth = _birth(a, b)
    if birth is None or (a.sex and b.sex and a.sex != b.sex):
        return None
    name = max((weakest_word(x, y) for x in a.names for y in b.names), default=0.0)
    if name < _ALIKE_NAME:
        return None
    shared_file = bool(_file_numbers(a) & _file_numbers(b))
    if not birth[1] and not shared_file and name < _SAME_NAME:
        return None
    reasons = ["gleicher Name" if name >= _SAME_NAME else "ähnlicher Name", birth[1]]
    reasons += ["gleiche Aktennummer"] if shared_file else []
    score = min(100, round(50 * name) + birth[0] + (_FILE if shared_file else 0))
    return Likeness(score, tuple(reason for reason in reasons if reason))


def weakest_word(left: str, right: str) -> float:
    """Likeness of the least alike word; one word alone proves nothing unless both have only one."""
    shorter, longer = sorted((name_words(left), name_words(right)), key=len)
    if not shorter or len(shorter) == 1 < len(longer):
        return 0.0
    return min(aligned(shorter, longer))


def _birth(a: Record, b: Record) -> tuple[int, str] | None:
    """Points and reason of the birth dates; None if they contradict each other."""
    if a.birth_date and b.birth_date:
        if a.birth_date == b.birth_date:
            return _DAY, "gleiches Geburtsdatum"
        if _swapped(a.birth_date) == b.birth_date:
            return _SWAPPED, "Tag und Monat der Geburt vertauscht"
        if not (_is_placeholder(a.birth_date) or _is_placeholder(b.birth_date)):
            return None
    years = {record.birth_date.year if record.birth_date else record.birth_year for record in (a, b)}
    if None in years:
        return 0, ""
    return (_YEAR, "gleiches Geburtsjahr") if len(years) == 1 else None


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def _is_placeholder(day: date) -> bool:
    """1 January stands for "only the year is known" in many papers."""
    return (day.month, day.day) == (1, 1)


def _file_numbers(record: Record) -> frozenset[str]:
    return frozenset(fold(number).replace(" ", "") for number in record.file_numbers) - {""}
