"""German words for what the rules say: results, days, amounts. Nothing is promised."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lawbook.entitlements import Rule
from wegbuch.core import clock, dates

DAY = timedelta(days=1)
# So many days before a last day a door is said to close soon.
SOON = timedelta(days=90)
CLAIM, DUTY, DISCRETION, NO = "entitled", "duty", "discretionary", "not_entitled"
BURDEN = frozenset({DUTY, NO})


@dataclass(frozen=True)
class Badge:
    """kind of `wb-badge` ("", ok, warn, danger, info, open), icon and words."""

    kind: str
    icon: str
    text: Any


BADGES = {
    CLAIM: Badge("ok", "door", gettext_lazy("voraussichtlich offen")),
    DISCRETION: Badge("info", "door", gettext_lazy("nach Ermessen")),
    DUTY: Badge("", "lock", gettext_lazy("Pflicht")),
    NO: Badge("warn", "lock", gettext_lazy("eingeschränkt")),
    "open": Badge("open", "ask", gettext_lazy("noch unklar")),
    "fact_missing": Badge("open", "ask", gettext_lazy("noch unklar")),
    "condition_not_met": Badge("", "lock", gettext_lazy("trifft nicht zu")),
    "not_in_force": Badge("", "lock", gettext_lazy("gilt nicht")),
}


def badge(result: str, until: date | None = None, *, safe_day: date | None = None, of: Rule | None = None) -> Badge:
    """What a rule says, in a word or two.

    until     as in a finding: where waiting ends, or the last day
    safe_day  the day to act by, as `safe_days` names it; it is said instead of the last one
    of        the rule, which tells a wait for a burden from one for a claim
    """
    if until and result == "waiting":
        return _waiting(until, of)
    if until and result == "deadline":
        return _closing(until, safe_day)
    if result == "deadline_passed":
        return Badge("danger", "clock", _("vorbei seit %(day)s") % {"day": dates.in_figures(until) if until else ""})
    return BADGES[result]


def _waiting(until: date, rule: Rule | None) -> Badge:
    if rule and rule.result in BURDEN:
        return Badge("", "lock", _("beginnt %(day)s") % {"day": dates.in_figures(until)})
    return Badge("", "door", _("öffnet %(day)s") % {"day": dates.in_figures(opens_on(until))})


def _closing(last: date, safe_day: date | None) -> Badge:
    today, day = clock.today(), safe_day or last
    kind = "danger" if day - today <= SOON else "warn"
    if safe_day is None:
        return Badge(kind, "clock", _("letzter Tag %(day)s") % {"day": dates.in_figures(last)})
    if safe_day <= today:
        return Badge(kind, "clock", _("sicher: heute"))
    return Badge(kind, "clock", _("sicher bis %(day)s") % {"day": dates.in_figures(safe_day)})


def opens_on(until: date) -> date:
    """The careful day on which a claim opens: a period ends with its day, so one day later (B3 of the doubts).

    A duty or a restriction begins on the rule's own day: that is the careful one there.
    """
    return until + DAY


def amount(rule: Rule, value: Any) -> str:
    """„563,00 € im Monat“; nothing where a rule has no amount."""
    if value is None:
        return ""
    euros = f"{Decimal(str(value)):,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return " ".join(filter(None, (f"{euros} €", rule.amount_label)))


def is_doubtful(rule: Rule) -> bool:
    """Whether a page says „Mit Fachstelle klären“ beside a rule."""
    return rule.confidence == "low" or bool(rule.doubt)


def value(kind: str, content: Any, values: Any) -> str:
    """A fact in words.

    kind    type of the fact
    values  German words of its codes
    """
    if content is None:
        return _("keine Angabe nötig")
    if isinstance(content, bool):
        return _("ja") if content else _("nein")
    if isinstance(content, date):
        return dates.in_figures(content)
    if kind == "set":
        return ", ".join(values.get(code, code) for code in sorted(content)) or _("nichts davon")
    return str(values.get(content, content))
