"""Who belongs together: by number, by head of the family, else everyone alone."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_HEAD = re.compile(
    r"(?:hv|hhv|haushaltsvorst\w*|familienvorst\w*|antragstell\w*|ast|kopf|bevollm\w*|vorstand|alleinstehend\w*|ledig\w*)\b\.?",
    re.I,
)
_MARK = re.compile(r"(?:x|ja|j|1|✓|✔)$", re.I)
_MEMBER = re.compile(
    r"(?:ehe\w+|ef|em|partner\w*|lebensgef\w*|kind\w*|k\s?\d*|sohn|tochter|mutter|vater|bruder|schwester|eltern\w*|enkel\w*|"
    r"oma|opa|neffe|nichte|onkel|tante|cousin\w*|stief\w*|schwieger\w*|groß\w*|angeh\w*|mitglied\w*)\b\.?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands in the list, as far as it tells families apart.

    follows  True where the line above in the file is a person too
    """

    line: int
    number: str
    relation: str
    is_indented: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """Household of a person; `is_inherited` where only the line above tells it."""

    key: str
    is_head: bool = False
    is_inherited: bool = False


def memberships(places: Iterable[Place]) -> list[Membership]:
    """The household of each place, in the same order."""
    places = list(places)
    counts = Counter(_folded(place.number) for place in places if place.number)
    numbers_repeat = any(count > 1 for count in counts.values())
    only_marks = not any(_MEMBER.match(place.relation) for place in places) and any(place.relation for place in places)
    found: list[Membership] = []
    for place in places:
        before = found[-1].key if found and place.follows else None
        found.append(_membership(place, before, bool(counts), numbers_repeat, only_marks))
    return found


def _membership(
    place: Place, before: str | None, has_numbers: bool, numbers_repeat: bool, only_marks: bool
) -> Membership:
    is_head = bool(_HEAD.match(place.relation) or _MARK.match(place.relation))
    if place.number:
        return Membership(f"number:{_folded(place.number)}", is_head)
    alone = Membership(f"line:{place.line}", is_head)
    if is_head or before is None:
        return alone
    if place.is_indented or _MEMBER.match(place.relation) or (only_marks and not place.relation):
        return Membership(before)
    if has_numbers and not numbers_repeat:
        return Membership(before, is_inherited=True)
    return alone


def _folded(number: str) -> str:
    return "".join(number.casefold().split())
