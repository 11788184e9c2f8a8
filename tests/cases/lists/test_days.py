"""Cells under a date heading."""

from datetime import date, datetime, time

import pytest

from wegbuch.cases.lists.days import read_day
from wegbuch.cases.lists.workbook import WINDOWS_EPOCH

TODAY = date(2026, 11, 26)


def day_of(value, epoch=WINDOWS_EPOCH):
    return read_day(value, epoch=epoch, today=TODAY)


@pytest.mark.parametrize(
    "value",
    [
        "05.03.1990",
        "5.3.1990",
        " 5. 3. 1990 ",
        "05/03/1990",
        "05-03-1990",
        "1990-03-05",
        "1990/03/05",
        "1990-03-05 00:00:00",
        "1990-03-05T00:00:00",
        "05.03.1990 00:00 Uhr",
        "geb. 05.03.1990",
        "*05.03.1990",
        "5. März 1990",
        "05-Mar-1990",
        "5. Mrz. 1990",
        "٠٥.٠٣.١٩٩٠",
        "０５．０３．１９９０",
        "'05.03.1990",
        32937,
        32937.5,
        "32937",
        datetime(1990, 3, 5),
        date(1990, 3, 5),
    ],
)
def test_day_is_read_without_a_note(value):
    reading = day_of(value)
    assert (reading.day, reading.note, reading.fault) == (date(1990, 3, 5), "", "")


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("5.3.90", "Das Jahr hat zwei Ziffern, gelesen als 05.03.1990."),
        ("05031990", "Ohne Punkte geschrieben, gelesen als 05.03.1990."),
        (5031990, "Ohne Punkte geschrieben, gelesen als 05.03.1990."),
        (19900305, "Ohne Punkte geschrieben, gelesen als 05.03.1990."),
        ("05.03.1990 (lt. Pass)", "Der Zusatz „lt. Pass)“ ist weggelassen."),
    ],
)
def test_day_is_read_with_a_note(value, note):
    reading = day_of(value)
    assert (reading.day, reading.note) == (date(1990, 3, 5), note)


def test_american_day_is_read_only_where_the_german_one_cannot_be():
    reading = day_of("03/25/1990")
    assert reading.day == date(1990, 3, 25)
    assert reading.note == "In amerikanischer Schreibweise, gelesen als 25.03.1990."


def test_dots_are_never_american():
    assert day_of("03.25.1990").hint == "Einen Monat 25 gibt es nicht. Beispiel: 28.02.1991"


@pytest.mark.parametrize(("value", "year"), [("5.3.26", 2026), ("5.12.26", 1926), ("5.3.27", 1927)])
def test_two_digits_never_lead_into_the_future(value, year):
    assert day_of(value).day.year == year


@pytest.mark.parametrize(
    "value",
    [
        "00.00.1988",
        "00.05.1988",
        "xx.xx.1988",
        "??.??.1988",
        "1988",
        1988,
        1988.0,
        "ca. 1988",
        "1988 (geschätzt)",
        "05/1988",
        "Mai 1988",
        "1988-00-00",
        "Jg. 1988",
        "00.00.88",
    ],
)
def test_year_alone_is_read_with_a_note(value):
    reading = day_of(value)
    assert (reading.day, reading.year, bool(reading.note)) == (None, 1988, True)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_empty_cell_says_nothing(value):
    assert day_of(value) == read_day(None, epoch=WINDOWS_EPOCH, today=TODAY)


@pytest.mark.parametrize("value", ["unbekannt", "-", "?", "k.A.", "n. n.", "xx.xx.xxxx"])
def test_unknown_day_is_a_note_and_no_fault(value):
    reading = day_of(value)
    assert (reading.day, reading.year, reading.note, reading.fault) == (None, None, "Der Tag ist nicht bekannt.", "")


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("31.02.1991", "Der 31. Februar existiert nicht. Beispiel: 28.02.1991"),
        ("29.02.2023", "Der 29. Februar existiert nicht. Beispiel: 28.02.2023"),
        ("31/02/1991", "Der 31. Februar existiert nicht. Beispiel: 28.02.1991"),
        ("45.06.1990", "Der 45. Juni existiert nicht. Beispiel: 30.06.1990"),
        ("1991-02-31", "Der 31. Februar existiert nicht. Beispiel: 28.02.1991"),
    ],
)
def test_impossible_day_is_explained(value, hint):
    reading = day_of(value)
    assert (reading.day, reading.fault, reading.hint) == (None, "ist kein Tag.", hint)


@pytest.mark.parametrize(
    "value",
    [
        "Haddad",
        "05.03.1990 / 06.03.1990",
        "05.03.1990\n06.03.1990",
        "5.3.",
        311290,
        -1,
        10**15,
        float("nan"),
        float("inf"),
        True,
        time(8, 30),
        "99999999",
        "1.1.1",
        "12345678901234567890",
    ],
)
def test_what_is_no_day_is_a_fault(value):
    assert day_of(value).fault == "ist kein Tag."


def test_serial_number_counts_from_1904_in_a_mac_workbook():
    assert day_of(31475, epoch=date(1904, 1, 1)).day == date(1990, 3, 5)


def test_leap_day_is_a_day():
    assert day_of("29.02.2024").day == date(2024, 2, 29)
