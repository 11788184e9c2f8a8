"""Who belongs together, told by number, head, mark or indentation."""

from openpyxl.styles import Alignment


def groups(readings):
    """Given names by household, in the order of the list."""
    found = {}
    for reading in readings:
        if reading.kind == "person":
            found.setdefault(reading.household_key, []).append(reading.given_name)
    return list(found.values())


def test_same_number_is_one_household_wherever_it_stands(read):
    text = "BG-Nr.;Name;Vorname\nHB 1;Rahimi;Ahmad\nhb1;Rahimi;Fatima\n2;Haddad;Dima\nHB 1;Rahimi;Omar\n"
    assert groups(read(text)) == [["Ahmad", "Fatima", "Omar"], ["Dima"]]


def test_number_only_at_the_head_holds_for_the_lines_below(read):
    text = "BG-Nr.;Name;Vorname\n1;Rahimi;Ahmad\n;Rahimi;Fatima\n2;Haddad;Dima\n"
    readings = read(text)
    assert groups(readings) == [["Ahmad", "Fatima"], ["Dima"]]
    assert "Die Person zählt zum Haushalt der Zeile darüber." in readings[1].complaints[0].text


def test_missing_number_in_a_list_that_repeats_numbers_means_alone(read):
    text = "BG-Nr.;Name;Vorname\n1;Rahimi;Ahmad\n1;Rahimi;Fatima\n;Haddad;Dima\n"
    assert groups(read(text)) == [["Ahmad", "Fatima"], ["Dima"]]


def test_dash_before_the_name_means_the_family_of_the_line_above(read):
    text = "Name;Vorname;geb. am\nRahimi;Ahmad;01.01.1980\n  - Rahimi;Fatima;02.02.1982\nHaddad;Dima;05.06.1989\n"
    readings = read(text)
    assert groups(readings) == [["Ahmad", "Fatima"], ["Dima"]]
    assert readings[1].surname == "Rahimi"


def test_indented_cell_of_a_workbook_means_the_same(read, excel):
    def indent(book):
        book.active["A3"].alignment = Alignment(indent=1)

    rows = [["Name", "Vorname"], ["Rahimi", "Ahmad"], ["Rahimi", "Fatima"], ["Haddad", "Dima"]]
    assert groups(read(excel(rows, indent), "liste.xlsx")) == [["Ahmad", "Fatima"], ["Dima"]]


def test_relation_column_opens_and_joins_households(read):
    text = (
        "Stellung;Name;Vorname\nHV;Rahimi;Ahmad\nEhefrau;Rahimi;Fatima\nKind;Rahimi;Omar\n"
        "Haushaltsvorstand;Haddad;Dima\nSohn;Haddad;Nour\n"
    )
    readings = read(text)
    assert groups(readings) == [["Ahmad", "Fatima", "Omar"], ["Dima", "Nour"]]
    assert [reading.is_household_head for reading in readings] == [True, False, False, True, False]


def test_mark_at_the_head_alone_is_enough(read):
    text = "HV;Name;Vorname\nx;Rahimi;Ahmad\n;Rahimi;Fatima\nx;Haddad;Dima\n"
    assert groups(read(text)) == [["Ahmad", "Fatima"], ["Dima"]]


def test_number_wins_over_the_mark(read):
    text = "BG-Nr.;HV;Name;Vorname\n1;x;Rahimi;Ahmad\n1;x;Rahimi;Fatima\n"
    assert groups(read(text)) == [["Ahmad", "Fatima"]]


def test_blank_line_ends_a_family(read):
    text = "BG-Nr.;Name;Vorname\n1;Rahimi;Ahmad\n\n;Haddad;Dima\n"
    assert groups(read(text)) == [["Ahmad"], ["Dima"]]


def test_child_without_a_head_above_stands_alone(read):
    assert groups(read("Stellung;Name;Vorname\nKind;Rahimi;Omar\nHV;Haddad;Dima\n")) == [["Omar"], ["Dima"]]


def test_without_number_or_head_everyone_is_alone(read):
    assert groups(read("Name;Vorname\nRahimi;Ahmad\nRahimi;Fatima\n")) == [["Ahmad"], ["Fatima"]]


def test_head_without_a_number_opens_a_household(read):
    assert groups(read("BG-Nr.;Stellung;Name;Vorname\n1;HV;Rahimi;Ahmad\n;HV;Haddad;Dima\n")) == [["Ahmad"], ["Dima"]]
