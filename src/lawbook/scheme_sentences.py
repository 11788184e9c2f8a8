"""What the guard of a change of benefits says in German, the most urgent first."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .scheme_book import DAY, Book, Change, Days
from .scheme_changes import AMBER, FINE, GAP, LATE, MONEY, RED, SEVERITIES, THREATENED, UNKNOWN, Guard, Row, Span

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    severity: str
    text: str


def sentences(book: Book, change: Change, days: Days, guard: Guard, today: date) -> tuple[Sentence, ...]:
    """Everything there is to say about a change on this day."""
    found: list[Sentence] = []
    for row in guard.rows:
        said = list(_of_row(book, change, days, guard, row, today))
        if row.part in guard.twice:
            said.append(_say(book, f"{row.part}_twice", FINE, period=period(guard.twice[row.part])))
        if not said and not row.missing:
            said.append(_say(book, f"{row.part}_fine", FINE))
        found += said
    if missing := [book.days[name] for row in guard.rows for name in row.missing]:
        found.append(_say(book, "unknown", UNKNOWN, days=", ".join(missing)))
    return tuple(sorted(found, key=lambda sentence: SEVERITIES.index(sentence.severity)))


def _of_row(book: Book, change: Change, days: Days, guard: Guard, row: Row, today: date) -> Iterator[Sentence]:
    gap, threat, late = (row.in_state(state) for state in (GAP, THREATENED, LATE))
    if gap:
        yield from _gap(book, change, days, guard, row, gap)
    if threat and threat.first:
        yield _threat(book, guard, row, threat.first, today)
    if late and late.first and (late.last is None or late.last >= today):
        yield _late(book, row, late)


def _gap(book: Book, change: Change, days: Days, guard: Guard, row: Row, gap: Span) -> Iterator[Sentence]:
    """Days before the new right are owed by the old place, those after it were lost by a late application."""
    if row.part != MONEY or not gap.first or not gap.last:
        yield _say(book, f"{row.part}_gap", RED, period=period(gap))
        return
    if gap.first < days.right_since:
        end = days.right_since - DAY
        owed = period(Span(GAP, gap.first, min(gap.last, end)))
        yield _say(book, "money_gap_old", RED, period=owed, end=in_figures(end), old=change.old_payer)
    if gap.last >= days.right_since:
        lost = period(Span(GAP, max(gap.first, days.right_since), gap.last))
        name = "money_gap_open" if guard.apply_until else "money_gap"
        yield _say(book, name, RED, period=lost, start=in_figures(gap.last + DAY))


def _threat(book: Book, guard: Guard, row: Row, first: date, today: date) -> Sentence:
    day = in_figures(first)
    if row.part != MONEY or guard.apply_until is None:
        return _say(book, f"{row.part}_open", row.severity, first=day)
    if today > guard.apply_until:
        return _say(book, "money_apply_now", RED)
    return _say(book, "money_apply", row.severity, day=in_figures(guard.apply_until), first=day)


def _late(book: Book, row: Row, late: Span) -> Sentence:
    first = in_figures(late.first) if late.first else ""
    if row.part != MONEY:
        return _say(book, f"{row.part}_late", AMBER, first=first)
    if late.last is None:
        return _say(book, "money_late_open", AMBER, first=first)
    return _say(book, "money_late", AMBER, first=first, day=in_figures(late.last + DAY))


def _say(book: Book, name: str, severity: str, **words: str) -> Sentence:
    text = book.sentences[name].format(**words)
    return Sentence(severity, text[:1].upper() + text[1:])


def period(span: Span) -> str:
    """„Februar 2026“ for whole months, else „03.02.2026 bis 14.02.2026“."""
    if span.first is None or span.last is None:
        return f"ab {in_figures(span.first)}" if span.first else ""
    if span.first.day == 1 and span.last.day == monthrange(span.last.year, span.last.month)[1]:
        first, last = _month(span.first), _month(span.last)
        return first if first == last else f"{first} bis {last}"
    first, last = in_figures(span.first), in_figures(span.last)
    return first if first == last else f"{first} bis {last}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def in_figures(day: date) -> str:
    """05.03.2026"""
    return day.strftime("%d.%m.%Y")
