"""Steps of arriving that would betray a special category: only for the opened page, which gives the sealed facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from lawbook import arrival
from wegbuch.cases.models import Case, Person
from wegbuch.core import clock

from . import arrival_page, law, offices_page
from .arrival_page import Line
from .knowledge import Subject
from .sealed_page import Part
from .services.sealed import Opened

TEMPLATE = "entitlements/_arrival_sealed.html"


@dataclass(frozen=True)
class SealedLine:
    """A step with the state of its tick: of `MarkState`, "" while it is open."""

    line: Line
    state: str


def part(subject: Subject, opened: Opened) -> Part | None:
    """What arriving adds to the opened page; nothing where no sealed fact asks for a step."""
    lines = of_person(subject.person, subject.facts, opened.marks)
    return Part(TEMPLATE, {"lines": lines}) if lines else None


def of_person(person: Person, facts: Mapping[str, Any], marks: Mapping[str, str]) -> list[SealedLine]:
    """The sealed steps of one person, in the order of their days.

    facts  everything known, with the facts of the sealed box
    marks  states of sealed ticks, by code
    """
    came = arrival_page.arrivals([_newest_case(person)])[person.pk]
    level, is_assumed = arrival_page.SEALED, came.is_assumed
    book = arrival_page.book()
    plan = arrival.plan(book, law.book(), facts, came.on, clock.today(), level=level, is_assumed=is_assumed)
    offices = offices_page.offices_by_kind(came.municipality)
    return [SealedLine(arrival_page.line(due, offices), marks.get(due.step.code, "")) for due in plan.due]


def _newest_case(person: Person) -> Case:
    """The running case, else the last one: only its first day is looked at."""
    rows = Case.objects.filter(person=person).order_by(F("closed_on").desc(nulls_first=True), "-opened_on")
    found: Case = rows[:1].get()
    return found
