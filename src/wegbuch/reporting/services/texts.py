"""The texts of a report: what was written for its tasks, what the lead took into it, and when they stand for good."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wegbuch.access.models import User
from wegbuch.counselling.models import ReportNote, ReportNoteState

from ..catalogue import Report, book
from ..models import ClosedMonth
from ..periods import Period
from .reports import PERIODS


def texts_of(report: Report, period: Period, user: User) -> Mapping[str, Sequence[ReportNote]]:
    """What was written for the tasks of this report, by task."""
    found = defaultdict(list)
    if report.tasks:
        for note in ReportNote.objects.visible_to(user).for_period(period.first, period.last):
            found[str(note.task_area)].append(note)
    return found


def taken_texts(report: Report, period: Period, user: User) -> dict[str, list[str]]:
    """The texts that stand in the report, by task."""
    return {
        task: [note.text for note in notes if note.state == ReportNoteState.TAKEN]
        for task, notes in texts_of(report, period, user).items()
    }


def is_for(note: ReportNote, report: Report, period: Period) -> bool:
    """Whether a text stands under a task of this report in this period."""
    return str(note.task_area) in report.tasks and period.first <= note.month <= period.last


def are_settled(month: date) -> bool:
    """Whether the texts of a month stand for good."""
    return bool(settled([month]))


def settled(months: Iterable[date]) -> set[date]:
    """Those of these months that lie in a whole period of a report with texts of which every month is closed."""
    closed = set(ClosedMonth.objects.values_list("first", flat=True))
    of = [PERIODS[report.period] for report in book().reports.values() if report.tasks]
    return {month for month in months if any(closed.issuperset(period(month).months) for period in of)}
