"""The files of S-11 as one set, each read in a process of its own: its clear sentence or the right rows."""

import pytest

from tests.cases.hostile_files import KINDS, Hostile
from tests.cases.lists.conftest import readings_of
from wegbuch.access.services import NotPossible
from wegbuch.cases.lists import ListUnreadable, RowReading, choose_sheet
from wegbuch.cases.lists.stored import unpack
from wegbuch.cases.services.list_reading import read_apart

FEWEST = 40


def came_of(file: Hostile) -> Hostile:
    """What did come of a file, told as what must come of it."""
    try:
        workbook = unpack(read_apart(file.content, file.name, max_rows=1_000_000))
        people = [reading for reading in readings_of(workbook) if reading.kind == "person"]
    except (NotPossible, ListUnreadable) as refusal:
        return Hostile(file.name, b"", says=str(refusal))
    notes = [*workbook.notes, *workbook.not_taken(choose_sheet(workbook)), *map(all_said, people)]
    return Hostile(
        file.name,
        b"",
        taken=tuple((each.given_name, each.birth_date) for each in people if each.is_taken),
        told=tuple(all_said(each) for each in people if each.is_refused),
        notes=" ".join(notes),
    )


def all_said(reading: RowReading) -> str:
    return " ".join([*reading.sentences, *(complaint.hint for complaint in reading.complaints)])


def is_as_meant(file: Hostile, came: Hostile) -> bool:
    if file.says or came.says:
        return bool(file.says) and file.says in came.says
    are_told = len(file.told) == len(came.told) and all(map(str.__contains__, came.told, file.told))
    return file.taken == came.taken and are_told and file.notes in came.notes


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_gets_its_sentence_or_its_rows(kind):
    came = {name: (file, came_of(file)) for name, file in kind()}
    assert {name: told for name, (file, told) in came.items() if not is_as_meant(file, told)} == {}


def test_set_is_no_smaller_than_it_should_be():
    assert sum(1 for kind in KINDS for _file in kind()) >= FEWEST
