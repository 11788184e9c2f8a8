"""The texts of a report: what was written for its tasks, and what the lead took into it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from wegbuch.access.models import User
from wegbuch.counselling.models import ReportNote, ReportNoteState

from ..catalogue import Report
from ..periods import Period


def texts_of(report: Report, period: Period, user: User) -> Mapping[str, Sequence[ReportNote]]:
    """What was written for the tasks of this report, by task."""
    found = defaultdict(list)
    if any(section.task for section in report.sections):
        for note in ReportNote.objects.visible_to(user).for_period(period.first, period.last):
            found[str(note.task_area)].append(note)
    return found


def taken_texts(report: Report, period: Period, user: User) -> dict[str, list[str]]:
    """The texts that stand in the report, by task."""
    return {
        task: [note.text for note in notes if note.state == ReportNoteState.TAKEN]
        for task, notes in texts_of(report, period, user).items()
    }
