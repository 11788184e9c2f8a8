"""Which of thousands of deadlines the present lawbook may count otherwise: a first look at plain rows.

Letters that say the same are counted once. What is surely the same is left out; everything else is looked at as a whole
by `rechecks`, which alone decides.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from lawbook.deadlines import Impossible

from .. import law
from ..models import Confirmation, Deadline, Letter, PostItem
from . import deadlines
from .deadlines import has_day

# What the answers of a letter hang on.
OF_LETTER = ("kind", "court", "instruction", "instructed_period", "instructed_day")
OF_ITEM = ("channel", "posted_on", "served_on", "arrived_on", "handed_on", "received_on", "returned_on")
AS_TEXT = ("id", "letter_id", "person_id", "entered_at", "answer", *deadlines.DAYS)
AS_THEY_ARE = ("rule", "is_companion", "confirmation")
CHUNK, BATCH = 2000, 250


class Core(NamedTuple):
    """What makes a deadline another one: its days as text, and of its answer what somebody would act on."""

    days: tuple[str | None, ...]
    of_answer: tuple[Any, ...]


class Row(NamedTuple):
    """An open deadline of a letter as it lies in the database: ids, days and the answer as text."""

    pk: str
    rule: str
    is_companion: bool
    confirmation: str
    answer: str
    days: tuple[str | None, ...]


def of_answer(answer: Mapping[str, Any]) -> tuple[Any, ...]:
    """Confidence, basis, and what must be filed together with the act."""
    acts = tuple(act["act"] for act in answer.get("file_together") or () if not act["advised"])
    return answer.get("confidence"), answer.get("basis"), acts


def may_differ(rows: QuerySet[Deadline]) -> list[list[UUID]]:
    """Ids of those that may come out otherwise; what hangs together stands together.

    Without a letter (from a paper, from another deadline) an act and what is due with it were entered at once.
    """
    by_letter: dict[str, list[Row]] = {}
    alone: dict[tuple[str, str], list[UUID]] = {}
    texts = {f"{name}_text": Cast(name, TextField()) for name in AS_TEXT}
    found = rows.order_by().annotate(**texts).values_list(*AS_THEY_ARE, *texts)
    for rule, is_companion, confirmation, pk, letter, person, entered_at, answer, *days in found.iterator(CHUNK):
        if letter:
            by_letter.setdefault(letter, []).append(Row(pk, rule, is_companion, confirmation, answer, tuple(days)))
        else:
            alone.setdefault((person, entered_at), []).append(UUID(pk))
    fresh, old = _fresh(list(map(UUID, by_letter))), _Read()
    kept = (_unlike(group, fresh.get(UUID(letter)), old) for letter, group in by_letter.items())
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


class _Read:
    """Stored answers, each text opened once: most of thousands say the same."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, ...]] = {}

    def of(self, text: str) -> tuple[Any, ...]:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = of_answer(json.loads(text))
        return found


def _unlike(group: list[Row], fresh: Mapping[str, Core] | None, old: _Read) -> list[UUID]:
    """Rows of one letter that are not surely the same; all of them where more or less follows from it now."""
    if fresh is None or fresh.keys() != {row.rule for row in group}:
        return [UUID(row.pk) for row in group]
    acts = [row for row in group if not row.is_companion]
    same = {row.rule for row in acts} - {row.rule for row in acts if not _is_same(row, fresh[row.rule], old)}
    return [UUID(row.pk) for row in group if row.rule not in same]


def _is_same(row: Row, fresh: Core, old: _Read) -> bool:
    if row.confirmation == Confirmation.DISPUTED or row.days != fresh.days:
        return False
    return old.of(row.answer) == fresh.of_answer


def _fresh(letters: Sequence[UUID]) -> dict[UUID, Mapping[str, Core] | None]:
    """What follows now from each letter, by rule; None where nothing can be counted."""
    items = {f"item_{name}": F(f"item__{name}") for name in OF_ITEM}
    told = Letter.objects.order_by().annotate(told=Cast("events", TextField()), **items)
    rows = told.values_list("pk", "told", *OF_LETTER, *items)
    counted: dict[tuple[Any, ...], Mapping[str, Core] | None] = {}
    found: dict[UUID, Mapping[str, Core] | None] = {}
    for ids in batches([letter] for letter in letters):
        for pk, *facts in rows.filter(pk__in=ids):
            key = tuple(facts)
            if key not in counted:
                counted[key] = _counted(*key)
            found[pk] = counted[key]
    return found


def _counted(events: str, *facts: Any) -> Mapping[str, Core] | None:
    item = PostItem(**dict(zip(OF_ITEM, facts[len(OF_LETTER) :], strict=True)))
    letter = Letter(item=item, events=json.loads(events), **dict(zip(OF_LETTER, facts[: len(OF_LETTER)], strict=True)))
    try:
        answers = law.answers_of(letter)
    except Impossible:
        return None
    found: dict[str, Core] = {}
    for answer in reversed(answers):
        if has_day(answer):
            fresh = deadlines.days_of(letter, answer, answers)
            days = (fresh[name] for name in deadlines.DAYS)
            found[answer.rule] = Core(tuple(day and day.isoformat() for day in days), of_answer(fresh["answer"]))
    return found
