"""What the deadline engine answers: days, how they were found, and what is still to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reasons. mark: "shift" for a free day, "now" for the answer, "" otherwise."""

    text: str
    basis: str = ""
    day: date | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is missing or doubtful, with the sentence to ask. type: day or yes_no."""

    event: str
    label: str
    text: str
    type: str = "day"


@dataclass(frozen=True, slots=True)
class Act:
    """A second act that is due with the first. is_advised: only as a precaution."""

    act: str
    basis: str
    is_advised: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the law, with its own day."""

    reason: str
    rule: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The deadline of one rule for one set of facts.

    last_day             last day on which the act is in time, until 24:00; for waiting times the last day of waiting
    earliest_day         first possible day (waiting times), or how far a claim reaches back
    safe_day             day to act by
    nominal_end          end before a free day moved it
    safely_expired_from  authority periods: from this day they have run out in any reading
    book                 mark of the book that answered
    """

    rule: str
    title: str
    plain: str
    kind: str
    act: str
    regime: str | None
    last_day: date | None
    earliest_day: date | None = None
    safe_day: date | None = None
    nominal_end: date | None = None
    start_on: date | None = None
    shifted: bool = False
    safely_expired_from: date | None = None
    duration: str = ""
    place_land: str = ""
    places: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    file_together: tuple[Act, ...] = ()
    effect: str = ""
    effect_note: str = ""
    basis: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    doubt: str = ""
    advice: str = ""
    note: str = ""
    law_since: date | None = None
    law_until: date | None = None
    ask: tuple[Question, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    book: str = ""

    def but(self, **changes: Any) -> "Answer":
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known: days and yes/no facts by name, the law they fall under, the Land of the place of filing."""

    events: Mapping[str, Any] = field(default_factory=dict)
    regime: str | None = None
    place_land: str | None = None

    def day(self, name: str) -> date | None:
        value = self.events.get(name)
        return value if isinstance(value, date) else None
