"""What the present lawbook makes of open deadlines that another book counted."""

import hashlib
from dataclasses import dataclass
from typing import Any

from .. import law
from ..models import Deadline
from . import deadlines
from .recheck_sieve import of_answer


@dataclass(frozen=True)
class Change:
    """Open deadlines of one rule and what the present book makes of them.

    rows     the act and what is due with it
    fresh    columns as they would be now; None where nothing follows any more. Equal letters share its answer, and
             equal rows share theirs: nobody changes one in place
    problem  why there is no new day; empty where there is one
    also     titles of rules that follow from the letter now and did not before
    """

    rows: tuple[Deadline, ...]
    fresh: dict[str, Any] | None
    problem: str = ""
    also: tuple[str, ...] = ()

    @property
    def row(self) -> Deadline:
        return self.rows[0]

    @property
    def mark(self) -> str:
        """Another one as soon as the rows, their letter or the book is another."""
        letter = self.row.letter
        versions = sorted((row.pk.hex, row.version) for row in self.rows)
        told = (law.book().fingerprint, versions, letter and (letter.version, letter.item.version))
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    @property
    def is_moved(self) -> bool:
        return self.fresh is None or any(getattr(self.row, name) != self.fresh[name] for name in deadlines.DAYS)

    @property
    def is_different(self) -> bool:
        """Whether day, confidence, basis or what must be filed together differ, or a deadline is new."""
        if self.fresh is None or self.is_moved or self.brings_more:
            return True
        return of_answer(self.row.answer) != of_answer(self.fresh["answer"])

    @property
    def brings_more(self) -> bool:
        """Whether something is due that was not before."""
        if self.fresh is None or self.also:
            return bool(self.also)
        return acts_of(self.row.answer) != acts_of(self.fresh["answer"])


def acts_of(answer: dict[str, Any]) -> tuple[str, ...]:
    """What must be filed together with the act of an answer."""
    *_rest, acts = of_answer(answer)
    return acts
