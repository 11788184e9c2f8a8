"""For whom post is, among the files that are open to whoever enters it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from wegbuch.access.models import User
from wegbuch.cases import finding
from wegbuch.cases.models import Case
from wegbuch.cases.places import places_of


def found(text: str, user: User) -> list[Case]:
    """Running files open to this user whose person may be meant, best first; one for each person."""
    return _one_each(finding.found(text, user))


def surely_meant(text: str, user: User) -> Case | None:
    """The one file that is meant; None where it may be nobody's or somebody else's."""
    cases = _one_each(finding.found(text, user, is_sure=True))
    return cases[0] if len(cases) == 1 else None


def called(cases: Sequence[Case], *, is_shielded: bool = False) -> list[str]:
    """Mariam Habibi · GU Am Kiefernweg, B14"""
    places = places_of({case.person_id for case in cases})
    names = [case.person.initials if is_shielded else case.person.display_name for case in cases]
    return [
        " · ".join(filter(None, (name, places.get(case.person_id, ""))))
        for name, case in zip(names, cases, strict=True)
    ]


def _one_each(cases: Iterable[Case]) -> list[Case]:
    """The first file of each person."""
    first: dict[UUID, Case] = {}
    for case in cases:
        first.setdefault(case.person_id, case)
    return list(first.values())
