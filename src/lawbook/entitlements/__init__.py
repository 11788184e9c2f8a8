"""Entitlements: what is open to a person, from when, with what amount, and what is still to ask."""

from .findings import Compared, Finding, Part, contradictions, finding, findings, what_if
from .logic import UNKNOWN, Between
from .perspective import Period, perspective
from .rules import Contradiction, EntitlementBook, Fact, Rule, load

__all__ = [
    "UNKNOWN",
    "Between",
    "Compared",
    "Contradiction",
    "EntitlementBook",
    "Fact",
    "Finding",
    "Part",
    "Period",
    "Rule",
    "contradictions",
    "finding",
    "findings",
    "load",
    "perspective",
    "what_if",
]
