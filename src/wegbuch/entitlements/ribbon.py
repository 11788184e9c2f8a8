"""The time ribbon: when a door is open, opens or closes, as shapes on one scale with a break."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from lawbook.entitlements import Period, Rule
from lawbook.periods import add_months
from wegbuch.core import dates
from wegbuch.core.strips import Mark, Scale, Tick

from . import law, safe_days, wording
from .knowledge import Subject
from .wording import DAY, Badge

MONTHS_BACK, MONTHS_AHEAD, MONTHS_IN_DETAIL = 2, 60, 12
NEAR = 0.57
# So many rules that may restrict a claim are named.
MAYBE_MOST = 2
QUARTERS, HALVES = (1, 4, 7, 10), (1, 7)
# What a rule says over some time. Open, duty and barred are sure; the other three show no bar.
OPEN, DUTY, BARRED, UNSURE, WAITS, SHUT, PASSED = "open", "duty", "barred", "unsure", "waits", "shut", "passed"
SURE = (OPEN, DUTY, BARRED)
KINDS = {
    wording.CLAIM: OPEN,
    wording.DISCRETION: OPEN,
    wording.DUTY: DUTY,
    wording.NO: BARRED,
    "open": UNSURE,
    "waiting": WAITS,
    "deadline_passed": PASSED,
}
# What a row is about today, in the order of the page.
CLOSING, OPENING = "closing", "opening"
STATES = (CLOSING, PASSED, OPEN, OPENING, DUTY, BARRED, UNSURE)


@dataclass(frozen=True)
class BrokenScale(Scale):
    """Months up to a new year, then years on a smaller scale."""

    breaks_on: date

    def share(self, day: date) -> float:
        if day <= self.breaks_on:
            return NEAR * Scale(self.first, self.breaks_on).share(day)
        return NEAR + (1 - NEAR) * Scale(self.breaks_on, self.last).share(day)


def scale_from(today: date) -> BrokenScale:
    """Two months back, five years ahead; the months in detail for a year at least."""
    first = add_months(today.replace(day=1), -MONTHS_BACK)
    year_on = add_months(today, MONTHS_IN_DETAIL)
    return BrokenScale(first, add_months(today, MONTHS_AHEAD), date(year_on.year + 1, 1, 1))


def ticks(scale: BrokenScale) -> list[Tick]:
    """Quarters up to the break, years after it."""
    count = (scale.breaks_on.year - scale.first.year) * 12 - scale.first.month + 1
    months = [add_months(scale.first, number) for number in range(count)]
    near = [scale.tick(day, _month(day), is_minor=day.month not in HALVES) for day in months if day.month in QUARTERS]
    years = range(scale.breaks_on.year, scale.last.year + 1)
    return near + [scale.tick(date(year, 1, 1), str(year)) for year in years]


def _month(day: date) -> str:
    month = str(MONTHS_3[day.month]).capitalize()
    return f"{month} {day:%y}" if day.month == 1 else month


@dataclass(frozen=True)
class Run:
    """From a day to a day, both included, a rule says the same kind of thing.

    closes_on    last day of it, None where it goes on beyond what is looked at
    safe_on      day by which to act, where the law sets a last day
    is_deadline  the law names a last day
    """

    kind: str
    since: date
    until: date
    closes_on: date | None = None
    is_deadline: bool = False
    safe_on: date | None = None


def runs_of(rule: Rule, periods: Sequence[Period], last: date) -> tuple[Run, ...]:
    """The periods of a rule, joined where they say the same; what opens after a wait opens on the careful day."""
    found: list[Run] = []
    for period in periods:
        run = _run(rule, period, last)
        if found and (found[-1].kind, found[-1].is_deadline) == (run.kind, run.is_deadline):
            found[-1] = Run(run.kind, found[-1].since, run.until, run.closes_on, run.is_deadline)
        elif found and found[-1].kind == WAITS and run.kind in SURE:
            opens = min(begins_on(run.kind, run.since), run.until)
            found[-1] = Run(WAITS, found[-1].since, opens - DAY)
            found.append(Run(run.kind, opens, run.until, run.closes_on, run.is_deadline))
        else:
            found.append(run)
    return tuple(found)


def begins_on(kind: str, day: date) -> date:
    """What opens after a wait that is over on a day opens on the careful day; a burden begins on the day itself."""
    return wording.opens_on(day) if kind == OPEN else day


def _run(rule: Rule, period: Period, last: date) -> Run:
    ends = period.until if period.until < last else None
    if period.result == "deadline":
        return Run(KINDS[rule.result], period.since, period.until, period.day, is_deadline=True)
    kind = KINDS.get(period.result, SHUT)
    return Run(kind, period.since, period.until, period.day if kind == PASSED else ends)


def with_safe_days(rule: Rule, runs: Sequence[Run], facts: Mapping[str, Any]) -> tuple[Run, ...]:
    """The runs, each with the day by which to act where the law sets a last day."""
    has_window = safe_days.has_window(rule.id)
    ends = [run.closes_on if run.is_deadline or (has_window and run.kind == OPEN) else None for run in runs]
    days = [safe_days.safe_day(rule, day, facts) if day else None for day in ends]
    return tuple(replace(run, safe_on=day) for run, day in zip(runs, days, strict=True))


def unsure_from(runs: Iterable[Run], earliest: date) -> tuple[Run, ...]:
    """What is unclear counts only from the day on which it could begin at all; before it nothing is open."""
    found: list[Run] = []
    for run in runs:
        if run.kind != UNSURE or run.since >= earliest:
            found.append(run)
            continue
        found.append(Run(SHUT, run.since, min(run.until, earliest - DAY)))
        if run.until >= earliest:
            found.append(Run(UNSURE, earliest, run.until, run.closes_on))
    return tuple(found)


@dataclass(frozen=True)
class Passage:
    """One rule over time, for one or more people for whom it says the same.

    asked      German names of the facts that are missing, the most decisive first
    gaps       German names of conditions that are known not to be fulfilled yet
    is_sealed  whether it also hangs on facts of the sealed box: for all people or for none
    shut_by    rules that restrict this claim
    maybe_shut rules that would restrict it; whether they do is still open
    """

    rule: Rule
    subjects: tuple[Subject, ...]
    runs: tuple[Run, ...]
    today: date
    scale: BrokenScale
    asked: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    is_sealed: bool = False
    shut_by: tuple[Rule, ...] = ()
    maybe_shut: tuple[Rule, ...] = ()

    @property
    def now(self) -> Run:
        return self.on(self.today)

    def on(self, day: date) -> Run:
        """What holds on a day of the scale."""
        return next(run for run in self.runs if run.since <= day <= run.until)

    @property
    def maybe_named(self) -> tuple[Rule, ...]:
        """Those that may restrict it and are named; the others are counted."""
        return self.maybe_shut[:MAYBE_MOST]

    @property
    def maybe_more(self) -> int:
        return len(self.maybe_shut) - len(self.maybe_named)

    @property
    def ahead(self) -> Run | None:
        """What is sure to begin later."""
        return next((run for run in self.runs if run.since > self.today and run.kind in SURE), None)

    @property
    def main(self) -> Run | None:
        """What the row is about: what holds now, else what begins later, else where it is unclear or over."""
        if self.now.kind in SURE:
            return self.now
        unsure = next((run for run in self.runs if run.until >= self.today and run.kind == UNSURE), None)
        passed = self.now if self.now.kind == PASSED and self.now.since > self.scale.first else None
        return self.ahead or passed or unsure

    @cached_property
    def state(self) -> str:
        """One of STATES; "" where nothing is open, opens, closes or is unclear: such a door is not shown."""
        run = self.main
        if run is None:
            return ""
        if run.kind == OPEN and run.since > self.today:
            return OPENING
        ends_as_door = run.kind == OPEN or (run.kind == DUTY and run.is_deadline)
        act_by = run.safe_on or run.closes_on
        is_soon = act_by is not None and act_by - self.today <= wording.SOON
        return CLOSING if ends_as_door and is_soon and run.since <= self.today else run.kind

    @property
    def day(self) -> date | None:
        """The day the row turns on: last day, day of opening, or the first day on which it is unclear."""
        run = self.main
        if run is None:
            return None
        return run.since if run.since > self.today else run.closes_on

    @property
    def safe_day(self) -> date | None:
        """The day by which to act; today where it has passed and the last day has not. None while nothing presses."""
        run = self.main
        if run is None or run.safe_on is None or self.begins_later:
            return None
        is_pressing = run.is_deadline or run.safe_on != run.closes_on or self.state == CLOSING
        return max(run.safe_on, self.today) if is_pressing else None

    @property
    def days_left(self) -> int | None:
        """Until the day by which to act."""
        act_by = self.safe_day or self.day
        return (act_by - self.today).days if self.state == CLOSING and act_by else None

    @property
    def begins_later(self) -> bool:
        return self.main is not None and self.main.since > self.today

    @property
    def is_doubtful(self) -> bool:
        return wording.is_doubtful(self.rule)

    @property
    def relatives(self) -> tuple[Subject, ...]:
        """Those abroad for whom it is."""
        return tuple(subject for subject in self.subjects if subject.relative)

    @cached_property
    def badge(self) -> Badge:
        return badge_of(self)

    @cached_property
    def marks(self) -> list[Mark]:
        return [mark for run in self.runs for mark in _marks(self, run)]

    @property
    def place(self) -> tuple[Any, ...]:
        """Order on the page."""
        many = len(self.asked) if self.state == UNSURE else 0
        topic = list(law.topics()).index(self.rule.topic)
        return STATES.index(self.state), self.day or date.max, many, topic, self.rule.title


def badge_of(passage: Passage) -> Badge:
    """The row in a word or two; nothing is promised."""
    state = passage.state
    day = {"day": dates.in_figures(passage.day)} if passage.day else {}
    if state == CLOSING or passage.safe_day:
        return wording.badge("deadline", passage.day, safe_day=passage.safe_day)
    if state == PASSED:
        return wording.badge("deadline_passed", passage.day)
    if state == OPENING:
        words = _("frühestens %(day)s") if passage.gaps else _("öffnet %(day)s")
        return Badge("", "door", words % day)
    plain = wording.badge("open" if state == UNSURE else passage.rule.result)
    if not day or state == UNSURE:
        return plain
    word = _("offen") if passage.rule.result == wording.CLAIM else str(plain.text)
    way = _("%(word)s ab %(day)s") if passage.begins_later else _("%(word)s bis %(day)s")
    return Badge(plain.kind, plain.icon, way % {"word": word, **day})


def _marks(passage: Passage, run: Run) -> Iterable[Mark]:
    """A bar with its stops; dots where facts are missing."""
    scale = passage.scale
    if run.kind == UNSURE:
        yield Mark("ask", *scale.span(run.since, run.until))
    if run.kind not in SURE:
        return
    begins_later = run.since > passage.today
    yield Mark(_shape(passage, run, begins_later), *scale.span(run.since, run.until))
    if begins_later:
        yield Mark("start", scale.at(run.since))
    if run.closes_on and scale.holds(run.closes_on):
        yield Mark("end", scale.at(run.closes_on))


def _shape(passage: Passage, run: Run, begins_later: bool) -> str:
    if run.kind != OPEN:
        return "duty" if run.kind == DUTY else "barred"
    if begins_later:
        return "later"
    return "closing" if passage.state == CLOSING and run is passage.now else "open"
