"""Three-valued logic: true, false, and not known. What is not known never counts as no."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final


class Unknown:
    """The value of a fact nobody has told. There is one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither true nor false")


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Between:
    """A day or number that is known only within bounds, both included: a birth of which only the year is known."""

    low: Any
    high: Any

    def apply(self, change: Callable[[Any], Any]) -> "Any":
        """The bounds after a change that keeps their order; one value where they meet."""
        low, high = change(self.low), change(self.high)
        return low if low == high else Between(low, high)


def both(values: Iterable[Any]) -> Any:
    """And: false where one is false, else unknown where one is unknown."""
    found: Any = True
    for value in values:
        if value is False:
            return False
        if value is UNKNOWN:
            found = UNKNOWN
    return found


def either(values: Iterable[Any]) -> Any:
    """Or: true where one is true, else unknown where one is unknown."""
    found: Any = False
    for value in values:
        if value is True:
            return True
        if value is UNKNOWN:
            found = UNKNOWN
    return found


def negation(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN else not value


def truth(value: Any) -> Any:
    """A value as true, false or unknown; none and nothing count as no."""
    return UNKNOWN if value is UNKNOWN or isinstance(value, Between) else bool(value)


def compare(sign: str, left: Any, right: Any) -> Any:
    """A comparison. With none it is false; with bounds it is unknown unless every value within them agrees."""
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if sign in ("is", "is not"):
        return (left is right) if sign == "is" else (left is not right)
    if sign in ("in", "not in"):
        return _member(left, right, sign == "in")
    if left is None or right is None:
        return False
    if isinstance(left, Between) or isinstance(right, Between):
        return _between(sign, left, right)
    if isinstance(left, date) != isinstance(right, date) or isinstance(left, str) != isinstance(right, str):
        return sign == "!="
    return SIGNS[sign](left, right)


SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _member(value: Any, members: Any, wanted: bool) -> Any:
    if isinstance(value, Between):
        return UNKNOWN
    return (value in members) == wanted


def _between(sign: str, left: Any, right: Any) -> Any:
    """Both ends decide; equality only where the bounds cannot meet."""
    lows, highs = _bounds(left), _bounds(right)
    if sign in ("==", "!="):
        apart = lows[1] < highs[0] or highs[1] < lows[0]
        return (sign == "!=") if apart else UNKNOWN
    found = {SIGNS[sign](one, other) for one in lows for other in highs}
    return found.pop() if len(found) == 1 else UNKNOWN


def _bounds(value: Any) -> tuple[Any, Any]:
    return (value.low, value.high) if isinstance(value, Between) else (value, value)
