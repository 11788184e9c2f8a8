"""The time ribbon on one page of paper: German, and beside it the person's language once that was reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lawbook.translations import Translation
from wegbuch.core import clock, codes

from . import translations
from .perspective_page import Perspective
from .ribbon import BARRED, Passage
from .translations import Line

# What fits on one page of A4 in two languages.
ROWS_MOST = 13


@dataclass(frozen=True)
class SheetRow:
    passage: Passage
    german: Line
    beside: Line | None


@dataclass(frozen=True)
class InWords:
    """What stands around the ribbon, in one language."""

    translation: Translation
    birthdays: Sequence[str]
    made_on: str
    state_of_law: str

    @property
    def phrases(self) -> dict[str, str]:
        return dict(self.translation.phrases)


@dataclass(frozen=True)
class Sheet:
    """What is printed.

    beside  the other language, None for German alone; until it is reviewed only the screen shows it
    """

    audience: str
    rows: Sequence[SheetRow]
    has_more: bool
    german: InWords
    beside: InWords | None

    @property
    def has_doubt(self) -> bool:
        """Whether some row is to be checked with specialists; it carries a star."""
        return any(row.passage.is_doubtful for row in self.rows)

    @property
    def is_unreviewed(self) -> bool:
        return self.beside is not None and not self.beside.translation.is_reviewed


def sheet_of(page: Perspective, *, audience: str, language: str) -> Sheet:
    """The sheet of a perspective.

    audience  for whom, in words
    language  code of one of the person's languages, "" for German alone
    """
    chosen = translations.of_person(page.person).get(language)
    shown = _shown(page.rows)
    return Sheet(
        audience=audience,
        rows=[_row(row, chosen) for row in shown],
        has_more=len(page.rows) > len(shown) or page.unclear_beyond > 0,
        german=_in_words(page, translations.german()),
        beside=_in_words(page, chosen) if chosen else None,
    )


def _shown(rows: Sequence[Passage]) -> list[Passage]:
    """The first rows that fit, together with those further down that restrict one of them."""
    found: list[Passage] = []
    for count in range(1, len(rows) + 1):
        shutting = {rule.id for row in rows[:count] for rule in row.shut_by}
        beside = [row for row in rows[count:] if row.state == BARRED and row.rule.id in shutting]
        if count + len(beside) > ROWS_MOST:
            break
        found = [*rows[:count], *beside]
    return found or list(rows[:ROWS_MOST])


def _row(passage: Passage, chosen: Translation | None) -> SheetRow:
    german = replace(translations.line(translations.german(), passage), title=passage.rule.title)
    return SheetRow(passage, german, translations.line(chosen, passage) if chosen else None)


def _in_words(page: Perspective, translation: Translation) -> InWords:
    return InWords(
        translation,
        [translations.birthday(translation, each) for each in page.birthdays],
        translation.phrase("made_on", day=translation.day(clock.today())),
        translation.phrase("state_of_law", day=translation.day(codes.state_of_law())),
    )
