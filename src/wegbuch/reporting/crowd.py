"""Who stands behind contacts: people, their households, and the forms of their files; one pass over the contacts."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from wegbuch.cases.models import Case, HouseholdKind, HouseholdMember
from wegbuch.core import codes
from wegbuch.core.whole_tables import joined_whole
from wegbuch.counselling.models import Contact, Participation

MANY = 20_000
# Contacts are counted by file first, so that a person is looked up once however often she came; of several files of
# one form in a contact one counts. Grouping twice is beyond the ORM; what is read is made by it, behind its walls.
QUESTION = """
WITH took(contact_id, case_id) AS MATERIALIZED ({took}),
turns(case_id, contacts) AS (SELECT case_id, COUNT(*) FROM took GROUP BY case_id),
files(case_id, form, person) AS NOT MATERIALIZED ({files}),
crowd(person, form, contacts) AS MATERIALIZED (
  SELECT person, form, SUM(contacts) FROM turns JOIN files ON files.case_id = turns.case_id GROUP BY person, form),
lives(person, home) AS ({lives}),
lodged(person, home) AS (
  SELECT crowd.person, MIN(home) FROM crowd JOIN lives ON lives.person = crowd.person GROUP BY crowd.person),
twice(contact_id) AS (SELECT contact_id FROM took GROUP BY contact_id HAVING COUNT(*) > 1)
SELECT 'people', COUNT(DISTINCT person), 0 FROM crowd
UNION ALL SELECT 'lodged', COUNT(*), COUNT(DISTINCT home) FROM lodged
UNION ALL SELECT 'form ' || form, COUNT(*), SUM(contacts) FROM crowd GROUP BY form
UNION ALL SELECT 'again ' || form, COUNT(*), COUNT(DISTINCT took.contact_id) FROM took
  JOIN twice ON twice.contact_id = took.contact_id JOIN files ON files.case_id = took.case_id GROUP BY form
"""


@dataclass(frozen=True)
class FormRow:
    """People and contacts with files of one form; who has two forms stands in both."""

    form: str
    people: int
    contacts: int


@dataclass(frozen=True)
class Crowd:
    """Different people and households behind contacts, and both by form; forms nobody has are left out."""

    persons: int
    households: int
    by_form: tuple[FormRow, ...]


def behind(contacts: QuerySet[Contact], day: date, *, about: int = 0) -> Crowd:
    """Everybody who took part, once, with the households they live in on this day; who lives in none is one alone.

    about  how many contacts these are, roughly; it decides how they are looked for, never what is found
    """
    using = contacts.db
    present = Participation.objects.filter(contact__in=contacts.values("pk")).order_by()
    parts = {
        "took": present.values_list("contact", "case"),
        "files": Case.objects.order_by().values_list("pk", "form", "person"),
        "lives": _lives(day),
    }
    texts = {name: part.query.get_compiler(using).as_sql() for name, part in parts.items()}
    question = QUESTION.format_map({name: text for name, (text, _told) in texts.items()})
    joined = joined_whole(using) if about >= MANY else nullcontext()
    with joined, connections[using].cursor() as cursor:
        cursor.execute(question, [value for _text, told in texts.values() for value in told])
        found = {name: (int(first), int(second)) for name, first, second in cursor.fetchall()}
    (persons, _), (lodged, homes) = found.pop("people"), found.pop("lodged")
    return Crowd(persons, homes + persons - lodged, _by_form(found))


def _lives(day: date) -> QuerySet[HouseholdMember, Any]:
    """Who lives in which household on this day; an id is text, because PostgreSQL knows no smallest one else."""
    lives = HouseholdMember.objects.filter(
        Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day), household__kind=HouseholdKind.LIVING
    )
    return lives.order_by().values_list("person", Cast("household_id", CharField()))


def _by_form(found: dict[str, tuple[int, int]]) -> tuple[FormRow, ...]:
    """In the order of the list of forms; a contact with several files of a form is taken off as often as it is more."""
    rows = []
    for form in codes.book().list("case_forms").versions:
        people, held = found.get(f"form {form}", (0, 0))
        taken, contacts = found.get(f"again {form}", (0, 0))
        rows.append(FormRow(form, people, held - taken + contacts))
    return tuple(row for row in rows if row.people)
