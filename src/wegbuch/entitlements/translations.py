"""The languages of people beside the German: which there are for somebody, and what a row of the ribbon says in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lawbook import translations
from lawbook.translations import GERMAN, Translation
from wegbuch.cases.models import Person

from . import wording
from .birthdays import Birthday
from .ribbon import CLOSING, OPENING, PASSED, UNSURE, Passage

WORDS = {wording.CLAIM: "open", wording.DISCRETION: "discretion", wording.DUTY: "duty", wording.NO: "limited"}


@dataclass(frozen=True)
class Line:
    """One row in one language; title is empty where nobody has translated it yet."""

    title: str
    says: str


@cache
def languages() -> Mapping[str, Translation]:
    """Every language by its tag; read once."""
    return translations.load()


def german() -> Translation:
    return languages()[GERMAN]


def of_person(person: Person) -> dict[str, Translation]:
    """Translations into the languages somebody speaks, by code of the language, the first language first."""
    by_code = {code: each for each in languages().values() for code in each.codes if each is not german()}
    spoken = [skill.language for skill in person.languages.all()]
    return {code: by_code[code] for code in spoken if code in by_code}


def line(translation: Translation, passage: Passage) -> Line:
    """A row of the ribbon in a language."""
    day = {"day": translation.day(passage.day)} if passage.day else {}
    title = translation.rules.get(passage.rule.id, "")
    return Line(title, translation.phrase(_phrase(passage), **day))


def birthday(translation: Translation, each: Birthday) -> str:
    return translation.phrase("birthday", name=each.first_name, day=translation.day(each.day))


def _phrase(passage: Passage) -> str:
    """Name of the phrase that says what the badge says."""
    fixed = {CLOSING: "closes", PASSED: "passed", OPENING: "opens", UNSURE: "unclear"}
    if passage.gaps:
        return "earliest"
    if passage.state in fixed:
        return fixed[passage.state]
    word = WORDS[passage.rule.result]
    if passage.day is None:
        return word
    return f"{word}_from" if passage.begins_later else f"{word}_until"
