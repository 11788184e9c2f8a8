"""What is ahead for those one plans for: one organisation, or a whole district; with the sentence that says it."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lawbook import rates
from wegbuch.access.models import User
from wegbuch.cases.heads import heads_on

from . import course, months, posts
from .district import across_district
from .models import Announcement, Direction

# Who is assigned gets benefits for asylum seekers, so arrivals need posts of the first form.
KIND = "msa_i"


@dataclass(frozen=True)
class Scope:
    """Whose heads and posts. is_hidden: there are too few heads to be shown, and none is reckoned with."""

    day: date
    heads: int
    plan: posts.Plan
    rate: rates.Rate
    is_hidden: bool = False

    @property
    def needed(self) -> Decimal:
        return posts.needed(self.heads, self.rate.amount)

    @property
    def filled(self) -> Decimal:
        return self.plan.filled_on(self.day)

    @property
    def missing(self) -> Decimal:
        return self.needed - self.filled


@dataclass(frozen=True)
class WhatIf:
    """A question in numbers.

    months      in which they come
    pattern     how a whole year falls on its quarters; None is evenly
    departures  people who leave in each month from the first on
    key         heads on a full post
    """

    number: int
    months: tuple[date, ...]
    pattern: rates.ArrivalPattern | None
    departures: int
    key: Decimal


def scope_of(user: User, day: date) -> Scope:
    """The own organisation; for who stands above them the district."""
    rule = rates.heads(KIND)
    form, rate = rule.case_forms[0], rates.rate_on(rule.key, day)
    if user.district is None or user.organisation_id:
        return Scope(day, heads_on(day, KIND).count(), posts.plan(form), rate)
    found = across_district(user.district, day)
    heads = found.totals[form].heads
    return Scope(day, heads or 0, found.plans[form], rate, heads is None)


def answer(scope: Scope, asked: WhatIf) -> tuple[course.Step, ...]:
    """How posts would go on, a year from the first month, and longer where a year of arrivals does."""
    ahead = months.from_month(asked.months[0], max(months.MONTHS_AHEAD, len(asked.months) + 3))
    return course.course(
        scope.heads,
        ahead,
        key=asked.key,
        filled=scope.plan.filled_on,
        arrivals=months.spread(asked.number, asked.months, asked.pattern),
        departures=dict.fromkeys(ahead, asked.departures),
    )


def forecast(scope: Scope, announced: list[Announcement]) -> tuple[course.Step, ...]:
    """The next twelve months by what is announced, the current month with it."""
    return course.course(
        scope.heads,
        months.from_month(scope.day),
        key=scope.rate.amount,
        filled=scope.plan.filled_on,
        arrivals=_by_month(announced, Direction.ARRIVAL),
        departures=_by_month(announced, Direction.DEPARTURE),
    )


def answer_in_words(asked: WhatIf, steps: tuple[course.Step, ...]) -> str:
    """Ab 1. Januar 2027 braucht es dafür 0,75 Stellen mehr. Mit den besetzten Stellen fehlen dann 0,1."""
    peak = course.most_needed(steps)
    if peak is None:
        return _("Dafür braucht es keine weiteren Stellen: Es gehen so viele, wie kommen.")
    said = _("Ab %(day)s braucht es dafür %(posts)s Stellen mehr.")
    said %= {"day": in_words(peak.day), "posts": _posts(peak.more, 2)}
    later = course.relieved(steps, peak)
    relief = _("Ab %(day)s braucht es sie nicht mehr.") % {"day": in_words(later.day)} if later else ""
    return " ".join(filter(None, (said, _then(peak), relief)))


def _then(step: course.Step) -> str:
    """The same day as the row of the table says it: all that is needed beside all that is filled."""
    if not _rounded(step.missing, 1):
        return _("Mit den besetzten Stellen fehlt dann keine.")
    if step.missing < 0:
        return _("Mit den besetzten Stellen bleiben dann %(posts)s übrig.") % {"posts": _posts(step.spare, 1)}
    return _("Mit den besetzten Stellen fehlen dann %(posts)s.") % {"posts": _posts(step.missing, 1)}


def running_in_words(when: str, today: date) -> str:
    """Said where the time that is asked for has begun, in the form of `months_of`; else ""."""
    if months.months_of(when)[0] >= today:
        return ""
    if when.isdecimal():
        return _("Das Jahr läuft schon: Verteilt wird auf den Rest ab heute.")
    if "Q" in when:
        return _("Das Quartal läuft schon: Verteilt wird auf den Rest ab heute.")
    return _("Der Monat läuft schon: Alle kommen im Rest ab heute.")


def forecast_in_words(scope: Scope, steps: tuple[course.Step, ...]) -> str:
    """Heute fehlen 1,4 Stellen. Ab 1. Januar 2027 fehlen 1,9 Stellen."""
    missing = scope.missing
    now = _("Heute fehlen %(posts)s Stellen.") if missing > 0 else _("Heute fehlt keine Stelle.")
    worse = course.first_worse(steps, missing)
    then = _("Mehr werden es nach diesen Zahlen nicht.")
    if worse:
        then = _("Ab %(day)s fehlen %(posts)s Stellen.")
        then %= {"day": in_words(worse.day), "posts": _posts(worse.missing, 1)}
    elif missing <= 0:
        then = _("Nach diesen Zahlen bleibt es so.")
    return f"{now % {'posts': _posts(missing, 1)}} {then}"


def question_in_words(asked: WhatIf, when: str) -> str:
    """60 weitere Menschen, 4. Quartal 2026"""
    said = ngettext("Ein weiterer Mensch", "%(n)s weitere Menschen", asked.number) % {"n": asked.number}
    return f"{said}, {when}"


def in_words(day: date) -> str:
    """1. Januar 2027"""
    return date_format(day, "j. F Y")


def _posts(number: Decimal, places: int) -> str:
    return number_format(_rounded(number, places), places)


def _rounded(number: Decimal, places: int) -> Decimal:
    """As the tables round; left to itself Django would cut the digits off."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _by_month(announced: list[Announcement], direction: str) -> dict[date, int]:
    found: dict[date, int] = {}
    for row in announced:
        if row.direction == direction:
            found[row.month] = found.get(row.month, 0) + row.number
    return found
