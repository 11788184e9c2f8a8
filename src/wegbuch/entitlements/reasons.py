"""Why a rule answers as it does: each part of its condition by the names of its facts, never as an expression."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lawbook.entitlements import UNKNOWN, Between, Rule
from lawbook.entitlements.expressions import Node
from lawbook.entitlements.findings import parts_of
from lawbook.entitlements.scope import PersonScope
from wegbuch.cases.fact_sources import Known
from wegbuch.core import codes, dates

from . import law, wording
from .knowledge import Subject


@dataclass(frozen=True)
class Told:
    """A fact as a page shows it.

    value   in words, "" where it is not known
    origin  „Statusverlauf, seit 03.06.2025“
    url     where it is changed, "" where nobody can here
    """

    name: str
    label: str
    value: str = ""
    origin: str = ""
    url: str = ""


@dataclass(frozen=True)
class Reason:
    """One part of a condition. holds: None where it is not known. is_counted: the day from which the rule counts."""

    holds: bool | None
    told: tuple[Told, ...]
    hangs_on_sealed: bool = False
    is_counted: bool = False


def of(subject: Subject, rule: Rule, day: date) -> tuple[Reason, ...]:
    """The parts of a rule's condition that all must hold, and the days it counts from."""
    scope = PersonScope(law.book(), subject.facts, day)
    found = [_reason(part, part.holds(scope), subject) for part in parts_of(rule)]
    if rule.threshold:
        day_counted = rule.threshold.value(scope)
        known = UNKNOWN if day_counted is UNKNOWN or day_counted is None else True
        found.append(replace(_reason(rule.threshold, known, subject), is_counted=True))
    return tuple(dict.fromkeys(reason for reason in found if reason.told or reason.hangs_on_sealed))


def without_links(parts: Iterable[Reason]) -> tuple[Reason, ...]:
    """The same words for several people, of whom each has pages of her own."""
    return tuple(replace(part, told=tuple(replace(told, url="") for told in part.told)) for part in parts)


def _reason(part: Node, holds: Any, subject: Subject) -> Reason:
    names = law.book().facts_in(part)
    sealed = any(law.is_sealed(name) for name in names)
    open_names = [name for name in names if not law.is_sealed(name)]
    known = [name for name in open_names if name in subject.known]
    # What is known already settles this part; what else could have settled it is of no interest then.
    shown = open_names if holds is UNKNOWN or not known else known
    told = tuple(tell(name, subject.known.get(name)) for name in shown)
    return Reason(None if holds is UNKNOWN else bool(holds), told, sealed)


def tell(name: str, known: Known | None) -> Told:
    """A fact in words, with where it comes from. raises KeyError"""
    fact = law.fact(name)
    if known is None:
        return Told(name, fact.label)
    return Told(name, fact.label, in_words(name, known.value), origin_of(known), known.url)


def origin_of(known: Known) -> str:
    """„Statusverlauf, seit 03.06.2025“"""
    day = dates.in_figures(known.on) if known.on else ""
    if not day or day in known.shown_by:
        return known.shown_by
    return _("%(place)s, seit %(day)s") % {"place": known.shown_by, "day": day}


def in_words(name: str, value: Any) -> str:
    """The value of a fact as a page says it. raises KeyError"""
    fact = law.fact(name)
    if isinstance(value, Between):
        return _bounds(value)
    if fact.type == "country" and isinstance(value, str):
        return codes.label("countries", value)
    return wording.value(fact.type, value, fact.values)


def _bounds(value: Between) -> str:
    """„1990“ where only a year is known."""
    low, high = value.low, value.high
    if isinstance(low, date) and isinstance(high, date):
        if low.year == high.year:
            return str(low.year)
        low, high = dates.in_figures(low), dates.in_figures(high)
    return _("zwischen %(low)s und %(high)s") % {"low": low, "high": high}
