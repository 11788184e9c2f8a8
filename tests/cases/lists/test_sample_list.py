"""The assignment list of the invented district Havelbruch: the fate of every line."""

from collections import Counter
from datetime import date

import pytest

from wegbuch.cases.lists import choose_sheet, find_header, read_file


@pytest.fixture
def fates(read, sample):
    return {reading.line: reading for reading in read(sample, "zuweisungsliste.xlsx")}


def test_headings_stand_in_line_five(sample):
    assert find_header(choose_sheet(read_file(sample, "liste.xlsx"))) == 5


def test_sheet_of_departures_is_named_and_left_aside(sample):
    book = read_file(sample, "liste.xlsx")
    assert book.not_taken(choose_sheet(book)) == ("Blatt „Abgänge“ (2 Zeilen): nicht übernommen.",)


def test_every_line_has_its_fate(fates):
    counts = Counter((reading.kind, reading.is_refused) for reading in fates.values())
    assert counts == {("person", False): 62, ("person", True): 2, ("subtotal", False): 2, ("number_only", False): 1}


def test_all_complaints_of_the_list(fates):
    found = {line: [(c.level, c.column, c.text) for c in r.complaints] for line, r in fates.items() if r.complaints}
    assert found == {
        14: [("note", "geb. am", "Nur das Jahr steht da.")],
        17: [("note", "Bemerkung", "In der Zelle steht eine Formel. Der Text ist nicht übernommen.")],
        22: [("refuse", "geb. am", "„31.02.1991“ ist kein Tag.")],
        26: [("note", "", "Das ist eine Summenzeile. Sie ist übersprungen.")],
        29: [("note", "geb. am", "Tag oder Monat fehlt, nur das Jahr ist übernommen.")],
        37: [("note", "Name", "Der Nachname fehlt.")],
        46: [("note", "", "Hier steht nur eine Nummer. Die Zeile ist übersprungen.")],
        48: [("note", "", "Das ist eine Summenzeile. Sie ist übersprungen.")],
        55: [("refuse", "geb. am", "„01.05.2027“ liegt in der Zukunft.")],
        72: [("note", "", "Die Person steht schon in Zeile 9.")],
    }


def test_refused_line_reads_as_a_sentence(fates):
    assert fates[22].sentences == ("Zeile 22, Spalte „geb. am“: „31.02.1991“ ist kein Tag. Nicht übernommen.",)


def test_refusal_says_why_and_shows_a_day_that_exists(fates):
    assert fates[22].complaints[0].hint == "Der 31. Februar existiert nicht. Beispiel: 28.02.1991"


def test_second_oksana_bondar_is_a_duplicate_of_line_nine(fates):
    assert [line for line, reading in fates.items() if reading.duplicate_of_line] == [72]
    assert fates[72].duplicate_of_line == 9


@pytest.mark.parametrize(("line", "year"), [(14, 2017), (29, 1988)])
def test_year_alone_leaves_the_day_open(fates, line, year):
    assert (fates[line].birth_date, fates[line].birth_year) == (None, year)


@pytest.mark.parametrize(
    ("line", "day"),
    [(10, date(2026, 7, 26)), (15, date(2026, 8, 19)), (20, date(2024, 2, 26)), (25, date(2025, 1, 30))],
)
def test_serial_number_under_einreise_is_a_day(fates, line, day):
    assert fates[line].entered_on == day


@pytest.mark.parametrize(
    ("line", "surname", "written"),
    [(12, "Kowalenko", "KOWALENKO"), (15, "al Masri", "al Masri"), (19, "Çelik", "ÇELIK"), (27, "Yıldız", "YILDIZ")],
)
def test_capitals_become_everyday_spelling_and_the_original_stays(fates, line, surname, written):
    assert (fates[line].surname, fates[line].surname_as_written) == (surname, written)


def test_facility_and_room_are_told_apart(fates):
    assert (fates[49].facility, fates[49].room) == ("GU Am Kiefernweg", "B32")


def test_languages_are_split(fates):
    assert fates[11].languages == ("Ukrainisch", "Englisch")


def test_household_holds_everyone_with_the_same_number(fates):
    key = fates[10].household_key
    assert [line for line, reading in fates.items() if reading.household_key == key] == [10, 11, 12, 13, 14]


def test_list_has_twenty_seven_households(fates):
    assert len({reading.household_key for reading in fates.values() if reading.kind == "person"}) == 27


def test_nationality_code_comes_from_the_caller(read, sample):
    codes = {"Ukraine": "UKR", "UKR": "UKR"}
    readings = {r.line: r for r in read(sample, "liste.xlsx", country_code=codes.get)}
    assert (readings[6].nationality_code, readings[9].nationality_code) == ("UKR", "UKR")
    assert "„Syrien“ ist kein bekannter Staat. Der Text bleibt stehen." in [c.text for c in readings[7].complaints]
