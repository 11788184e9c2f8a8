"""The 18th birthdays that lie ahead, and what the rules say differently from then on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lawbook.entitlements import Rule, perspective
from lawbook.entitlements.perspective import birthday
from wegbuch.core import clock
from wegbuch.core.templatetags.wegbuch import initials

from . import doors, law, ribbon, wording
from .knowledge import ADULT, Subject
from .ribbon import DUTY, OPEN, UNSURE
from .wording import DAY

RELATION = "relation"
# Relations of somebody abroad that last as long as one of both is a child: whose birthday ends it.
CHILD_ABROAD, CHILD_HERE = "minor_child", "parent_of_minor"


@dataclass(frozen=True)
class Birthday:
    """Somebody comes of age, with the rules that open, end or become unclear on that very day."""

    subject: Subject
    day: date
    opens: Sequence[Rule] = ()
    ends: Sequence[Rule] = ()
    unclear: Sequence[Rule] = ()
    is_shielded: bool = False

    years = ADULT

    @property
    def called(self) -> str:
        """The first name; behind the shield the initials."""
        return initials(self.subject.name) if self.is_shielded else self.subject.name.split()[0]

    @property
    def is_soon(self) -> bool:
        return self.day - clock.today() <= wording.SOON


def of_age_on(born: date) -> date:
    """The 18th birthday; of those born on 29 February the first of March where the year has no such day."""
    return birthday(born, born.year + ADULT)


def ahead(subjects: Iterable[Subject], today: date, last: date, *, is_shielded: bool = False) -> list[Birthday]:
    """The birthdays from today on, in order; of those of whom only the year is known nothing can be said."""
    found = []
    for subject in subjects:
        born = subject.facts.get("birth_date") or _in_file(subject)
        if isinstance(born, date) and today <= of_age_on(born) <= last:
            found.append(replace(_birthday(subject, of_age_on(born)), is_shielded=is_shielded))
    return sorted(found, key=lambda each: (each.day, each.subject.name))


def _in_file(subject: Subject) -> date | None:
    return None if subject.relative else subject.person.birth_date


def relation_ends_on(subject: Subject) -> date | None:
    """The day from which on somebody abroad does not count any more as child, or as parent of one."""
    relation = str(subject.facts.get(RELATION))
    born = {CHILD_ABROAD: subject.facts.get("birth_date"), CHILD_HERE: subject.person.birth_date}.get(relation)
    return of_age_on(born) if isinstance(born, date) else None


def _birthday(subject: Subject, day: date) -> Birthday:
    """What turns from the day before to the day itself."""
    rules = [rule for rule in doors.of_life() if doors.concerns(rule, subject) and rule.result != wording.NO]
    facts = subject.facts
    later = {name: value for name, value in facts.items() if name != RELATION or relation_ends_on(subject) != day}
    before, after = _kinds(rules, facts, day - DAY), _kinds(rules, later, day)
    shown = (OPEN, DUTY)
    known_before = (*shown, UNSURE) if later != facts else shown
    return Birthday(
        subject,
        day,
        opens=[rule for rule in rules if before[rule.id] not in shown and after[rule.id] in shown],
        ends=[rule for rule in rules if before[rule.id] in shown and after[rule.id] not in (*shown, UNSURE)],
        unclear=[rule for rule in rules if before[rule.id] in known_before and after[rule.id] == UNSURE],
    )


def _kinds(rules: Sequence[Rule], facts: Mapping[str, Any], day: date) -> dict[str, str]:
    """What each rule says on a day, as a kind of the ribbon."""
    periods = perspective(law.book(), facts, day, day, rules=[rule.id for rule in rules])
    return {rule.id: ribbon.runs_of(rule, periods[rule.id], day)[0].kind for rule in rules}
