"""Whether a text that leaves the team names somebody: by name in any script, by spelling, by number.

Its author is told of the people she knows anyway. Everybody of the organisation is looked up only for a lead who takes
somebody else's text into the report, and only whether there is somebody: who writes a text shall not read the answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import Enum

from django.db.models import Q

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Person, SearchToken, Spelling
from wegbuch.cases.search import normal_number
from wegbuch.cases.spelling import skeletons
from wegbuch.cases.spelling.folding import clean, foldings, words
from wegbuch.cases.spelling.keys import name_words
from wegbuch.cases.spelling.ranking import word_likeness

from .models import Contact

# Shorter words are too often no name, shorter numbers too often something else.
SHORTEST_NAME, SHORTEST_NUMBER = 3, 5
# A number may be typed in parts: KW - 04 17.
MOST_PARTS = 5
# Of the words of a language few sound like a name; those that are short, or a little less alike, are too many.
SHORTEST_SOUND, SOUNDS_ALIKE = 5, 0.95


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


def has_number_of_anybody(text: str) -> bool:
    """Whether a number of somebody of the whole organisation stands in the text."""
    numbers = [typed for typed in _typed(text) if len(typed) >= SHORTEST_NUMBER and not typed.isalpha()]
    return bool(SearchToken.objects.filter(kind="number", token__in=numbers).exists())


def may_name_anybody(text: str) -> bool:
    """Whether a word is a name of somebody of the whole organisation, or begins large and sounds like one."""
    said = [token.replace(" ", "") for token in _said(text)]
    if SearchToken.objects.filter(kind="word", token__in=said).exists():
        return True
    large = [word for word in re.findall(r"[^\W\d_]+", text) if not word[0].islower()]
    sounds = _sounds([*large, *(word.removesuffix("s") for word in large)])
    names = _sounds(_names_that_sound_like(sounds))
    return any(
        word_likeness(one, other) >= SOUNDS_ALIKE
        for key in sounds.keys() & names
        for one in sounds[key]
        for other in names[key]
    )


def _sounds(found: Iterable[str]) -> Mapping[str, set[str]]:
    """These words by the skeletons of the search; short ones are left out."""
    sounds = defaultdict(set)
    for word in map(clean, found):
        for key in skeletons(word) if len(word) >= SHORTEST_SOUND else ():
            sounds[key].add(word)
    return sounds


def _names_that_sound_like(keys: Iterable[str]) -> Iterable[str]:
    """The words of all names of those who have one of these skeletons."""
    alike = SearchToken.objects.filter(kind="skeleton", token__in=list(keys)).values("person_id")
    columns = ("surname", "given_name", "spoken_name", "native_name")
    names = {name for row in Person.objects.filter(pk__in=alike).values_list(*columns) for name in row}
    names |= set(Spelling.objects.filter(person__in=alike).values_list("text", flat=True))
    return {word for name in names for word in name_words(name)}


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
