"""The whole course of a person as one picture: proceedings, status, papers, letters and deadlines on one scale."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from wegbuch.cases.models import Person, ResidencePeriod
from wegbuch.core import clock, codes, dates
from wegbuch.core.strips import Mark, Scale, Tick

from . import law, regimes, stage_map
from .models import Deadline, DeadlineState, Letter, Proceeding
from .proceeding_page import day_of
from .stage_map import Reached

LEAST_AHEAD = timedelta(days=92)
TICKS = 8
MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120)
SHAPES = {DeadlineState.KEPT: "kept", DeadlineState.MISSED: "missed", DeadlineState.WITHDRAWN: "gone"}


@dataclass(frozen=True)
class Row:
    """One line of the table: what, its picture, when in words.

    ref       what the page links to: name of a URL and its id
    deadline  for its badge
    """

    label: str
    when: str
    marks: Sequence[Mark]
    detail: str = ""
    ref: tuple[str, UUID] | None = None
    deadline: Deadline | None = None
    is_now: bool = False


@dataclass(frozen=True)
class Lane:
    """Rows of one kind under one heading."""

    label: str
    icon: str
    rows: Sequence[Row]
    ref: tuple[str, UUID] | None = None
    detail: str = ""


@dataclass(frozen=True)
class Course:
    """The picture; `is_cut` says that something goes on beyond its end."""

    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    today: Tick
    first: date
    last: date
    is_cut: bool


def course_of(person: Person) -> Course:
    """Everything dated that is known about a person's proceedings and status, in five queries."""
    today = clock.today()
    proceedings = list(Proceeding.objects.filter(person=person).prefetch_related("steps"))
    periods = list(ResidencePeriod.objects.filter(person=person))[::-1]
    letters = list(Letter.objects.filter(person=person).select_related("item"))
    dated = Deadline.objects.filter(person=person).exclude(counts_on=None)
    deadlines = list(dated.order_by("counts_on", "is_companion"))
    reached = {row.pk: stage_map.reached_by(row, row.steps.all()) for row in proceedings}
    known = list(_days(person, proceedings, periods, letters, deadlines, reached.values()))
    scale = _scale(known, today)
    lanes = [_lane_of_proceeding(row, reached[row.pk], scale, today) for row in proceedings]
    lanes.append(Lane(_("Status und Papiere"), "book", [_row_of_period(row, scale, today) for row in periods]))
    lanes.append(Lane(_("Briefe"), "envelope", [_row_of_letter(row, scale) for row in sorted(letters, key=day_of)]))
    lanes.append(Lane(_("Fristen"), "flag", [_row_of_deadline(row, scale) for row in deadlines]))
    return Course(
        lanes=[*_arrival(person, scale), *(lane for lane in lanes if lane.rows)],
        ticks=_ticks(scale),
        today=scale.tick(today, _("heute")),
        first=scale.first,
        last=scale.last,
        is_cut=max(known, default=today) > scale.last,
    )


def _days(
    person: Person,
    proceedings: Iterable[Proceeding],
    periods: Iterable[ResidencePeriod],
    letters: Iterable[Letter],
    deadlines: Iterable[Deadline],
    reached: Iterable[Sequence[Reached]],
) -> Iterator[date]:
    """Every day the picture must hold."""
    found: list[Any] = [person.entered_on, *(row.closed_on for row in proceedings)]
    found += [day for row in periods for day in (row.since, row.until, row.valid_until)]
    found += [day_of(letter) for letter in letters]
    found += [row.counts_on for row in deadlines]
    found += [each.since for way in reached for each in way]
    return (day for day in found if day)


def _scale(days: Sequence[date], today: date) -> Scale:
    """From the first day known to the last, but no further ahead than half of what lies behind."""
    first = min([*days, today - timedelta(days=31)])
    ahead = max((today - first) / 2, LEAST_AHEAD)
    last = min(max([*days, today + timedelta(days=31)]), today + ahead)
    return Scale(first, last + timedelta(days=7))


def _ticks(scale: Scale) -> list[Tick]:
    """First days of months, as many as can be read."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    apart = next((each for each in MONTHS_APART if months / each <= TICKS), MONTHS_APART[-1])
    start = scale.first.year * 12 + scale.first.month - 1
    firsts = range(start + (-start) % apart, start + months + 1, apart)
    days = [date(number // 12, number % 12 + 1, 1) for number in firsts]
    return [scale.tick(day, _tick_label(day, apart)) for day in days if scale.holds(day)]


def _tick_label(day: date, apart: int) -> str:
    month = str(MONTHS_3[day.month]).capitalize()
    return str(day.year) if apart >= 12 else f"{month} {day:%y}"


def _arrival(person: Person, scale: Scale) -> list[Lane]:
    if not person.entered_on:
        return []
    row = Row(_("Einreise"), dates.in_figures(person.entered_on), [Mark("point", scale.at(person.entered_on))])
    return [Lane(_("Ankommen"), "way", [row])]


def _lane_of_proceeding(proceeding: Proceeding, reached: Sequence[Reached], scale: Scale, today: date) -> Lane:
    """A bar for every stage, from its day to the next one's."""
    rows = [
        _row_of_stage(each, later.since if later else proceeding.closed_on, scale, today)
        for each, later in zip_longest(reached, reached[1:])
    ]
    entry = regimes.kind_entry(proceeding.kind, proceeding.regime)
    detail = str(proceeding.get_regime_display()) if proceeding.stage_list else ""
    nothing = Row(_("Noch keine Station eingetragen"), "", [])
    return Lane(entry.label, "way", rows or [nothing], ("procedures:proceeding", proceeding.pk), detail)


def _row_of_stage(each: Reached, until: date | None, scale: Scale, today: date) -> Row:
    end, is_now = until or today, until is None
    marks = [Mark("bar" if is_now else "past", *scale.span(each.since, max(each.since, end)))]
    if until:
        marks.append(Mark("end", scale.at(until)))
    since = dates.in_figures(each.since)
    when = _("seit %(day)s") % {"day": since} if is_now else _from_to(each.since, until)
    return Row(each.label, when, marks, each.step.shown_by if each.step else "", is_now=is_now)


def _row_of_period(period: ResidencePeriod, scale: Scale, today: date) -> Row:
    """A bar for the status; its paper goes on as an outline to the day it expires."""
    since, end = period.since or scale.first, period.until or max(today, period.since or today)
    is_now = since <= today and (period.until is None or period.until >= today)
    shape = "unknown" if period.since is None else "bar" if is_now else "past"
    marks = [Mark(shape, *scale.span(since, end))]
    if period.until:
        marks.append(Mark("end", scale.at(period.until)))
    if period.valid_until and period.valid_until > end and not period.until:
        marks.append(Mark("paper", *scale.span(end, period.valid_until)))
        marks += [Mark("end", scale.at(period.valid_until))] if scale.holds(period.valid_until) else []
    return Row(
        codes.label("residence_statuses", period.status),
        _from_to(period.since, period.until),
        marks,
        _paper(period),
        ("cases:residence_row", period.pk),
        is_now=is_now,
    )


def _paper(period: ResidencePeriod) -> str:
    name = codes.short("residence_documents", period.document) if period.document else ""
    if not period.valid_until:
        return name
    words = {"paper": name or _("Papier"), "day": dates.in_figures(period.valid_until)}
    return _("%(paper)s, gültig bis %(day)s") % words


def _row_of_letter(letter: Letter, scale: Scale) -> Row:
    day = day_of(letter)
    return Row(
        law.letter_kind(letter.kind)["label"],
        dates.in_figures(day),
        [Mark("point", scale.at(day))],
        letter.item.number,
        ("procedures:letter", letter.pk),
    )


def _row_of_deadline(deadline: Deadline, scale: Scale) -> Row:
    assert deadline.counts_on
    shape = SHAPES.get(DeadlineState(deadline.state), "due")
    marks = [Mark(shape, scale.at(deadline.counts_on))] if scale.holds(deadline.counts_on) else []
    when = dates.in_figures(deadline.counts_on)
    return Row(deadline.act, when, marks, "", ("procedures:deadline", deadline.pk), deadline)


def _from_to(since: date | None, until: date | None) -> str:
    begin = dates.in_figures(since) if since else _("Beginn nicht bekannt")
    return f"{begin} – {dates.in_figures(until)}" if until else _("seit %(day)s") % {"day": begin} if since else begin
