"""Which law a case falls under: old, new or neither; and what contradicts itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .errors import Impossible
from .rules import Rule, RuleBook

NEW, OLD, GENERAL = "geas", "pre_geas", "general"
NAMES = {NEW: "neues Recht", OLD: "altes Recht", GENERAL: "allgemeines Recht"}
# Two days and what is wrong when the second lies before the first.
ORDERS = (
    ("decided_on", "served_on", "Der Brief kann nicht vor dem Bescheid zugestellt sein."),
    ("decided_on", "posted_on", "Der Brief kann nicht vor dem Bescheid aufgegeben sein."),
    ("decided_on", "received_on", "Der Brief kann nicht vor dem Bescheid angekommen sein."),
    ("decided_on", "handed_to_reception_centre_on",
     "Der Brief kann nicht vor dem Bescheid in der Einrichtung gewesen sein."),
    ("posted_on", "served_on", "Der Brief kann nicht zugestellt sein, bevor er aufgegeben war."),
    ("posted_on", "received_on", "Der Brief kann nicht ankommen, bevor er aufgegeben war."),
    ("posted_on", "returned_undeliverable_on",
     "Der Brief kann nicht zurückkommen, bevor er aufgegeben war."),
    ("served_on", "handed_to_person_on",
     "Der Brief kann nicht ausgehändigt sein, bevor er zugestellt war."),
    ("handed_to_reception_centre_on", "handed_to_person_on",
     "Der Brief kann nicht ausgehändigt sein, bevor er im Haus war."),
    ("sent_electronically_on", "retrieved_on",
     "Die Nachricht kann nicht abgerufen sein, bevor sie abgesandt war."),
    ("sought_asylum_on", "lodged_on",
     "Der Antrag kann nicht eingereicht sein, bevor Asyl verlangt war."),
    ("lodged_on", "decided_on", "Der Bescheid kann nicht vor dem Antrag liegen."),
)  # fmt: skip


def check_order(events: Mapping[str, Any]) -> None:
    """raises Impossible with a sentence where two days contradict each other"""
    for earlier, later, sentence in ORDERS:
        first, second = events.get(earlier), events.get(later)
        if first and second and second < first:
            raise Impossible(f"{sentence} Bitte prüfen Sie beide Tage.", earlier, later)


def by_day(event: str, day: date, book: RuleBook) -> frozenset[str]:
    """The laws a case may fall under by one of its days; two in the weeks where the texts leave a gap."""
    ends_old, starts_new = book.borders[event]
    found = {OLD} if day < starts_new else set()
    return frozenset(found | ({NEW} if day >= ends_old else set()))


def of_case(events: Mapping[str, Any], book: RuleBook) -> str | None:
    """The law of an asylum case by the day it was lodged, else registered; None where neither is known or sure."""
    for event in ("lodged_on", "registered_on"):
        if day := events.get(event):
            laws = by_day(event, day, book)
            return next(iter(laws)) if len(laws) == 1 else None
    return None


def of_rule(rule: Rule, events: Mapping[str, Any], asked: str | None, book: RuleBook) -> str | None:
    """The law under which this rule is asked.

    asked   what the asker says; None lets the days speak
    raises  Impossible where asker, days and rule do not agree
    """
    if asked is not None and asked not in NAMES:
        raise Impossible(f"Das Recht „{asked}“ gibt es nicht. Möglich sind: geas, pre_geas, general.", "regime")
    if asked is not None and asked not in rule.regimes:
        raise Impossible(f"Die Regel „{rule.id}“ gehört nicht zu „{asked}“ ({NAMES[asked]}).", "regime")
    event = _hinge(rule, events, book)
    if event:
        day = events[event]
        laws = by_day(event, day, book)
        if asked is not None and asked != GENERAL and asked not in laws:
            raise Impossible(
                f"Nach dem Tag {day:%d.%m.%Y} gilt {NAMES[next(iter(laws))]}, angegeben ist {NAMES[asked]}."
                " Bitte prüfen Sie beides.",
                event,
                "regime",
            )
        if asked is None and GENERAL not in rule.regimes and not laws & set(rule.regimes):
            raise Impossible(
                f"Nach dem Tag {day:%d.%m.%Y} gilt {NAMES[next(iter(laws))]}; die Regel „{rule.id}“ gehört nicht dazu.",
                event,
                "rule",
            )
        if asked is None:
            fitting = [law for law in rule.regimes if law in laws]
            return fitting[0] if fitting else GENERAL
    return asked or (rule.regimes[0] if len(rule.regimes) == 1 else None)


def _hinge(rule: Rule, events: Mapping[str, Any], book: RuleBook) -> str | None:
    """The known day that chooses the law for this rule."""
    wanted = [rule.hinge] if rule.hinge in book.borders else []
    if rule.field not in ("transfer", "delivery") and not set(rule.regimes) <= {GENERAL}:
        wanted += ["lodged_on"]
    return next((name for name in wanted if name and events.get(name)), None)
