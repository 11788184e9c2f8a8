"""Whose answers turn, and why: on a day of the calendar of changes, or since an older book. Without level 3."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lawbook.entitlements import EntitlementBook, Rule, impact
from lawbook.entitlements.columns import Caseload, Key
from lawbook.entitlements.findings import NOT_IN_FORCE, NOT_MET, OPEN, PASSED, WAITING
from lawbook.entitlements.scope import completed_years
from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import dates

from . import doors, knowledge, law, wording
from .knowledge import Subject
from .wording import Badge

DAY = timedelta(days=1)
SHUT = frozenset({NOT_IN_FORCE, NOT_MET, PASSED})
ANSWER, AMOUNT, QUESTION = "answer", "amount", "question"


@dataclass(frozen=True)
class LawChange:
    """A day on which the law of the rules changes.

    first  first day of the new state; where only a window is known, its first day
    last   the same day, or the last day of the window
    """

    first: date
    last: date
    title: str
    topics: tuple[str, ...]
    rules: frozenset[str]
    is_sure: bool

    @property
    def key(self) -> str:
        """As it stands in SeenChange.change."""
        return key_of(self.first)

    @property
    def eve(self) -> date:
        return self.first - DAY


def key_of(day: date) -> str:
    return f"day:{day.isoformat()}"


@dataclass(frozen=True)
class Files:
    """The running files that somebody works on, also as stand-in, and all whom the rules are asked about.

    cases  by person
    """

    cases: Mapping[UUID, Case]
    here: tuple[Subject, ...]
    abroad: tuple[Subject, ...]
    loads: tuple[Caseload, Caseload]

    @property
    def groups(self) -> tuple[tuple[tuple[Subject, ...], Caseload, bool], ...]:
        """Those here and those abroad: other rules are asked about each."""
        return (self.here, self.loads[0], False), (self.abroad, self.loads[1], True)


@dataclass(frozen=True)
class Turn:
    """A rule says something else about somebody.

    old, new  result, day and amount; None where a book has no such rule
    kind      answer, amount, or question where nothing is known on either side
    why       sentences
    """

    case: Case
    subject: Subject
    rule: Rule
    old: Key | None
    new: Key | None
    kind: str
    why: tuple[str, ...]

    @property
    def badges(self) -> tuple[Badge, Badge]:
        return badge(self.old), badge(self.new)

    @property
    def amounts(self) -> tuple[str, str]:
        """The amounts in words; where only the amount turns, also that it is not known yet."""
        unknown = _("noch nicht bekannt") if self.kind == AMOUNT else ""
        return amount(self.rule, self.old) or unknown, amount(self.rule, self.new) or unknown


def badge(key: Key | None) -> Badge:
    return wording.badge(key[0], key[1]) if key else wording.badge(NOT_IN_FORCE)


def amount(rule: Rule, key: Key | None) -> str:
    return wording.amount(rule, key[2]) if key else ""


@cache
def calendar() -> tuple[LawChange, ...]:
    """Every change of the book's calendar, the oldest first. A day that ends the old state moves one on."""
    return tuple(sorted((_law_change(raw) for raw in law.book().changes), key=lambda change: change.first))


def _law_change(raw: Mapping[str, Any]) -> LawChange:
    day = date.fromisoformat(str(raw["day"])) + (DAY if raw.get("ends") else timedelta(0))
    last = date.fromisoformat(str(raw["until"])) if raw.get("until") else day
    is_sure = raw["confidence"] == "high" and last == day
    return LawChange(day, last, raw["title"], tuple(raw["topics"]), frozenset(raw["rules"]), is_sure)


def files_of(user: User, day: date, *, only: Case | None = None) -> Files:
    """The running files this user works on, with what is known on a day; the same few queries for any number."""
    rows = Case.objects.changeable_by(user).running().select_related("person").order_by("opened_on", "number")
    rows = rows.filter(pk=only.pk) if only else rows
    cases = {case.person_id: case for case in rows}
    here = tuple(knowledge.of_people([case.person for case in cases.values()], user, day))
    abroad = tuple(knowledge.abroad_of(here, user, day))
    loads = Caseload([each.facts for each in here]), Caseload([each.facts for each in abroad])
    return Files(cases, here, abroad, loads)


def of_days(files: Files, first: date, second: date) -> list[Turn]:
    """What turns between two days, with what is known today."""
    book, found = law.book(), list[Turn]()
    for subjects, load, is_abroad in files.groups:
        shown = shown_rules(book, is_abroad)
        for change in impact.of_days(shown, load, first, second) if subjects else ():
            rule = book.rules[change.rule]
            for subject in _at(subjects, change):
                why = _why_by_time(rule, change.old, change.new, subject, first, second)
                found += _turn(files, subject, rule, change, why)
    return found


def of_books(files: Files, old: EntitlementBook, day: date) -> list[Turn]:
    """What the present book changes against an older one."""
    new, found = law.book(), list[Turn]()
    for subjects, load, is_abroad in files.groups:
        before, after = shown_rules(old, is_abroad), shown_rules(new, is_abroad)
        for change in impact.of_books(before, after, load, day) if subjects else ():
            if not _is_sealed_in(change.rule, old, new):
                rule = new.rules.get(change.rule) or old.rules[change.rule]
                why = (_why_by_book(change.rule, old, new),)
                for subject in _at(subjects, change):
                    found += _turn(files, subject, rule, change, why)
    return found


@lru_cache(maxsize=32)
def shown_rules(book: EntitlementBook, is_abroad: bool) -> EntitlementBook:
    """The book with those rules only that ordinary pages show, about those here or about those abroad."""
    names = {
        rule.id: rule
        for rule in book
        if rule.level < law.SEALED
        and rule.topic in law.topics()
        and law.path_of(rule.topic) != "return"
        and is_abroad == (rule.topic == doors.ABROAD and "relation" in book.facts_of[rule.id])
    }
    return replace(book, rules=names)


def _is_sealed_in(name: str, *books: EntitlementBook) -> bool:
    return any(book.rules[name].level >= law.SEALED for book in books if name in book.rules)


def _at(subjects: Sequence[Subject], change: impact.Change) -> Iterator[Subject]:
    return (subjects[place] for place in change.people)


def _turn(files: Files, subject: Subject, rule: Rule, change: impact.Change, why: tuple[str, ...]) -> Iterable[Turn]:
    kind = kind_of(change.old, change.new) if doors.concerns(rule, subject) else ""
    case = files.cases[subject.person.pk]
    return [Turn(case, subject, rule, change.old, change.new, kind, why)] if kind else []


def kind_of(old: Key | None, new: Key | None) -> str:
    """What kind of change it is; "" where the door is shut before and after."""
    results = {old[0] if old else NOT_IN_FORCE, new[0] if new else NOT_IN_FORCE}
    if results <= SHUT:
        return ""
    if results <= SHUT | {OPEN}:
        return QUESTION
    if old and new and old[:2] == new[:2]:
        return AMOUNT
    return ANSWER


def _why_by_time(
    rule: Rule, old: Key | None, new: Key | None, subject: Subject, first: date, second: date
) -> tuple[str, ...]:
    found = [_("Rechtsänderung: %(title)s") % {"title": title} for title in _titles(rule, first, second)]
    if first < rule.since <= second:
        found.append(_("Die Regel gilt ab %(day)s.") % {"day": dates.in_figures(rule.since)})
    if rule.until and first <= rule.until < second:
        found.append(_("Die Regel gilt bis %(day)s.") % {"day": dates.in_figures(rule.until)})
    if old and old[0] == WAITING and old[1] and first <= old[1] <= second:
        found.append(_("Die Wartezeit endet am %(day)s.") % {"day": dates.in_figures(old[1])})
    if new and new[0] == PASSED and new[1]:
        found.append(_("Der letzte Tag ist der %(day)s.") % {"day": dates.in_figures(new[1])})
    if years := _completed(rule, subject, first, second):
        found.append(_("Geburtstag: %(years)s Jahre.") % {"years": years})
    if not found and kind_of(old, new) == AMOUNT:
        found.append(_("Ab diesem Tag gilt ein anderer Betrag."))
    return tuple(found) or (_("Ein Tag aus Gesetz oder Angaben ist erreicht."),)


def _titles(rule: Rule, first: date, second: date) -> list[str]:
    return [
        change.title
        for change in calendar()
        if rule.id in change.rules and first < change.last and change.first <= second
    ]


def _completed(rule: Rule, subject: Subject, first: date, second: date) -> int | None:
    """The age that somebody reaches between two days, where the rule asks for it."""
    born = subject.facts.get("birth_date")
    if not isinstance(born, date) or "birth_date" not in law.book().facts_of[rule.id] or born > first:
        return None
    age = completed_years(born, second)
    return age if age != completed_years(born, first) else None


def _why_by_book(name: str, old: EntitlementBook, new: EntitlementBook) -> str:
    before, after = old.rules.get(name), new.rules.get(name)
    if before is None or after is None:
        return _("Die Regel ist neu.") if before is None else _("Diese Regel gibt es nicht mehr.")
    named = {
        _("Bedingung"): (before.condition.text, after.condition.text),
        _("Tag"): (_text(before.threshold), _text(after.threshold)),
        _("Betrag"): (_text(before.amount), _text(after.amount)),
        _("Ergebnis"): (before.result, after.result),
        _("Beginn"): (before.since, after.since),
        _("Ende"): (before.until, after.until),
    }
    words = ", ".join(word for word, (one, other) in named.items() if one != other)
    if words:
        return _("In der Regel hat sich geändert: %(what)s.") % {"what": words}
    return _("Ein Wort oder ein Betrag, auf den die Regel verweist, hat sich geändert.")


def _text(node: Any) -> str:
    return node.text if node else ""
