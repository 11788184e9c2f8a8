"""The work list of a change of the law: whose answers turn, what of it was looked at, and what is still unclear."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from lawbook.entitlements import Rule
from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import clock, dates

from . import doors, impact, wording
from .impact import Files, LawChange, Turn
from .models import KeptBook, SeenChange
from .services import books

# So much of a fingerprint names a book.
NAMED_BY = 8
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Comparison:
    """What is compared: the eve of a change and its last day, or an older book and the present one.

    key  as it stands in SeenChange.change
    """

    key: str
    title: str
    first: date
    second: date
    is_sure: bool = True
    kept: KeptBook | None = None

    @property
    def query(self) -> dict[str, str]:
        """The address that shows it again; never more than a day."""
        kind, _sign, rest = self.key.partition(":")
        return {"seit": rest[:NAMED_BY]} if kind == "book" else {"tag": rest}

    @property
    def choice(self) -> dict[str, Any]:
        """The same for a form."""
        return {"seit": self.query["seit"]} if self.kept else {"tag": self.first + impact.DAY}

    def turns(self, files: Files) -> list[Turn]:
        """raises NotPossible for an older book that cannot be read any more"""
        if self.kept:
            return impact.of_books(files, books.book_of(self.kept), self.second)
        return impact.of_days(files, self.first, self.second)


def of_day(day: date) -> Comparison:
    """The day against its eve; where the law's day is a window, its end against the eve of its beginning."""
    known = next((change for change in impact.calendar() if change.first == day), None)
    title = known.title if known else _("Was an diesem Tag anders wird")
    last, is_sure = (known.last, known.is_sure) if known else (day, True)
    return Comparison(impact.key_of(day), title, day - impact.DAY, last, is_sure)


def of_book(name: str, day: date) -> Comparison | None:
    """The present book against the one whose fingerprint begins so; None where none is kept."""
    row = next((row for row in books.earlier() if row.pk.startswith(name)), None)
    if row is None:
        return None
    kept_on = row.kept_at.astimezone(clock.BERLIN).date()
    title = _("Was seit dem Regelbuch vom %(day)s anders ist") % {"day": dates.in_figures(kept_on)}
    return Comparison(f"book:{name}:{books.present()[0][:NAMED_BY]}", title, kept_on, day, kept=row)


def of_key(key: str, day: date) -> Comparison | None:
    """The same as it stands in a form; None for anything else."""
    kind, _sign, rest = key.partition(":")
    if kind == "book":
        found = of_book(rest[:NAMED_BY], day) if len(rest) > NAMED_BY else None
        return found if found and found.key == key else None
    try:
        return of_day(date.fromisoformat(rest)) if kind == "day" else None
    except (ValueError, OverflowError):
        return None


def next_change(today: date) -> LawChange:
    """The change of the calendar that comes next; the last one where none is to come."""
    return next((change for change in impact.calendar() if change.last > today), impact.calendar()[-1])


@dataclass(frozen=True)
class Row:
    """One rule whose answer turns for a person, or for her family abroad; and who has looked.

    is_mine     the one who looks at the page has seen it
    is_written  its form was sent and has to be mended
    """

    rule: Rule
    turns: tuple[Turn, ...]
    marks: tuple[SeenChange, ...]
    form: Any = None
    is_mine: bool = False
    is_written: bool = False

    @property
    def is_doubtful(self) -> bool:
        return wording.is_doubtful(self.rule)

    @property
    def can_be_restricted(self) -> bool:
        """Whether „kann eingeschränkt sein“ stands beside it: for all people or for none."""
        return doors.can_be_restricted(self.rule.id)


@dataclass(frozen=True)
class FileRows:
    """One file of the work list."""

    kind: str
    case: Case
    rows: tuple[Row, ...]
    form: Any = None

    @property
    def waiting(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.marks)


@dataclass(frozen=True)
class WorkList:
    """Files whose answers turn, then files whose amounts turn, each with what nobody has seen before the rest.

    unclear  files for which rules stay without an answer, with how many
    """

    files: Sequence[FileRows] = ()
    unclear: Sequence[tuple[Case, int]] = ()

    def names(self, rule: str, kind: str) -> list[str]:
        """The rule that is named, or all of a kind that nobody has seen."""
        rows = [(each.kind, row) for each in self.files for row in each.rows]
        if rule:
            return [row.rule.id for _kind, row in rows if row.rule.id == rule]
        return [row.rule.id for its_kind, row in rows if its_kind == kind and not row.marks]

    @property
    def case_count(self) -> int:
        return len({each.case.pk for each in self.files})

    @property
    def row_count(self) -> int:
        return sum(len(each.rows) for each in self.files)

    @property
    def waiting_count(self) -> int:
        return sum(len(each.waiting) for each in self.files)

    @property
    def seen_count(self) -> int:
        return self.row_count - self.waiting_count


def work_list(
    user: User, comparison: Comparison, today: date, *, topic: str = "", only: Case | None = None
) -> WorkList:
    """What a change does to the files this user works on.

    raises  NotPossible for an older book that cannot be read any more
    """
    files = impact.files_of(user, today, only=only)
    turns = [turn for turn in comparison.turns(files) if topic in ("", turn.rule.topic)]
    marks = _marks(comparison.key, files)
    groups: dict[tuple[str, Any], dict[str, list[Turn]]] = {}
    for turn in turns:
        if turn.kind != impact.QUESTION:
            groups.setdefault((turn.kind, turn.case.pk), {}).setdefault(turn.rule.id, []).append(turn)
    rows = [_file(kind, rules, marks) for (kind, _case), rules in groups.items()]
    return WorkList(sorted(rows, key=_place), _unclear(turns))


def _marks(key: str, files: Files) -> dict[tuple[Any, str], list[SeenChange]]:
    found: dict[tuple[Any, str], list[SeenChange]] = {}
    rows = SeenChange.objects.filter(change=key, person__in=list(files.cases)).select_related("entered_by")
    for row in rows.order_by("entered_at"):
        found.setdefault((row.person_id, row.rule), []).append(row)
    return found


def _file(kind: str, rules: dict[str, list[Turn]], marks: dict[tuple[Any, str], list[SeenChange]]) -> FileRows:
    case = next(iter(rules.values()))[0].case
    rows = [
        Row(turns[0].rule, tuple(turns), tuple(marks.get((case.person_id, name), ()))) for name, turns in rules.items()
    ]
    return FileRows(kind, case, tuple(sorted(rows, key=lambda row: bool(row.marks))))


def _place(each: FileRows) -> tuple[Any, ...]:
    return each.kind != impact.ANSWER, not each.waiting, each.case.person.display_name.casefold(), each.case.number


def _unclear(turns: Iterable[Turn]) -> list[tuple[Case, int]]:
    rules = {(turn.case.pk, turn.rule.id): turn.case for turn in turns if turn.kind == impact.QUESTION}
    counts = Counter(pk for pk, _rule in rules)
    cases = {case.pk: case for case in rules.values()}
    return sorted(((cases[pk], count) for pk, count in counts.items()), key=lambda each: each[0].person.display_name)


def address(comparison: Comparison, topic: str) -> str:
    """The query of the page that shows a comparison."""
    return urlencode(comparison.query | ({"thema": topic} if topic else {}))


def ahead(files: Files, today: date) -> list[tuple[LawChange, int]]:
    """The changes of the next twelve months, each with the number of files it concerns."""
    coming = [change for change in impact.calendar() if today < change.last <= today + YEAR]
    return [(change, _concerned(files, change)) for change in coming]


def _concerned(files: Files, change: LawChange) -> int:
    turns = impact.of_days(files, change.eve, change.last)
    return len({turn.case.pk for turn in turns if turn.kind != impact.QUESTION})
