"""Who stands behind contacts: people, their households, and the forms of their files; one pass over the contacts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from wegbuch.cases.models import Case, HouseholdKind, HouseholdMember
from wegbuch.core import codes
from wegbuch.counselling.models import Contact, Participation

# Contacts are counted by file first, so that a person is looked up once however often she came. Grouping twice is
# beyond the ORM; both parts are made by it, behind its walls.
QUESTION = """
WITH turns(case_id, contacts) AS ({turns}), files(case_id, form, person, home) AS ({files})
SELECT COUNT(DISTINCT person), COUNT(DISTINCT home){by_form} FROM turns JOIN files ON files.case_id = turns.case_id
"""
BY_FORM = ", COUNT(DISTINCT person) FILTER (WHERE form = %s), SUM(contacts) FILTER (WHERE form = %s)"


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


def behind(contacts: QuerySet[Contact], day: date) -> Crowd:
    """Everybody who took part, once, with the households they live in on this day; who lives in none is one alone."""
    forms = list(codes.book().list("case_forms").versions)
    using = contacts.db
    turns, told = _turns(contacts).query.get_compiler(using).as_sql()
    files, more = _files(day).query.get_compiler(using).as_sql()
    question = QUESTION.format(turns=turns, files=files, by_form=BY_FORM * len(forms))
    with connections[using].cursor() as cursor:
        cursor.execute(question, [*told, *more, *(form for form in forms for _ in range(2))])
        persons, households, *numbers = cursor.fetchone()
    rows = zip(forms, numbers[::2], numbers[1::2], strict=True)
    return Crowd(persons, households, tuple(FormRow(form, people, int(held)) for form, people, held in rows if people))


def _turns(contacts: QuerySet[Contact]) -> QuerySet[Participation, Any]:
    """Files with the number of their contacts; of several files of one form in a contact the first has it."""
    present = Participation.objects.filter(contact__in=contacts.values("pk")).order_by()
    earlier = Participation.objects.filter(contact=OuterRef("contact"), case__lt=OuterRef("case"))
    form = Case.objects.filter(pk=OuterRef(OuterRef("case"))).order_by().values("form")
    # The first question answers for nearly every contact, and the second is not asked then.
    is_first = ~Exists(earlier) | ~Exists(earlier.filter(case__form=Subquery(form)))
    return present.values("case").annotate(contacts=Count("pk", filter=is_first)).values_list("case", "contacts")


def _files(day: date) -> QuerySet[Case, Any]:
    """Every file with its form, its person and her household on this day."""
    lives = HouseholdMember.objects.filter(
        Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day), household__kind=HouseholdKind.LIVING
    )
    home = lives.filter(person=OuterRef("person")).order_by("household_id").values("household_id")[:1]
    own = Coalesce(Subquery(home), F("person"), output_field=UUIDField())
    return Case.objects.order_by().annotate(home=own).values_list("pk", "form", "person", "home")
