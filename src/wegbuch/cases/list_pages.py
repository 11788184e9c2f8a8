"""What the pages of an uploaded list show, and what they show to nobody but the person who uploaded it."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.access.roles import Role

from .forms.lists import LABELS, ChoicesForm, ColumnsForm
from .lists.values import as_text, shortened
from .lists.workbook import is_blank
from .models import Case, ImportRun
from .services.list_fates import LEFT, REFUSED, SIMILAR, SKIPPED, TAKE, THERE, Fate
from .services.list_opening import Opened
from .services.list_portions import EVERY, FatesShown, Sums, fates_of_list

PER_PAGE = 100
MOST_ON_PAPER = 2_000
ROWS_AT_ONCE = 500
SURE = 0.8
SAMPLES = 3
WORDS = {
    TAKE: _("übernehmen"),
    THERE: _("schon da"),
    SIMILAR: _("zu klären"),
    REFUSED: _("nicht übernommen"),
    LEFT: _("nicht übernommen"),
    SKIPPED: _("übersprungen"),
}
TAKEN = _("übernommen")
BADGES = {TAKE: ("ok", "second"), THERE: ("info", "person"), SIMILAR: ("open", "ask"), REFUSED: ("warn", "exit")}
FILTERS = (SIMILAR, TAKE, THERE, REFUSED, SKIPPED)


@dataclass(frozen=True)
class ColumnRow:
    """One field, the column chosen for it, what stands there, and how sure that is."""

    field: Any
    samples: list[str]
    word: Any
    is_sure: bool


@dataclass(frozen=True)
class FateRow:
    """One line of the report.

    known  the case of the person who is, or may be, the same: None where this user may not open it
    made   the case made for the line; where  what a lead is told of a file she cannot open
    """

    fate: Fate
    known: Case | None
    made: Case | None
    where: str
    choice: Any
    is_done: bool

    @property
    def word(self) -> Any:
        if self.fate.case or (self.is_done and self.fate.outcome == TAKE):
            return TAKEN
        return WORDS[self.fate.outcome if self.is_done else self.fate.kind]

    @property
    def badge(self) -> tuple[str, str]:
        return BADGES.get(self.fate.outcome if self.is_done else self.fate.kind, ("", "menu"))

    @property
    def is_closed_to_me(self) -> bool:
        return bool(self.fate.person) and self.known is None


@dataclass(frozen=True)
class Figures:
    """How many lines end how; of a list that is partly in, how many people that are."""

    take: int
    there: int
    not_taken: int
    skipped: int
    open: int
    already_in: int

    @classmethod
    def of(cls, run: ImportRun, sums: Sums | None = None) -> "Figures":
        counts = run.counts
        waiting = sums.shown.get(SIMILAR, 0) if sums else 0
        already_in = sums.cases if sums else 0
        not_taken = counts.get(REFUSED, 0) + counts.get(LEFT, 0)
        return cls(counts.get(TAKE, 0), counts.get(THERE, 0), not_taken, counts.get(SKIPPED, 0), waiting, already_in)


def shows_lines(run: ImportRun, user: User) -> bool:
    """Only who uploaded a list sees its lines; a lead sees how many there are."""
    return run.uploaded_by_id == user.pk


def column_rows(form: ColumnsForm, opened: Opened) -> list[ColumnRow]:
    rows = []
    for name in LABELS:
        column, guess = opened.columns.get(name), opened.guesses.get(name)
        values = [row[column] for row in opened.sample if column is not None and column < len(row)]
        samples = [shortened(value) for value in values if not is_blank(value)][:SAMPLES]
        is_sure = guess is not None and guess.column == column and guess.confidence >= SURE
        word: Any = ""
        if column is not None:
            is_guess = guess is not None and guess.column == column
            word = _("sicher") if is_sure else _("geraten") if is_guess else _("gewählt")
            word = _("gemerkt") if opened.is_remembered else word
        rows.append(ColumnRow(form[f"column_{name}"], samples, word, is_sure or opened.is_remembered))
    return sorted(rows, key=lambda row: not row.word)


def page_of(run: ImportRun, *, which: str, number: str | None, is_whole: bool = False) -> Page:
    """One page of the lines that end in one way; of all of them for an unknown way.

    is_whole  everything on one page, for paper, as long as paper can bear it
    """
    rows = FatesShown(run, which if which in WORDS else EVERY)
    is_whole = is_whole and len(rows) <= MOST_ON_PAPER
    return Paginator(rows, max(len(rows), 1) if is_whole else PER_PAGE).get_page(number)


def fate_rows(fates: Sequence[Fate], run: ImportRun, user: User, choices: ChoicesForm | None) -> list[FateRow]:
    """The lines with the cases this user may open."""
    people = {fate.person for fate in fates if fate.person}
    made = {fate.case for fate in fates if fate.case}
    visible = Case.objects.visible_to(user).select_related("person")
    known_cases = visible.filter(person__in=_ids(people)).order_by(F("closed_on").asc(nulls_last=True), "opened_on")
    known = {str(case.person_id): case for case in known_cases}
    new = {str(case.pk): case for case in visible.filter(pk__in=_ids(made))}
    where = _where(people - known.keys(), user)
    return [
        FateRow(
            fate=fate,
            known=known.get(fate.person),
            made=new.get(fate.case),
            where=where.get(fate.person, ""),
            choice=choices[f"line_{fate.line}"] if choices and fate.kind == SIMILAR else None,
            is_done=run.state == ImportRun.State.DONE,
        )
        for fate in fates
    ]


def _where(people: set[str], user: User) -> dict[str, str]:
    """Number and team of files a lead cannot open; nothing of hidden people, and nothing for anybody else."""
    if Role.LEAD not in user.roles:
        return {}
    cases = Case.objects.filter(person__in=_ids(people), person__is_hidden=False).select_related("team")
    ordered = cases.order_by(F("closed_on").asc(nulls_last=True), "opened_on")
    return {str(case.person_id): f"{case.number}, {case.team}" for case in ordered}


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [UUID(text) for text in texts]


def filters(run: ImportRun) -> list[tuple[str, Any]]:
    """The views of the report, each with its word."""
    words = {**WORDS, TAKE: TAKEN} if run.state == ImportRun.State.DONE else WORDS
    return [("", _("alle Zeilen")), *((kind, words[kind]) for kind in FILTERS)]


def as_csv(run: ImportRun, user: User) -> bytes:
    """The report for a spreadsheet; no cell is taken for a formula there."""
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Zeile", "Was", "Name", "Hinweise"])
    fates = fates_of_list(run)
    while part := list(islice(fates, ROWS_AT_ONCE)):
        for row in fate_rows(part, run, user, None):
            notes = " ".join([*row.fate.sentences, *(row.fate.changes if row.known else ())])
            writer.writerow([row.fate.line, row.word, harmless(row.fate.name), harmless(notes)])
    return stream.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet shows and does not calculate."""
    flat = as_text(text)
    return f"'{flat}" if flat.startswith(("=", "+", "-", "@")) else flat
