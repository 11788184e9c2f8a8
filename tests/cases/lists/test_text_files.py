"""Text files in every encoding and with every separator."""

import pytest

from wegbuch.cases.lists import read_file

LIST = "Name;Vorname;Straße\nYıldız;Zoë;Bahnhofstraße\n"
GERMAN = "Name;Vorname;Unterkunft\nMüller;Zoë;Bahnhofstraße\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_read(encoding):
    lines = read_file(LIST.encode(encoding), "liste.csv").sheets[0].lines
    assert lines[1].cells == ("Yıldız", "Zoë", "Bahnhofstraße")


def test_windows_encoding_is_read_and_named():
    book = read_file(GERMAN.encode("cp1252"), "liste.csv")
    assert book.sheets[0].lines[1].cells == ("Müller", "Zoë", "Bahnhofstraße")
    assert book.notes == ("Die Datei nutzt die Windows-Kodierung. Bitte prüfen Sie die Umlaute.",)


def test_two_encodings_in_one_file_are_read_line_by_line():
    book = read_file(GERMAN.encode("cp1252") + "Çelik;Zilan;Übergang\n".encode(), "liste.csv")
    assert [line.cells[0] for line in book.sheets[0].lines] == ["Name", "Müller", "Çelik"]
    assert book.notes == ("Die Datei mischt zwei Kodierungen. Bitte prüfen Sie die Umlaute.",)


def test_byte_unknown_to_windows_does_not_stop_the_list():
    assert read_file(b"Name;Vorname\nM\xfcller\x81;Anna\n", "liste.csv").sheets[0].lines[1].cells[0] == "Müller"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_separator_is_found(separator):
    text = separator.join(["Name", "Vorname", "geb. am"]) + "\n" + separator.join(["Haddad", "Dima", "05.06.1989"])
    assert read_file(text.encode(), "liste.txt").sheets[0].lines[1].cells == ("Haddad", "Dima", "05.06.1989")


def test_comma_in_names_does_not_win_over_the_semicolon():
    text = "Nachname, Vorname;geb. am\nHaddad, Dima;05.06.1989\nRahimi, Omar;01.02.1990\n"
    assert read_file(text.encode(), "liste.csv").sheets[0].lines[1].cells == ("Haddad, Dima", "05.06.1989")


def test_quoted_separator_stays_in_its_cell():
    lines = read_file(b'Name;Vorname;Bemerkung\nHaddad;Dima;"laut; ""sehr"" laut"\n', "liste.csv").sheets[0].lines
    assert lines[1].cells[2] == 'laut; "sehr" laut'


def test_quote_left_open_swallows_nobody():
    text = "Name;Vorname;Bemerkung\n" + 'Haddad;Dima;"offen\n' + "Rahimi;Omar;\n" * 5
    book = read_file(text.encode(), "liste.csv")
    assert len(book.sheets[0].lines) == 7
    assert book.notes == ("Ein Anführungszeichen ist nicht geschlossen. Anführungszeichen gelten hier als Text.",)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(line_end):
    text = line_end.join(["Name;Vorname", "Haddad;Dima", "Rahimi;Omar"])
    assert [line.number for line in read_file(text.encode(), "liste.csv").sheets[0].lines] == [1, 2, 3]


def test_blank_lines_keep_the_numbering(read):
    assert [reading.line for reading in read("Name;Vorname\n\n\nHaddad;Dima\n")] == [4]


def test_separator_line_of_excel_counts_but_is_no_row(read):
    assert [reading.line for reading in read("sep=;\nName;Vorname\nHaddad;Dima\n")] == [3]


def test_zero_signs_are_removed_and_named(read):
    readings = read(b"Name;Vorname\nHad\0dad;Dima\nRahimi;Omar\n")
    assert readings[0].surname == "Haddad"
    assert readings[0].complaints[0].text == "Die Zelle enthielt Steuerzeichen. Sie sind entfernt."


def test_formula_in_text_is_kept_out(read):
    reading = read("Name;Vorname;Bemerkung\nHaddad;Dima;=cmd|'/c calc'!A1\n")[0]
    assert reading.remark == ""
    assert reading.complaints[0].text == "In der Zelle steht eine Formel. Der Text ist nicht übernommen."


def test_line_with_more_cells_than_headings_is_refused(read):
    reading = read("Name;Vorname;Unterkunft\nHaddad;Dima;GU; Bahnhofstraße\nRahimi;Omar;GU\n")[0]
    assert reading.sentences == ("Zeile 2: Die Zeile hat mehr Zellen als die 3 Überschriften. Nicht übernommen.",)


def test_short_line_leaves_the_rest_open(read):
    assert read("Name;Vorname;geb. am;Sprache\nHaddad;Dima;05.06.1989\n")[0].languages == ()
