"""Who belongs together: by number, by head of the family, else everyone alone."""

import re
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
    """Household of a person; `number` as first written; `is_inherited` where only the line above tells it."""

    key: str
    number: str = ""
    is_head: bool = False
    is_inherited: bool = False


class Families:
    """The household of everybody: told of all of them first, then asked."""

    def __init__(self) -> None:
        self._written: dict[str, str] = {}
        self._numbers_repeat = self._has_members = self._has_relations = False

    def note(self, place: Place) -> None:
        if place.number:
            folded = _folded(place.number)
            self._numbers_repeat |= folded in self._written
            self._written.setdefault(folded, place.number)
        self._has_relations |= bool(place.relation)
        self._has_members |= bool(_MEMBER.match(place.relation))

    def membership(self, place: Place, before: Membership | None) -> Membership:
        """Where a person belongs; `before` is where the person above belongs."""
        if not place.follows:
            before = None
        is_head = bool(_HEAD.match(place.relation) or _MARK.match(place.relation))
        if place.number:
            folded = _folded(place.number)
            return Membership(f"number:{folded}", self._written[folded], is_head)
        alone = Membership(f"line:{place.line}", is_head=is_head)
        if is_head or before is None:
            return alone
        only_marks = self._has_relations and not self._has_members
        if place.is_indented or _MEMBER.match(place.relation) or (only_marks and not place.relation):
            return Membership(before.key, before.number)
        if self._written and not self._numbers_repeat:
            return Membership(before.key, before.number, is_inherited=True)
        return alone


def _folded(number: str) -> str:
    return "".join(number.casefold().split())
