"""What is read on the lines of a list and what becomes of them, kept in portions that go in together."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from wegbuch.cases.lists import RowReading, plain
from wegbuch.cases.lists.shelf import pack, unpack
from wegbuch.cases.models import ImportPortion, ImportRun

from .list_fates import LEFT, REFUSED, TAKE, Fate, with_choices

LINES_AT_ONCE = 100
LARGEST_FAMILY = 500
EVERY = ""


@dataclass(frozen=True)
class Sums:
    """How many lines end how and are shown under which word; how many wait to go in, and how many are in."""

    outcomes: Mapping[str, int]
    shown: Mapping[str, int]
    waiting: int
    cases: int

    @property
    def lines(self) -> int:
        return self.shown.get(EVERY, 0)


def parted(readings: Iterable[RowReading]) -> Iterator[list[RowReading]]:
    """The lines in portions that part no family, unless it fills several of them."""
    part: list[RowReading] = []
    for reading in readings:
        if reading.kind == "empty":
            continue
        goes_on = bool(part and reading.household_key) and reading.household_key == part[-1].household_key
        if len(part) >= (LARGEST_FAMILY if goes_on else LINES_AT_ONCE):
            yield part
            part = []
        part.append(reading)
    if part:
        yield part


def keep_portion(run: ImportRun, readings: Sequence[RowReading], fates: Sequence[Fate]) -> None:
    portion = ImportPortion(
        run=run,
        first_line=readings[0].line,
        last_line=readings[-1].line,
        readings=pack([plain.to_plain(reading) for reading in readings]),
    )
    keep_fates(portion, fates)


def keep_fates(portion: ImportPortion, fates: Sequence[Fate]) -> None:
    portion.fates, portion.tally = pack([asdict(fate) for fate in fates]), _tally(fates)
    portion.save()


def fates_in(portion: ImportPortion) -> list[Fate]:
    return [Fate(**row) for row in unpack(portion.fates)]


def readings_in(portion: ImportPortion) -> list[RowReading]:
    return [plain.from_plain(row) for row in unpack(portion.readings)]


def fates_of_list(run: ImportRun) -> Iterator[Fate]:
    """Everything that becomes of the lines, portion by portion."""
    for portion in _one_by_one(ImportPortion.objects.filter(run=run).values_list("pk", flat=True)):
        yield from fates_in(portion)


def sums_of(run: ImportRun) -> Sums:
    outcomes, shown, waiting, cases = Counter[str](), Counter[str](), 0, 0
    for tally in ImportPortion.objects.filter(run=run).values_list("tally", flat=True):
        outcomes.update(tally["outcomes"])
        shown.update(tally["shown"])
        waiting, cases = waiting + tally["waiting"], cases + tally["cases"]
    return Sums(dict(outcomes), dict(shown), waiting, cases)


def choose_in(run: ImportRun, choices: Mapping[int, str]) -> None:
    """Keep what was chosen for lines that resemble somebody."""
    for portion in _with_lines(run, choices):
        keep_fates(portion, with_choices(fates_in(portion), choices))


def fates_on(run: ImportRun, lines: Collection[int]) -> list[Fate]:
    """What becomes of some lines."""
    return [fate for portion in _with_lines(run, lines) for fate in fates_in(portion) if fate.line in lines]


def waiting_portions(run: ImportRun) -> list[UUID]:
    """Portions of which somebody is still to go in."""
    rows = ImportPortion.objects.filter(run=run).values_list("pk", "tally")
    return [pk for pk, tally in rows if tally["waiting"]]


def forget_readings(run: ImportRun) -> None:
    """Forget how the lines are read; what became of them stays."""
    portions = list(ImportPortion.objects.filter(run=run).defer("fates", "readings"))
    for portion in portions:
        portion.readings = ""
    ImportPortion.objects.bulk_update(portions, ["readings"])


def forget_portions(run: ImportRun) -> None:
    for portion in ImportPortion.objects.filter(run=run).defer("fates", "readings"):
        portion.delete()


class FatesShown(Sequence[Fate]):
    """The lines that are shown under a word, looked up where they lie; under no word all of them."""

    def __init__(self, run: ImportRun, word: str) -> None:
        self._word = word
        rows = ImportPortion.objects.filter(run=run).values_list("pk", "tally")
        self._portions = [(pk, tally["shown"].get(word, 0)) for pk, tally in rows]

    def __len__(self) -> int:
        return sum(length for _pk, length in self._portions)

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _step = wanted.indices(len(self))
        found: list[Fate] = []
        above = 0
        for pk, length in self._portions:
            if above < stop and start < above + length:
                fates = fates_in(ImportPortion.objects.get(pk=pk))
                shown = [fate for fate in fates if self._word in shown_under(fate)]
                found += shown[max(start - above, 0) : stop - above]
            above += length
        return found


def shown_under(fate: Fate) -> set[str]:
    """The words under which a line is shown."""
    return {EVERY, fate.kind, REFUSED if fate.outcome == LEFT else fate.outcome}


def _tally(fates: Sequence[Fate]) -> dict[str, object]:
    return {
        "outcomes": Counter(fate.outcome for fate in fates),
        "shown": Counter(word for fate in fates for word in shown_under(fate)),
        "waiting": sum(fate.outcome == TAKE and not fate.case for fate in fates),
        "cases": sum(bool(fate.case) for fate in fates),
    }


def _with_lines(run: ImportRun, lines: Collection[int]) -> Iterator[ImportPortion]:
    """Portions with one of these lines."""
    rows = ImportPortion.objects.filter(run=run).values_list("pk", "first_line", "last_line") if lines else ()
    return _one_by_one(pk for pk, first, last in rows if any(first <= line <= last for line in lines))


def _one_by_one(ids: Iterable[UUID]) -> Iterator[ImportPortion]:
    for pk in list(ids):
        yield ImportPortion.objects.get(pk=pk)
