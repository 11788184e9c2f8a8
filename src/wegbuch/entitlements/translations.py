"""The languages of people beside the German: which there are for somebody, and what a row of the ribbon says in one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lawbook import translations
from lawbook.entitlements import Rule
from lawbook.translations import GERMAN, Translation
from wegbuch.cases.models import Person

from . import wording
from .birthdays import Birthday
from .ribbon import CLOSING, OPENING, PASSED, UNSURE, Passage

WORDS = {wording.CLAIM: "open", wording.DISCRETION: "discretion", wording.DUTY: "duty", wording.NO: "limited"}


@dataclass(frozen=True)
class Line:
    """One row in one language.

    title   empty where nobody has translated it yet
    limits  what restricts it, and what still may
    """

    title: str
    says: str
    limits: Sequence[str] = ()


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
    days = {"day": passage.day, "safe": passage.safe_day}
    words = {name: translation.day(day) for name, day in days.items() if day}
    title = translation.rules.get(passage.rule.id, "")
    return Line(title, translation.phrase(_phrase(passage), **words), tuple(_limits(translation, passage)))


def _limits(translation: Translation, passage: Passage) -> Iterator[str]:
    """A rule without a translated title keeps its German one: it must not be missing."""
    if passage.shut_by:
        yield translation.phrase("limited_by", rules=_titles(translation, passage.shut_by))
    if passage.maybe_shut:
        may = translation.phrase("maybe_limited_by", rules=_titles(translation, passage.maybe_named))
        more = translation.phrase("and_more", count=str(passage.maybe_more))
        yield f"{may} {more}" if passage.maybe_more else may


def _titles(translation: Translation, rules: Iterable[Rule]) -> str:
    return "; ".join(translation.rules.get(rule.id, rule.title) for rule in rules)


def birthday(translation: Translation, each: Birthday) -> str:
    return translation.phrase("birthday", name=each.called, day=translation.day(each.day))


def _phrase(passage: Passage) -> str:
    """Name of the phrase that says what the badge says."""
    fixed = {CLOSING: "closes", PASSED: "passed", OPENING: "opens", UNSURE: "unclear"}
    if passage.gaps:
        return "earliest"
    if passage.safe_day and passage.safe_day != passage.day:
        return "closes_safe"
    if passage.state in fixed:
        return fixed[passage.state]
    word = WORDS[passage.rule.result]
    if passage.day is None:
        return word
    return f"{word}_from" if passage.begins_later else f"{word}_until"
