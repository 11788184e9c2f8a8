"""Where the headings stand and what the columns hold."""

from datetime import date

import openpyxl
import pytest

from wegbuch.cases.lists import (
    Field,
    ListUnreadable,
    choose_sheet,
    columns_of,
    find_header,
    guess_mapping,
    header_fingerprint,
    headers_of,
    read_file,
    read_rows,
    sample_rows,
)


def sheet_of(text: str):
    return read_file(text.encode(), "liste.csv").sheets[0]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("lfd. Nr.", "running_number"),
        ("Lfd-Nr", "running_number"),
        ("BG-Nr.", "household_number"),
        ("Haushaltsnr.", "household_number"),
        ("NACHNAME", "surname"),
        ("Familien-\nname", "surname"),
        ("Vorname(n)", "given_name"),
        ("Name, Vorname", "full_name"),
        ("Vor- und Nachname", "full_name"),
        ("Geschl.", "sex"),
        ("m/w/d", "sex"),
        ("geb. am", "birth_date"),
        ("Geb.-Datum", "birth_date"),
        ("GEBURTSDATUM (TT.MM.JJJJ)", "birth_date"),
        ("Staats-\nangeh.", "nationality"),
        ("Staatsangehörigkeit", "nationality"),
        ("Herkunftsland", "nationality"),
        ("Sprache(n)", "languages"),
        ("Aufenth.-Status", "residence_status"),
        ("ausländerrechtlicher Status", "residence_status"),
        ("Einreise BRD", "entered_on"),
        ("Unterkunft / Zi.", "facility_and_room"),
        ("Gemeinschaftsunterkunft", "facility"),
        ("Zi.-Nr.", "room"),
        ("AZ BAMF", "file_number_bamf"),
        ("AZR-Nummer", "file_number_azr"),
        ("Bemerkungen", "remark"),
        ("zugewiesen am", "arrival"),
        ("Haushaltsvorstand", "household_head"),
        ("Stellung in der Familie", "household_head"),
    ],
)
def test_heading_is_known(heading, field):
    assert columns_of(guess_mapping([heading], [])) == {field: 0}


@pytest.mark.parametrize("heading", ["Geburtsort", "Geburtsname", "Status gültig bis", "Telefon", "wohin", "", "2017"])
def test_heading_of_something_else_is_left_alone(heading):
    assert guess_mapping([heading], []) == {}


def test_headings_in_line_eighteen_are_found():
    assert find_header(sheet_of("Landkreis\n" * 17 + "Name;Vorname\nHaddad;Dima\n")) == 18


def test_headings_below_line_twenty_are_not_looked_for():
    with pytest.raises(ListUnreadable, match="ersten 20 Zeilen"):
        find_header(sheet_of("Landkreis\n" * 20 + "Name;Vorname\nHaddad;Dima\n"))


def test_list_without_headings_is_told_what_to_write():
    with pytest.raises(ListUnreadable, match=r"Name, Vorname, geb\. am"):
        find_header(sheet_of("Haddad;Dima;05.06.1989\nRahimi;Omar;01.02.1990\n"))


def test_headings_over_two_lines_are_joined():
    sheet = sheet_of("Name;Vorname;geb.;Staats-;\n;;am;angeh.;Sprache\nHaddad;Dima;05.06.1989;Syrien;Arabisch\n")
    mapping = columns_of(guess_mapping(headers_of(sheet, 2), []))
    assert find_header(sheet) == 2
    assert mapping == {"surname": 0, "given_name": 1, "birth_date": 2, "nationality": 3, "languages": 4}


def test_group_title_above_the_headings_does_not_hide_them():
    sheet = sheet_of("Person;;Aufenthalt;\nName;Vorname;Status;Einreise\nHaddad;Dima;Gestattung;01.02.2025\n")
    assert headers_of(sheet, find_header(sheet)) == ("Name", "Vorname", "Status", "Einreise")


def test_headings_merged_over_two_lines_are_read(read, excel):
    def merge(book):
        book.active.merge_cells("A1:A2")
        book.active.merge_cells("B1:B2")

    rows = [["Name", "Vorname", "geb."], [None, None, "am"], ["Haddad", "Dima", "05.06.1989"]]
    assert [(r.line, r.surname) for r in read(excel(rows, merge), "liste.xlsx")] == [(3, "Haddad")]


def test_headings_alone_are_no_list(read):
    with pytest.raises(ListUnreadable, match="keine Personen"):
        read("Name;Vorname;geb. am\n")


def test_second_column_of_the_same_name_lowers_the_confidence():
    guess = guess_mapping(["Name", "Vorname", "Name"], [])[Field.SURNAME]
    assert (guess.column, guess.confidence) == (0, 0.5)


def test_comma_in_the_only_name_column_means_both_names():
    sample = [("Haddad, Dima",), ("Rahimi, Omar",), ("al Masri, Nour",)]
    assert columns_of(guess_mapping(["Name"], sample)) == {"full_name": 0}


def test_cells_speak_where_the_heading_is_silent():
    sample = [("w", "05.06.1989", "GU Am Kiefernweg / B32", "9938664-477")] * 3
    mapping = columns_of(guess_mapping(["", "Datum", "Ort", "Nummer A"], sample))
    assert mapping == {"sex": 0, "birth_date": 1, "facility_and_room": 2, "file_number_bamf": 3}


def test_guess_by_cells_is_less_sure_than_by_heading():
    assert guess_mapping([""], [("w",), ("m",), ("w",)])[Field.SEX].confidence == 0.5


def test_facility_column_with_rooms_in_it_holds_both():
    sample = [("WV Lindenhof / A13",), ("WV Lindenhof / A9",), ("GU Bahnhofstraße / B1",)]
    assert columns_of(guess_mapping(["Unterkunft"], sample)) == {"facility_and_room": 0}


def test_fingerprint_overlooks_case_dots_and_empty_columns():
    assert header_fingerprint(["Name", "geb. am", ""]) == header_fingerprint(["NAME ", "Geb.am"])


def test_fingerprint_tells_another_order_apart():
    assert header_fingerprint(["Name", "Vorname"]) != header_fingerprint(["Vorname", "Name"])


def test_hidden_sheet_is_chosen_only_when_no_other_has_headings(excel):
    def with_hidden(book: openpyxl.Workbook):
        hidden = book.create_sheet("Archiv")
        hidden.append(["Name", "Vorname", "geb. am", "Sprache"])
        hidden.sheet_state = "hidden"

    book = read_file(excel([["Name", "Vorname"], ["Haddad", "Dima"]], with_hidden), "liste.xlsx")
    assert choose_sheet(book).name == "Sheet"
    assert book.not_taken(book.sheets[0]) == ("Blatt „Archiv“ (1 Zeile, ausgeblendet): nicht übernommen.",)


def test_sheet_with_a_cover_page_before_it_is_found(excel):
    def with_list(book: openpyxl.Workbook):
        book.create_sheet("Liste").append(["Name", "Vorname"])

    assert choose_sheet(read_file(excel([["Deckblatt"]], with_list), "liste.xlsx")).name == "Liste"


def test_mapping_chosen_by_hand_is_followed():
    sheet = sheet_of("Name;Vorname;Datum A;Datum B\nHaddad;Dima;01.02.2025;05.06.1989\n")
    mapping = {"surname": 0, "given_name": 1, "birth_date": 3}
    assert next(read_rows(sheet, 1, mapping, today=date(2026, 11, 26))).birth_date == date(1989, 6, 5)


def test_sample_stops_after_fifty_lines():
    assert len(sample_rows(sheet_of("Name;Vorname\n" + "Haddad;Dima\n" * 80), 1)) == 50
