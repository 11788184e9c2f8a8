"""Whatever comes in: a reading or a German sentence, never another error."""

import io
import random
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegbuch.cases.lists import (
    ListUnreadable,
    choose_sheet,
    columns_of,
    find_header,
    guess_mapping,
    headers_of,
    read_file,
    read_rows,
    sample_rows,
)
from wegbuch.cases.lists.headings import Field
from wegbuch.cases.lists.workbook import Line, Sheet, clean_cell

TODAY = date(2026, 11, 26)
CELLS = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.from_regex(r"[0-9xX?]{1,4}[./ -][0-9]{1,4}[./ -][0-9]{1,5}", fullmatch=True),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def whole_reading(content: bytes, filename: str) -> None:
    sheet = choose_sheet(read_file(content, filename))
    header = find_header(sheet)
    mapping = columns_of(guess_mapping(headers_of(sheet, header), sample_rows(sheet, header)))
    for reading in read_rows(sheet, header, mapping, today=TODAY):
        assert reading.kind != "person" or reading.is_refused or reading.surname or reading.given_name


def survives(content: bytes, filename: str) -> bool:
    try:
        whole_reading(content, filename)
    except ListUnreadable as refusal:
        return str(refusal).endswith(".")
    return True


@given(st.binary(max_size=3000), st.sampled_from(["a.csv", "a.txt", "a.xlsx", "a.xls", "a", ".", ""]))
@settings(max_examples=300, deadline=None)
def test_any_bytes(content, filename):
    assert survives(content, filename)


@given(st.text(max_size=2000), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]))
@settings(max_examples=300, deadline=None)
def test_any_text_under_headings(text, encoding):
    assert survives(("Name;Vorname;geb. am;Einreise\n" + text).encode(encoding, errors="replace"), "a.csv")


@given(st.lists(st.lists(CELLS, min_size=len(Field), max_size=len(Field)), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_cells_in_any_field(rows):
    names = [field.value for field in Field]
    lines = [Line(1, tuple(names))]
    for number, row in enumerate(rows, 2):
        cleaned = [clean_cell(value) for value in row]
        marks = {column: marks for column, (_, marks) in enumerate(cleaned) if marks}
        lines.append(Line(number, tuple(value for value, _ in cleaned), marks))
    sheet = Sheet("x", tuple(lines), len(lines))
    mapping = {field: column for column, field in enumerate(Field)}
    try:
        readings = list(read_rows(sheet, 1, mapping, today=TODAY))
    except ListUnreadable:
        return
    assert [reading.line for reading in readings] == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("seed", range(60))
def test_workbook_with_spoiled_bytes(sample, seed):
    dice = random.Random(seed)
    spoiled = bytearray(sample)
    for _ in range(dice.choice([1, 3, 30])):
        spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
    cut = dice.choice([len(spoiled), len(spoiled), dice.randrange(len(spoiled))])
    assert survives(bytes(spoiled[:cut]), "liste.xlsx")


@given(st.binary(min_size=1, max_size=400), st.integers(0, 40_000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sheet_with_spoiled_markup(spoiled_sheet, noise, place):
    assert survives(spoiled_sheet(noise, place), "liste.xlsx")


@pytest.fixture
def spoiled_sheet(sample):
    """The sample with noise written over the markup of its sheet, packed soundly."""
    with zipfile.ZipFile(io.BytesIO(sample)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def spoiled(noise: bytes, place: int) -> bytes:
        sheet = parts["xl/worksheets/sheet1.xml"]
        changed = sheet[:place] + noise + sheet[place + len(noise) :]
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, changed if name == "xl/worksheets/sheet1.xml" else data)
        return stream.getvalue()

    return spoiled


@pytest.mark.parametrize("value", [datetime.max, date.min, time.max, timedelta.max, 10**400, float("-inf"), "٢" * 5000])
def test_extreme_cell(value):
    lines = (Line(1, ("Name", "Vorname", "geb. am")), Line(2, ("Haddad", "Dima", value)))
    readings = read_rows(Sheet("x", lines, 2), 1, {"surname": 0, "given_name": 1, "birth_date": 2}, today=TODAY)
    assert next(readings).is_refused
