"""The old and the new count of a deadline side by side, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wegbuch.core import dates

from .deadline_page import due
from .models import Deadline
from .services.recheck_change import Change, acts_of

CONFIDENCES = {
    "verified": gettext_lazy("an der Quelle geprüft"),
    "likely": gettext_lazy("wahrscheinlich richtig"),
    "uncertain": gettext_lazy("unsicher: mit Fachstelle klären"),
}
NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One thing about a deadline before and now."""

    label: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new


def lines(change: Change) -> list[Line]:
    """The days, and what else differs; only the old side where nothing follows any more."""
    row, fresh = change.row, change.fresh
    old, new = row.answer, fresh["answer"] if fresh else {}
    days = [
        Line(_("Letzter Tag"), _day(row.counts_on or row.earliest_day), _day(_of(fresh, "counts_on", "earliest_day"))),
        Line(_("Sicher"), _day(due(row)), _day(_of(fresh, "safe_day", "counts_on", "earliest_day"))),
    ]
    law = [
        Line(_("Laut Brief"), _day(row.instructed_day), _day(_of(fresh, "instructed_day"))),
        Line(_("Dauer"), old.get("duration") or NOTHING, new.get("duration") or NOTHING),
        Line(_("Grundlage"), old.get("basis") or NOTHING, new.get("basis") or NOTHING),
        Line(_("Fassung"), _version(old), _version(new)),
        Line(_("Regel"), _confidence(old), _confidence(new)),
        Line(_("Zusammen mit"), ", ".join(acts_of(old)) or NOTHING, ", ".join(acts_of(new)) or NOTHING),
    ]
    return days + [line for line in law if line.differs]


def reason(change: Change) -> str:
    """What in the rule leads to another result."""
    if change.fresh is None:
        return change.problem
    words = [line.label for line in lines(change)[2:]]
    if words:
        return _("In der Regel hat sich geändert: %(what)s.") % {"what": ", ".join(words)}
    if change.is_moved:
        return _("Anders gezählt wird die Zustellung, ein Feiertag oder ein Wochenende.")
    return ""


def _of(fresh: dict[str, Any] | None, *names: str) -> date | None:
    return next((fresh[name] for name in names if fresh[name]), None) if fresh else None


def _day(day: date | None) -> str:
    return dates.with_weekday(day) if day else NOTHING


def _confidence(answer: dict[str, Any]) -> str:
    return str(CONFIDENCES.get(answer.get("confidence", ""), NOTHING))


def _version(answer: dict[str, Any]) -> str:
    """Since and until when a version of the rule holds."""
    since, until = answer.get("law_since"), answer.get("law_until")
    parts = [
        _("ab %(day)s") % {"day": dates.in_figures(date.fromisoformat(since))} if since else "",
        _("bis %(day)s") % {"day": dates.in_figures(date.fromisoformat(until))} if until else "",
    ]
    return " ".join(filter(None, parts)) or NOTHING


def acts(rows: tuple[Deadline, ...]) -> str:
    """What is to be done, in one line."""
    return _(" und ").join(row.act for row in rows)
