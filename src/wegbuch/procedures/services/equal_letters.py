"""Letters that say the same are counted once: thousands differ in nothing but whom they went to."""

from collections.abc import Sequence
from typing import Any

from lawbook.deadlines import Answer, Impossible

from .. import law
from ..models import Letter
from . import deadlines


class Counted:
    """What the present book makes of a letter.

    answers  none where it cannot be counted
    problem  the sentence that says why; None where it can
    rules    that lead to a deadline
    """

    def __init__(self, letter: Letter) -> None:
        self.answers: Sequence[Answer] = ()
        self.problem: str | None = None
        self._letter = letter
        self._fresh: dict[str, dict[str, Any] | None] = {}
        try:
            self.answers = law.answers_of(letter)
        except Impossible as problem:
            self.problem = str(problem)
        self.rules = {answer.rule for answer in self.answers if deadlines.has_day(answer)}

    def fresh(self, rule: str) -> dict[str, Any] | None:
        """The columns a deadline of this rule would have; None where nothing follows from it."""
        if rule not in self._fresh:
            self._fresh[rule] = self._columns(rule)
        return self._fresh[rule]

    def _columns(self, rule: str) -> dict[str, Any] | None:
        answer = next((each for each in self.answers if each.rule == rule and deadlines.has_day(each)), None)
        return deadlines.days_of(self._letter, answer, self.answers) if answer else None


class EqualLetters:
    """Letters counted with the present book, each that says something else once."""

    def __init__(self) -> None:
        self._counted: dict[str, Counted] = {}

    def of(self, letter: Letter) -> Counted:
        said = said_by(letter)
        if said not in self._counted:
            self._counted[said] = Counted(letter)
        return self._counted[said]


def said_by(letter: Letter) -> str:
    """Everything that `law.answers_of` and `deadlines.days_of` read of a letter, types and all."""
    return repr((law.facts_of(letter), letter.instructed_period, letter.instructed_day))
