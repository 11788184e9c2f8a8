"""Answers, applications, checklists, changes of scheme, and what was looked at when the law changed."""

from .affected import KeptBook, SeenChange
from .answers import Answer, SealedAnswer
from .applications import Application, ApplicationPaper, ApplicationState, ApplicationStep, Outcome
from .arrival import ChecklistMark, MarkState
from .schemes import SchemeChange

__all__ = [
    "Answer",
    "Application",
    "ApplicationPaper",
    "ApplicationState",
    "ApplicationStep",
    "ChecklistMark",
    "KeptBook",
    "MarkState",
    "Outcome",
    "SchemeChange",
    "SealedAnswer",
    "SeenChange",
]
