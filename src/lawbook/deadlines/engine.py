"""One rule under one law, one set of facts, one answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .. import periods
from ..calendars import Calendar
from . import safety, wording
from .answers import Act, Answer, Facts, Question, Step
from .delivery import Start, delivered
from .errors import Impossible
from .rules import Rule, RuleBook, Version

# Where nobody says which Land counts: the two whose courts serve Brandenburg, and the earlier day of both.
NEIGHBOURS = ("BB", "BE")
# Events that are a delivery themselves: another delivery stands for them without a doubt.
SERVED = "_served_on"
# Kinds in which an unknown special case shortens nothing of the person's: the usual case counts, the rest is asked.
USUAL_CASE_COUNTS = ("authority_deadline", "waiting_time", "duration_limit", "lookback")


@dataclass(frozen=True, slots=True)
class Count:
    """One counted period: where it started, where it ended, what moved it."""

    version: Version
    start: Start | None
    nominal: date | None
    last: date | None
    calendar: Calendar


def answer(book: RuleBook, rule: Rule, facts: Facts, regime: str | None) -> Answer:
    """The answer of this rule alone, without other readings."""
    possible, asks = _versions(book, rule, facts, regime)
    lands = _lands(book, rule, facts)
    counts = [_count(book, rule, version, facts, regime, land) for version in possible for land in lands]
    chosen = _chosen(counts, rule)
    found = _worded(book, rule, regime, chosen, asks, facts)
    return (
        found if len(lands) == 1 else _cautious(found, rule, [c for c in counts if c.version is chosen.version], facts)
    )


def _cautious(found: Answer, rule: Rule, counts: Sequence[Count], facts: Facts) -> Answer:
    """Where the Land is open: the earliest safe day of all, and the latest day of a period that has surely run out."""
    safe = [day for count in counts if (day := safety.safe_day(rule, count, _by_kind(rule, count)[0], facts))]
    expired = [day for count in counts if (day := safety.expired_from(rule, count))]
    return found.but(safe_day=min(safe, default=None), safely_expired_from=max(expired, default=None))


def _lands(book: RuleBook, rule: Rule, facts: Facts) -> Sequence[Calendar]:
    names = (rule.seat,) if rule.seat else (facts.place_land,) if facts.place_land else NEIGHBOURS
    unknown = [name for name in names if name not in book.calendars]
    if unknown:
        raise Impossible(f"Das Land „{unknown[0]}“ gibt es nicht. Beispiele: BB, BE, SN.", "place_land")
    return [book.calendars[name] for name in names]


def _versions(book: RuleBook, rule: Rule, facts: Facts, regime: str | None) -> tuple[list[Version], list[str]]:
    """Versions that may apply, special cases first, and yes/no facts that would tell them apart."""
    hinge = facts.day(rule.hinge) if rule.hinge else None
    in_force = [each for each in rule.versions if _holds(each, regime, hinge)]
    if not in_force:
        raise Impossible(wording.not_in_force(rule, hinge), rule.hinge or "rule")
    possible: list[Version] = []
    asks: list[str] = []
    for version in in_force:
        fits, unknown = _fits(book, version, facts)
        if fits is False:
            continue
        asks += [name for name in unknown if name not in asks]
        possible.append(version)
        if fits:
            break
    if not possible:
        raise Impossible(wording.no_version(rule), *(name for each in in_force for name, _ in each.when))
    if rule.kind in USUAL_CASE_COUNTS:
        possible = possible[-1:]
    return possible, asks


def _holds(version: Version, regime: str | None, hinge: date | None) -> bool:
    if version.regimes and regime and regime not in version.regimes:
        return False
    if hinge is None:
        return True
    return (version.since is None or version.since <= hinge) and (version.until is None or hinge <= version.until)


def _fits(book: RuleBook, version: Version, facts: Facts) -> tuple[bool | None, list[str]]:
    """Whether a version applies: yes, no, or unknown with the facts to ask."""
    unknown = []
    for name, wanted in version.when:
        event = book.events[name]
        value = facts.events.get(name, event.default)
        if event.type == "day":
            value = value is not None
        if value is None:
            unknown.append(name)
        elif value != wanted:
            return False, []
    return (None, unknown) if unknown else (True, [])


def _count(book: RuleBook, rule: Rule, version: Version, facts: Facts, regime: str | None, calendar: Calendar) -> Count:
    start = _start(book, rule, version, facts, regime, calendar)
    if start is None or version.duration is None:
        return Count(version, start, None, None, calendar)
    if version.duration.unit == "years back":
        return Count(version, start, None, date(start.day.year, 12, 31), calendar)
    nominal = periods.end_of(start.day, version.duration, calendar)
    if version.day_before:
        nominal -= timedelta(days=1)
    last = calendar.working_day_from(nominal) if version.calc == "C1" else nominal
    return Count(version, start, nominal, _capped(rule, facts, last, version, calendar), calendar)


def _capped(rule: Rule, facts: Facts, last: date, version: Version, calendar: Calendar) -> date:
    """The end, no later than the limits of the rule; a free day moves them as it moves the end."""
    for limit in rule.limits:
        for name in limit.start:
            if day := facts.day(name):
                end = periods.end_of(day, limit.duration, calendar)
                last = min(last, calendar.working_day_from(end) if version.calc == "C1" else end)
    return last


def _start(
    book: RuleBook, rule: Rule, version: Version, facts: Facts, regime: str | None, calendar: Calendar
) -> Start | None:
    """Where the period starts: the first known fact, else the end of the rule it follows."""
    names = version.start or rule.start
    for name in names:
        if name == "service":
            if found := delivered(facts.events, "court" if rule.field == "court" else rule.delivery, book):
                return _instead_of(found, [each for each in names[: names.index(name)] if not each.endswith(SERVED)])
        elif day := facts.day(name):
            return Start(day, name, (Step(book.events[name].label, version.basis, day),), day)
    if version.fixed_end and "fixed_end" in (version.start or rule.start):
        text = "festes Datum aus dem Gesetz"
        return Start(version.fixed_end, "fixed_end", (Step(text, version.basis, version.fixed_end),), version.fixed_end)
    return _after(book, version, facts, regime, calendar)


def _instead_of(start: Start, wanted: list[str]) -> Start:
    """A delivery that stands in for a day the law means first: likely at best, and the day is asked."""
    if not wanted:
        return start
    confidence = "likely" if start.confidence == "verified" else start.confidence
    return replace(start, asks=(*wanted, *start.asks), confidence=confidence)


def _after(book: RuleBook, version: Version, facts: Facts, regime: str | None, calendar: Calendar) -> Start | None:
    """The last day of the rule this version follows."""
    if not version.after:
        return None
    before = answer(book, book.get(version.after), Facts(facts.events, regime, calendar.land), regime)
    if before.last_day is None:
        return None
    steps = (*before.steps[:-1], Step(f"Ende der Frist: {before.title}", before.basis, before.last_day))
    return Start(before.last_day, version.after, steps, before.last_day)


def _chosen(counts: list[Count], rule: Rule) -> Count:
    """The count with the earliest end; of equal ones the first. Without any end the one that says what to ask."""
    ended = [count for count in counts if count.last is not None]
    if ended:
        return min(ended, key=lambda count: count.last or date.max)
    return next((count for count in counts if count.start), counts[0])


def _worded(book: RuleBook, rule: Rule, regime: str | None, count: Count, asks: list[str], facts: Facts) -> Answer:
    version, start = count.version, count.start
    missing = [] if start else _names_of_start(rule, version)
    names = [*missing, *(start.asks if start else ()), *asks]
    return Answer(
        rule=rule.id,
        title=rule.title,
        plain=rule.plain,
        kind=rule.kind,
        act=rule.act,
        regime=regime,
        duration=version.duration.in_german() if version.duration else "",
        place_land=count.calendar.land,
        places=rule.places,
        file_together=tuple(Act(*each) for each in rule.together),
        effect=rule.effect,
        effect_note=rule.effect_note,
        basis=version.basis,
        sources=version.sources,
        confidence=_confidence(version, start),
        doubt=version.doubt,
        advice=rule.advice,
        note=rule.note,
        law_since=version.since,
        law_until=version.until,
        ask=tuple(_question(book, name) for name in dict.fromkeys(names)),
        book=book.fingerprint,
        **_days(rule, count, facts),
    )


def _days(rule: Rule, count: Count, facts: Facts) -> dict[str, Any]:
    """The days of an answer with the reasons that lead to them."""
    last, earliest = _by_kind(rule, count)
    return {
        "last_day": last,
        "earliest_day": earliest,
        "safe_day": safety.safe_day(rule, count, last, facts),
        "nominal_end": count.nominal,
        "start_on": count.start.day if count.start else None,
        "shifted": bool(count.last and count.nominal and count.last > count.nominal),
        "safely_expired_from": safety.expired_from(rule, count),
        "steps": wording.steps(rule, count, last, earliest),
    }


def _names_of_start(rule: Rule, version: Version) -> list[str]:
    names: list[str] = []
    for name in version.start or rule.start:
        names += ["served_on", "posted_on"] if name == "service" else [name]
    return names


def _by_kind(rule: Rule, count: Count) -> tuple[date | None, date | None]:
    """Last day and earliest day, as each kind of rule means them."""
    duration, start = count.version.duration, count.start
    if count.last is None or duration is None or start is None:
        return None, None
    if duration.unit == "years back":
        return count.last, date(start.day.year - duration.value, 1, 1)
    if rule.kind != "waiting_time":
        return count.last, None
    if duration.value < 0:
        return None, count.last
    return count.last, count.last + timedelta(days=1)


def _confidence(version: Version, start: Start | None) -> str:
    order = ("verified", "likely", "uncertain")
    return max(version.confidence, start.confidence if start else "verified", key=order.index)


def _question(book: RuleBook, name: str) -> Question:
    event = book.events[name]
    return Question(name, event.label, event.question, event.type)
