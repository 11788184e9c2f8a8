"""For whom post is: found by name in any spelling, among the files that are open to whoever enters it."""

from collections.abc import Sequence
from uuid import UUID

from wegbuch.access.models import User
from wegbuch.cases import search
from wegbuch.cases.models import Case, Person
from wegbuch.cases.places import places_of

SHOWN = 8
# Every word of the name was found, in some spelling; less may be the beginning of another name.
SURE = 95


def found(text: str, user: User) -> list[Case]:
    """Running files open to this user whose person may be meant, best first; one for each person."""
    return _cases([person for _score, _matched, person in _ranked(text, user)][:SHOWN], user)


def surely_meant(text: str, user: User) -> Case | None:
    """The one file that is meant; None where it may be nobody's or somebody else's."""
    cases = _cases([person for score, _matched, person in _ranked(text, user) if score >= SURE][:SHOWN], user)
    return cases[0] if len(cases) == 1 else None


def named(case_id: object, user: User) -> Case | None:
    """The file with this id; None where it is not open to the user, closed or no file at all."""
    try:
        pk = UUID(str(case_id))
    except ValueError:
        return None
    return Case.objects.visible_to(user).running().select_related("person").filter(pk=pk).first()


def called(cases: Sequence[Case], *, is_shielded: bool = False) -> list[str]:
    """Mariam Habibi · GU Am Kiefernweg, B14"""
    places = places_of({case.person_id for case in cases})
    names = [case.person.initials if is_shielded else case.person.display_name for case in cases]
    return [
        " · ".join(filter(None, (name, places.get(case.person_id, ""))))
        for name, case in zip(names, cases, strict=True)
    ]


def _ranked(text: str, user: User) -> list[tuple[int, str, Person]]:
    people = Person.objects.present().visible_to(user).filter(pk__in=search.candidates(text))
    return search.rank(text, people.prefetch_related("spellings"))


def _cases(ranked: Sequence[Person], user: User) -> list[Case]:
    cases: dict[UUID, Case] = {}
    rows = Case.objects.visible_to(user).running().filter(person__in=ranked).select_related("person")
    for case in rows.order_by("opened_on"):
        cases.setdefault(case.person_id, case)
    return [cases[person.pk] for person in ranked if person.pk in cases]
