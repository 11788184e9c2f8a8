"""What is known about people, fact by fact: from the files, and from what was asked and answered."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lawbook.entitlements import Contradiction, contradictions
from wegbuch.access.models import User
from wegbuch.cases import fact_sources
from wegbuch.cases.fact_sources import Known
from wegbuch.cases.law_facts.ages import ADULT, birth, is_minor, is_surely_under
from wegbuch.cases.law_facts.files import case_ids
from wegbuch.cases.models import Person, RelativeAbroad
from wegbuch.core import dates, once

from . import law
from .models import Answer

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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
    """Everything known about these people that this user may see, in the order given; nothing of the sealed box."""
    asked = ("known", user.pk, day, tuple(person.pk for person in people))
    return once.ask(asked, lambda: _of_people(people, user, day))


def _of_people(people: Sequence[Person], user: User, day: date) -> list[Subject]:
    in_files = fact_sources.known(people, user, day)
    answered = _answers(people, user)
    return [_subject(person, None, in_files[person.pk], answered[person.pk, None]) for person in people]


def in_file(person: Person, relative: RelativeAbroad | None, user: User, day: date) -> Mapping[str, Known]:
    """What the file itself tells about a person, or about somebody of her family abroad; no answers."""
    told = fact_sources.known([person], user, day)[person.pk]
    if relative is None:
        return told
    url = _pages_of_relatives([person], user).get(person.pk, "")
    return _of_relative(relative, Subject(person, None, told), url, day)


def abroad_of(subjects: Iterable[Subject], user: User, day: date) -> list[Subject]:
    """The family abroad of these people: what is known of each, and of the one they would come to."""
    sponsors = {subject.person.pk: subject for subject in subjects if subject.relative is None}
    people = [subject.person for subject in sponsors.values()]
    rows = list(RelativeAbroad.objects.filter(person__in=people).select_related("person"))
    if not rows:
        return []
    answered, urls = _answers(people, user), _pages_of_relatives(people, user)
    return [
        _subject(
            row.person,
            row,
            _of_relative(row, sponsors[row.person_id], urls[row.person_id], day),
            answered[row.person_id, row.pk],
        )
        for row in rows
        if row.person_id in urls
    ]


def _pages_of_relatives(people: Sequence[Person], user: User) -> dict[UUID, str]:
    """Where the family abroad is entered, by person; only of files this user may open."""
    found = case_ids([person.pk for person in people], user)
    return {person: reverse("cases:relatives", args=[case]) for person, case in found.items()}


def _subject(
    person: Person, relative: RelativeAbroad | None, in_file: Mapping[str, Known], answered: Mapping[str, Known]
) -> Subject:
    differs = tuple(
        Disagreement(name, answer, in_file[name])
        for name, answer in answered.items()
        if name in in_file and in_file[name].value != answer.value
    )
    open_facts = {name: known for name, known in {**answered, **in_file}.items() if not law.is_sealed(name)}
    return Subject(person, relative, open_facts, differs)


# What counts for family reunification of the one in Germany whom somebody would join.
OF_SPONSOR = {
    "sponsor_status": "status",
    "protection_final_on": "protection_final_on",
    "permit_first_issued_on": "permit_first_issued_on",
}
SPOUSE, CHILD, PARENT = "spouse", "child", "parent"
# Relations that are none of those the rules name.
OTHERS = frozenset({"sibling", "grandchild", "grandparent", "other_relative", "not_related"})


def _of_relative(row: RelativeAbroad, sponsor: Subject, url: str, day: date) -> dict[str, Known]:
    shown_by = _("Familie im Ausland")
    found = {name: sponsor.known[other] for name, other in OF_SPONSOR.items() if other in sponsor.known}
    if born := birth(row.birth_date, row.birth_year):
        found["birth_date"] = Known(born, shown_by, url=url)
    relation = _relation(row, sponsor.person, day)
    if relation or row.relation in OTHERS:
        found["relation"] = Known(relation, shown_by, url=url)
    return found


def _relation(row: RelativeAbroad, sponsor: Person, day: date) -> str | None:
    """As the rules name it, seen from the one who would come; None where they have no name for it.

    Of a grown child it stays open: which day counts for the age is for a specialist.
    """
    if row.relation == SPOUSE:
        return "spouse"
    if row.relation == CHILD and is_surely_under(ADULT, birth(row.birth_date, row.birth_year), day):
        return "minor_child"
    if row.relation == PARENT and is_minor(sponsor, day):
        return "parent_of_minor"
    return None


def _answers(people: Sequence[Person], user: User) -> dict[tuple[UUID, UUID | None], dict[str, Known]]:
    """The newest answer to every question, by person and relative."""
    found: dict[tuple[UUID, UUID | None], dict[str, Known]] = defaultdict(dict)
    for row in Answer.objects.visible_to(user).filter(person__in=people).order_by("entered_at"):
        place = found[row.person_id, row.relative_id]
        place.pop(row.fact, None)
        content = json.loads(row.content)
        if row.fact in law.book().facts and "value" in content and fits(row.fact, content["value"]):
            place[row.fact] = Known(read(row.fact, content["value"]), origin(row), row.known_on)
    return found


# What lies in an answer to a question of each kind.
STORED: Mapping[str, tuple[type, ...]] = {
    "yes_no": (bool,),
    "date": (str,),
    "number": (int, float),
    "enum": (str,),
    "country": (str,),
    "set": (list,),
}


def fits(name: str, value: Any) -> bool:
    """Whether a stored value still answers its question; a newer book may ask it in another way."""
    kind = law.fact(name).type
    if value is None:
        return True
    if not isinstance(value, STORED[kind]) or (kind == "number" and isinstance(value, bool)):
        return False
    return kind != "date" or DAY.fullmatch(str(value)) is not None


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
