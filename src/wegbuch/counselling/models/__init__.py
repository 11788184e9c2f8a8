"""The counselling log, what comes back on a day, and the daily work that stands in no file."""

from .contacts import (
    NETWORKING,
    Contact,
    ContactQuerySet,
    Participation,
    Topic,
    counselled_areas,
    counted_forms,
    spoken,
)
from .follow_ups import FollowUp
from .report_notes import ReportNote, ReportNoteState
from .work import GroupOffer, NetworkEntry, WorkEntry

__all__ = [
    "NETWORKING",
    "Contact",
    "ContactQuerySet",
    "FollowUp",
    "GroupOffer",
    "NetworkEntry",
    "Participation",
    "ReportNote",
    "ReportNoteState",
    "Topic",
    "WorkEntry",
    "counselled_areas",
    "counted_forms",
    "spoken",
]
