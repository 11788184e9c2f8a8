"""What is known about people, fact by fact: from the files, and from what was asked and answered."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lawbook.entitlements import Between, Contradiction, contradictions
from wegbuch.access.models import User
from wegbuch.cases import fact_sources
from wegbuch.cases.fact_sources import Known
from wegbuch.cases.models import Person, RelativeAbroad
from wegbuch.core import dates

from . import law
from .models import Answer


@dataclass(frozen=True)
class Disagreement:
    """An answer says something else than the file; the file counts."""

    fact: str
    answered: Known
    in_file: Known


@dataclass(frozen=True)
class Subject:
    """Somebody whom the rules are asked about: a person with a file, or somebody of her family abroad.

    person  whose file it is
    known   facts by name, without those of the sealed box
    """

    person: Person
    relative: RelativeAbroad | None
    known: Mapping[str, Known]
    disagreements: Sequence[Disagreement] = ()

    @property
    def key(self) -> UUID:
        return self.relative.pk if self.relative else self.person.pk

    @property
    def name(self) -> str:
        return self.relative.name if self.relative else self.person.display_name

    @property
    def facts(self) -> dict[str, Any]:
        """What the lawbook is asked with."""
        return {name: known.value for name, known in self.known.items()}

    def contradictions(self, day: date) -> tuple[Contradiction, ...]:
        """Sentences about facts that cannot all be right."""
        return contradictions(law.book(), self.facts, day)


def of_people(people: Sequence[Person], user: User, day: date) -> list[Subject]:
    """Everything known about these people that this user may see, in the order given."""
    in_files = fact_sources.known(people, user, day)
    answered = _answers(people)
    return [_subject(person, None, in_files[person.pk], answered[person.pk, None]) for person in people]


def abroad_of(subjects: Iterable[Subject], user: User, day: date) -> list[Subject]:
    """The family abroad of these people: what is known of each, and of the one they would come to."""
    sponsors = {subject.person.pk: subject for subject in subjects}
    answered = _answers([subject.person for subject in sponsors.values()])
    rows = RelativeAbroad.objects.filter(person__in=sponsors).select_related("person")
    return [
        _subject(row.person, row, _of_relative(row, sponsors[row.person_id]), answered[row.person_id, row.pk])
        for row in rows
    ]


def _subject(
    person: Person, relative: RelativeAbroad | None, in_file: Mapping[str, Known], answered: Mapping[str, Known]
) -> Subject:
    differs = tuple(
        Disagreement(name, answer, in_file[name])
        for name, answer in answered.items()
        if name in in_file and in_file[name].value != answer.value
    )
    return Subject(person, relative, {**answered, **in_file}, differs)


# What counts for family reunification of the one in Germany whom somebody would join.
OF_SPONSOR = {
    "sponsor_status": "status",
    "protection_final_on": "protection_final_on",
    "permit_first_issued_on": "permit_first_issued_on",
}
# Relation of the one abroad to the person with the file → as the rules name it.
RELATIONS = {"spouse": "spouse"}
ADULT = 18


def _of_relative(row: RelativeAbroad, sponsor: Subject) -> dict[str, Known]:
    shown_by, url = _("Familie im Ausland"), ""
    found = {name: sponsor.known[other] for name, other in OF_SPONSOR.items() if other in sponsor.known}
    if row.birth_date:
        found["birth_date"] = Known(row.birth_date, shown_by, url=url)
    elif row.birth_year:
        found["birth_date"] = Known(year(row.birth_year), shown_by, url=url)
    return found


def year(number: int) -> Between:
    """A birth date of which only the year is known."""
    return Between(date(number, 1, 1), date(number, 12, 31))


def _answers(people: Sequence[Person]) -> dict[tuple[UUID, UUID | None], dict[str, Known]]:
    """The newest answer to every question, by person and relative."""
    found: dict[tuple[UUID, UUID | None], dict[str, Known]] = defaultdict(dict)
    for row in Answer.objects.filter(person__in=people).order_by("entered_at"):
        place = found[row.person_id, row.relative_id]
        place.pop(row.fact, None)
        content = json.loads(row.content)
        if row.fact in law.book().facts and "value" in content:
            place[row.fact] = Known(read(row.fact, content["value"]), origin(row), row.known_on)
    return found


def origin(row: Answer) -> str:
    """Frage beantwortet am 26.11.2026 (Person selbst)"""
    day = dates.in_figures(row.known_on)
    return _("gefragt am %(day)s: %(who)s") % {"day": day, "who": row.get_origin_display()}


def read(name: str, value: Any) -> Any:
    """A value as it lies in an answer, as the lawbook takes it."""
    kind = law.fact(name).type
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(value)
    return frozenset(value) if kind == "set" else value


def written(value: Any) -> Any:
    """A value as it lies in an answer."""
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value
