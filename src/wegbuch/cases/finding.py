"""Whom a typed name means: running files open to a user, found in any spelling of the name."""

from uuid import UUID

from django.db.models import QuerySet

from wegbuch.access.models import User

from . import search
from .models import Case, Person

SHOWN = 8
# Every word of the name was found, in some spelling; less may be the beginning of another name.
SURE = 95


def found(text: str, user: User, *, is_sure: bool = False) -> list[Case]:
    """Files of the people who may be meant, best first; of one person the oldest file first.

    Files closed to her are left out, so that no look at them is logged while she types.
    is_sure  only people of whose name every word was found
    """
    people = [person for score, person in _ranked(text, user) if score >= SURE or not is_sure][:SHOWN]
    files: dict[UUID, list[Case]] = {}
    for case in open_cases(user).filter(person__in=people).order_by("opened_on"):
        files.setdefault(case.person_id, []).append(case)
    return [case for person in people for case in files.get(person.pk, [])]


def named(case_id: object, user: User) -> Case | None:
    """The file with this id; None where it is not open to the user, closed or no file at all."""
    try:
        pk = UUID(str(case_id))
    except ValueError:
        return None
    return open_cases(user).filter(pk=pk).first()


def open_cases(user: User) -> QuerySet[Case]:
    """Running files this user may open."""
    return Case.objects.visible_to(user).running().select_related("person")


def _ranked(text: str, user: User) -> list[tuple[int, Person]]:
    own = search.candidates(text, among=Case.objects.visible_to(user))
    people = Person.objects.present().visible_to(user).filter(pk__in=own)
    ranked = search.rank(text, people)
    return [(score, person) for score, _matched, person in ranked]
