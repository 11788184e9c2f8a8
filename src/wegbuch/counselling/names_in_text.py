"""Whether a text that leaves the team names somebody: by name in any script, by spelling, by number."""

import re
from collections.abc import Iterable
from enum import Enum

from django.db.models import Q

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Person
from wegbuch.cases.search import normal_number
from wegbuch.cases.spelling.folding import foldings, words

from .models import Contact

# Shorter words are too often no name, shorter numbers too often something else.
SHORTEST_NAME, SHORTEST_NUMBER = 3, 5
# A number may be typed in parts: KW - 04 17.
MOST_PARTS = 5


class Kind(Enum):
    """What was found; the word itself is told to nobody."""

    GIVEN_NAME = "Vorname"
    SURNAME = "Nachname"
    SPELLING = "andere Schreibweise"
    FILE_NUMBER = "Aktenzeichen"
    CASE_NUMBER = "Fallnummer"

    @property
    def label(self) -> str:
        return self.value

    @property
    def is_number(self) -> bool:
        return self in (Kind.FILE_NUMBER, Kind.CASE_NUMBER)


def people_around(author: User, contact: Contact | None) -> list[Person]:
    """Those who took part in the contact, and everybody whose file is open to the author."""
    cases = Q(cases__in=Case.objects.visible_to(author))
    took_part = Q(cases__participations__contact=contact) if contact else Q(pk__in=[])
    people = Person.objects.filter(cases | took_part).distinct()
    return list(people.prefetch_related("spellings", "file_numbers", "cases"))


def found(text: str, people: Iterable[Person]) -> list[Kind]:
    """The kinds of names and numbers of these people that stand in the text, in their order."""
    said, typed = _said(text), _typed(text)
    kinds: set[Kind] = set()
    for person in people:
        kinds |= {kind for kind, name in _names(person) if _tokens(name) & said}
        kinds |= {kind for kind, number in _numbers(person) if len(number) >= SHORTEST_NUMBER and number in typed}
    return [kind for kind in Kind if kind in kinds]


def _names(person: Person) -> list[tuple[Kind, str]]:
    others = [person.spoken_name, person.native_name, *(row.text for row in person.spellings.all())]
    own = [(Kind.GIVEN_NAME, person.given_name), (Kind.SURNAME, person.surname)]
    return [*own, *((Kind.SPELLING, name) for name in others)]


def _numbers(person: Person) -> list[tuple[Kind, str]]:
    files = [(Kind.FILE_NUMBER, normal_number(row.number)) for row in person.file_numbers.all()]
    return [*files, *((Kind.CASE_NUMBER, normal_number(case.number)) for case in person.cases.all())]


def _tokens(name: str) -> set[str]:
    """The words of a name as the search folds them."""
    return {token for word in words(name) for token in foldings(word) if len(token) >= SHORTEST_NAME}


def _said(text: str) -> set[str]:
    """The words of a text; of one that ends in s also what it is the genitive of."""
    tokens = _tokens(text)
    return tokens | {token[:-1] for token in tokens if token.endswith("s")}


def _typed(text: str) -> set[str]:
    """Every number that may be meant: neighbouring parts of the text written together."""
    parts = re.findall(r"[^\W_]+", text.upper())
    ends = range(1, MOST_PARTS + 1)
    return {"".join(parts[start : start + count]) for start in range(len(parts)) for count in ends}
