"""Deadlines of asylum, residence and social law: from days that are known to the day by which to act."""

from .answers import Act, Alternative, Answer, Facts, Question, Step
from .asking import compute
from .errors import Impossible
from .letters import LetterFacts, after_letter
from .rules import Rule, RuleBook, Version, load

__all__ = [
    "Act",
    "Alternative",
    "Answer",
    "Facts",
    "Impossible",
    "LetterFacts",
    "Question",
    "Rule",
    "RuleBook",
    "Step",
    "Version",
    "after_letter",
    "compute",
    "load",
]
