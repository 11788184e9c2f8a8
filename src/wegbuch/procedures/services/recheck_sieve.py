"""Which of thousands of deadlines the present lawbook may count otherwise: a first look at plain rows.

Everything is read as text. Letters that say the same are counted once, and deadlines that say the same under such
letters are compared once. What is surely the same is left out; everything else is looked at as a whole by `rechecks`,
which alone decides.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat

from wegbuch.core.among import among

from ..models import Confirmation, Deadline, Letter, PostItem
from . import deadlines
from .equal_letters import Counted

# What the answers of a letter hang on, beside its own events and days.
OF_LETTER = ("kind", "court", "instruction", "instructed_period")
ITEM_DAYS = ("posted_on", "served_on", "arrived_on", "handed_on", "received_on", "returned_on")
CHUNK, BATCH = 100, 500


class Core(NamedTuple):
    """What makes a deadline another one: its days as text, and of its answer what somebody would act on."""

    days: tuple[str | None, ...]
    of_answer: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Following:
    """What follows now from letters that say the same, by rule; None where nothing can be counted."""

    by_rule: Mapping[str, Core] | None


class Told(NamedTuple):
    """What an open deadline of a letter says, as text; of many that say the same there is one."""

    rule: str
    companion: str
    confirmation: str
    answer: str
    last_day: str | None
    instructed_day: str | None
    counts_on: str | None
    safe_day: str | None
    earliest_day: str | None

    @property
    def days(self) -> tuple[str | None, ...]:
        return tuple(getattr(self, name) for name in deadlines.DAYS)


def of_answer(answer: Mapping[str, Any]) -> tuple[Any, ...]:
    """Confidence, basis, and what must be filed together with the act."""
    acts = tuple(act["act"] for act in answer.get("file_together") or () if not act["advised"])
    return answer.get("confidence"), answer.get("basis"), acts


def may_differ(rows: QuerySet[Deadline]) -> list[list[UUID]]:
    """Ids of those that may come out otherwise; what hangs together stands together.

    Without a letter (from a paper, from another deadline) an act and what is due with it were entered at once.
    """
    by_letter: dict[str, list[Any]] = {}
    alone: dict[str, list[UUID]] = {}
    numbers: dict[tuple[Any, ...], int] = {}
    for row in _read(rows):
        pk, letter = row[0], row[1]
        if letter is None:
            alone.setdefault(row[2], []).append(UUID(pk))
            continue
        # Id and number of what it says, one after the other: for a hundred thousand letters every object counts.
        group = by_letter.get(letter)
        if group is None:
            group = by_letter[letter] = []
        group += pk, numbers.setdefault(row[3:], len(numbers))
    fresh, look = _following(by_letter), _Look([Told(*told) for told in numbers])
    kept = (look.unlike(group[::2], group[1::2], fresh.get(letter)) for letter, group in by_letter.items())
    return [*alone.values(), *filter(None, kept)]


def batches(groups: Iterable[list[UUID]], size: int = BATCH) -> Iterator[list[UUID]]:
    """The same ids in pieces of about this size, each short enough for one transaction; no group is torn apart."""
    piece: list[UUID] = []
    for group in groups:
        piece += group
        if len(piece) >= size:
            yield piece
            piece = []
    if piece:
        yield piece


def _read(rows: QuerySet[Deadline]) -> Iterator[tuple[Any, ...]]:
    """Id, letter, what a row without a letter hangs together with, and what it says; nothing is converted."""
    entered = Concat(_text("person_id"), Value(" "), _text("entered_at"), output_field=TextField())
    alone = Case(When(letter=None, then=entered), output_field=TextField())
    companion = Case(When(is_companion=True, then=Value("yes")), default=Value(""))
    told: tuple[Any, ...] = ("rule", companion, "confirmation", _text("answer"), *map(_text, deadlines.DAYS))
    return rows.order_by().values_list(_text("pk"), _text("letter_id"), alone, *told).iterator(CHUNK)


def _text(name: str) -> Cast:
    return Cast(name, TextField())


class _Look:
    """What deadlines of a letter say beside what follows from it now; equal ones are compared once."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = told
        self._found: dict[tuple[Following | None, tuple[int, ...]], list[int]] = {}

    def unlike(self, ids: Sequence[str], told: Sequence[int], fresh: Following | None) -> list[UUID]:
        """Rows of one letter that are not surely the same; all of them where more or less follows from it now."""
        key = fresh, tuple(told)
        places = self._found.get(key)
        if places is None:
            by_rule = fresh.by_rule if fresh else None
            places = self._found[key] = _unlike([self._told[number] for number in told], by_rule)
        return [UUID(ids[place]) for place in places]


def _unlike(group: Sequence[Told], fresh: Mapping[str, Core] | None) -> list[int]:
    """The places in the group of what is not surely the same."""
    if fresh is None or fresh.keys() != {row.rule for row in group}:
        return [*range(len(group))]
    acts = [row for row in group if not row.companion]
    same = {row.rule for row in acts} - {row.rule for row in acts if not _is_same(row, fresh[row.rule])}
    return [place for place, row in enumerate(group) if row.rule not in same]


def _is_same(row: Told, fresh: Core) -> bool:
    if row.confirmation == Confirmation.DISPUTED or row.days != fresh.days:
        return False
    return of_answer(json.loads(row.answer)) == fresh.of_answer


def _following(letters: Collection[str]) -> dict[str, Following]:
    """What follows now from each letter, by its id as text."""
    columns = ("pk", "events", "instructed_day", *(f"item__{name}" for name in ITEM_DAYS))
    rows = Letter.objects.filter(pk__in=among(letters)).order_by()
    told = rows.values_list(*map(_text, columns), "item__channel", *OF_LETTER)
    counted: dict[tuple[Any, ...], Following] = {}
    found: dict[str, Following] = {}
    for row in told.iterator(CHUNK):
        facts = row[1:]
        if facts not in counted:
            counted[facts] = Following(_counted(*facts))
        found[row[0]] = counted[facts]
    return found


def _counted(events: str, instructed_day: str | None, *facts: Any) -> Mapping[str, Core] | None:
    days, (channel, *of_letter) = facts[: len(ITEM_DAYS)], facts[len(ITEM_DAYS) :]
    item = PostItem(channel=channel, **dict(zip(ITEM_DAYS, map(_day, days), strict=True)))
    said = dict(zip(OF_LETTER, of_letter, strict=True))
    letter = Letter(item=item, events=json.loads(events), instructed_day=_day(instructed_day), **said)
    counted = Counted(letter)
    if counted.problem is not None:
        return None
    return {rule: _core(fresh) for rule in counted.rules if (fresh := counted.fresh(rule))}


def _core(fresh: Mapping[str, Any]) -> Core:
    ends = (fresh[name] for name in deadlines.DAYS)
    return Core(tuple(day and day.isoformat() for day in ends), of_answer(fresh["answer"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
