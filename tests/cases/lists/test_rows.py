"""Lines as people write them: names, sums, formulas, merged cells, several people in one cell."""

from datetime import date, datetime

import pytest
from openpyxl.styles import Font

HEAD = "Name;Vorname;geb. am;Einreise;Geschl.;AZ BAMF\n"


def texts(reading):
    return [complaint.text for complaint in reading.complaints]


def one(read, line: str, head: str = HEAD):
    return read(head + line + "\n")[0]


@pytest.mark.parametrize(
    ("written", "surname"),
    [
        ("KOWALENKO", "Kowalenko"),
        ("AL MASRI", "al Masri"),
        ("AL-MASRI", "al-Masri"),
        ("D'ARC", "d'Arc"),
        ("O'BRIEN", "O'Brien"),
        ("MCDONALD", "McDonald"),
        ("NGO THI", "Ngo Thi"),
        ("ÇELİK", "Çelik"),
        ("MÜLLER-LÜDENSCHEIDT", "Müller-Lüdenscheidt"),
        ("VON DER HEYDE", "von der Heyde"),
        ("al Masri", "al Masri"),
        ("McDonald", "McDonald"),
        ("  Haddad  ", "Haddad"),
        ("Haddad\u00a0 Omar", "Haddad Omar"),
        ("الرحيمي", "الرحيمي"),
        ("ወልደ", "ወልደ"),
        ("Ng", "Ng"),
        ("X", "X"),
    ],
)
def test_surname_in_the_spelling_of_a_letter(read, written, surname):
    reading = one(read, f"{written};Dima;05.06.1989;;w;1")
    assert (reading.surname, reading.is_taken) == (surname, True)


def test_capitals_follow_the_spelling_found_in_the_same_household(read):
    text = "BG-Nr.;Name;Vorname\n1;Yıldız;Baran\n1;YILDIZ;Berfin\n2;Yildiz;Zilan\n2;YILDIZ;Hala\n"
    assert [reading.surname for reading in read(text)] == ["Yıldız", "Yıldız", "Yildiz", "Yildiz"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (";Solange;13.05.1971;;w;1", "Der Nachname fehlt."),
        ("N.N.;Solange;13.05.1971;;w;1", "Der Nachname fehlt."),
        ("Mbarga;;13.05.1971;;w;1", "Der Vorname fehlt."),
        ("X;Solange;13.05.1971;;w;1", "„X“ ist nur ein Buchstabe. Bitte prüfen Sie den Namen."),
        ("Mbarga 2;Solange;13.05.1971;;w;1", "„Mbarga 2“ enthält Ziffern. Bitte prüfen Sie den Namen."),
        ("MÃ¼ller;Anna;13.05.1971;;w;1", "„MÃ¼ller“ enthält zerstörte Buchstaben. Bitte berichtigen Sie den Namen."),
        (
            "Mbarga;Aïcha/Aisha;13.05.1971;;w;1",
            "„Aïcha/Aisha“: zwei Schreibweisen oder zwei Personen? Bitte prüfen Sie das.",
        ),
        ("Mbarga\u202e;Aïcha;13.05.1971;;w;1", "Die Zelle enthielt unsichtbare Zeichen. Sie sind entfernt."),
        ("Mbarga;Aïcha;;;w;1", "Das Geburtsdatum fehlt."),
        (
            "Mbarga;Aïcha;13.05.1971;01.01.1970;w;1",
            "Die Einreise am 01.01.1970 liegt vor der Geburt. Bitte prüfen Sie beides.",
        ),
        (
            "Mbarga;Aïcha;13.05.1971;01.01.2030;w;1",
            "Die Einreise am 01.01.2030 liegt in der Zukunft. Bitte prüfen Sie den Tag.",
        ),
        ("Mbarga;Aïcha;13.05.1971;31.02.2025;w;1", "„31.02.2025“ ist kein Tag. Das Feld bleibt leer."),
        ("Mbarga;Aïcha;13.05.1971;2025;w;1", "„2025“ ist nur ein Jahr. Das Feld bleibt leer."),
        ("Mbarga;Aïcha;13.05.1971;01.01.1890;w;1", "„01.01.1890“ liegt vor 1900. Das Feld bleibt leer."),
        (
            "Mbarga;Aïcha;13.05.1971;;weiß nicht;1",
            "„weiß nicht“ ist keine bekannte Angabe. Das Geschlecht bleibt offen.",
        ),
        ("Mbarga;Aïcha;13.05.1971;;w;9,01068E+09", "Excel hat „9,01068E+09“ gekürzt. Die Nummer ist nicht übernommen."),
    ],
)
def test_person_is_taken_with_a_note(read, line, text):
    reading = one(read, line)
    assert (reading.is_taken, texts(reading)) == (True, [text])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Rahimi;Ahmad und Fatima;01.01.1980;;m;1", "„Ahmad und Fatima“ sind mehrere Personen."),
        ("Rahimi;Ahmad & Fatima;01.01.1980;;m;1", "„Ahmad & Fatima“ sind mehrere Personen."),
        ("Rahimi;Fatima + 2 Kinder;01.01.1980;;m;1", "„Fatima + 2 Kinder“ sind mehrere Personen."),
        ("Rahimi;Fatima mit Kind;01.01.1980;;m;1", "„Fatima mit Kind“ sind mehrere Personen."),
        (";;01.01.1980;;m;1", "Der Name fehlt."),
        ("4711;0815;01.01.1980;;m;1", "„4711“ ist kein Name."),
        ("Rahimi;;;;;", "Außer einem Wort steht in der Zeile nichts."),
        ("R" * 200 + ";Ahmad;01.01.1980;;m;1", "Der Name hat 200 Zeichen. Mehr als 120 gehen nicht."),
        ("Rahimi;Ahmad;31.02.1991;;m;1", "„31.02.1991“ ist kein Tag."),
        ("Rahimi;Ahmad;27.11.2026;;m;1", "„27.11.2026“ liegt in der Zukunft."),
        ("Rahimi;Ahmad;2027;;m;1", "„2027“ liegt in der Zukunft."),
        ("Rahimi;Ahmad;01.01.1370;;m;1", "„01.01.1370“ liegt vor 1900."),
        ("Rahimi;Ahmad;01.01.1915;;m;1", "„01.01.1915“ ergibt mehr als 110 Jahre."),
        ("Rahimi;Ahmad;Kabul;;m;1", "„Kabul“ ist kein Tag."),
    ],
)
def test_line_is_refused(read, line, text):
    reading = one(read, line)
    assert (reading.is_taken, texts(reading)[0]) == (False, text)


def test_value_in_a_complaint_has_at_most_forty_characters(read):
    complaint = one(read, "Rahimi;Ahmad;" + "Kabul " * 20 + ";;m;1").complaints[0]
    assert len(complaint.value) == 40


def test_two_full_names_in_one_cell_are_refused(read):
    text = 'Name, Vorname;geb. am\n"Rahimi, Ahmad\nRahimi, Fatima";01.01.1980\n'
    assert texts(read(text)[0])[0] == "„Rahimi, Ahmad Rahimi, Fatima“ sind mehrere Personen."


def test_wrapped_name_of_one_person_is_joined(read):
    assert read('Name;Vorname;geb. am\nRahimi;"Anna\nMaria";01.01.1980\n')[0].given_name == "Anna Maria"


@pytest.mark.parametrize(
    ("heading", "cell", "names"),
    [
        ("Name, Vorname", "Haddad, Dima", ("Haddad", "Dima")),
        ("Name, Vorname", "AL MASRI, Samir", ("al Masri", "Samir")),
        ("Name, Vorname", "HADDAD Dima", ("Haddad", "Dima")),
        ("Vorname Name", "Samir al Masri", ("al Masri", "Samir")),
        ("Name, Vorname", "Haddad Dima", ("Haddad", "Dima")),
    ],
)
def test_both_names_come_from_one_cell(read, heading, cell, names):
    reading = read(f'{heading};geb. am\n"{cell}";05.06.1989\n')[0]
    assert (reading.surname, reading.given_name) == names


def test_unclear_order_of_names_is_noted(read):
    assert texts(read("Vorname Name;geb. am\nSamir al Masri;05.06.1989\n")[0]) == [
        "Gelesen als Nachname „al Masri“, Vorname „Samir“."
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Zwischensumme;;;;;", "subtotal"),
        ("Summe: 12;;;;;", "subtotal"),
        ("Gesamt;12;;;;", "person"),
        ("insgesamt;;;12;;", "subtotal"),
        (";;;;;", "empty"),
        ("Name;Vorname;geb. am;Einreise;Geschl.;AZ BAMF", "repeated_header"),
        ("1;2;3;4;5;6", "repeated_header"),
        ("Summer;Anna;01.01.1980;;w;1", "person"),
        (";;;;w;", "section"),
    ],
)
def test_kind_of_line(read, line, kind):
    assert read(HEAD + line + "\nHaddad;Dima;05.06.1989;;w;1\n")[0].kind == kind


def test_number_alone_is_skipped_and_named(read):
    reading = read("lfd. Nr.;Name;Vorname\n1;;\n2;Haddad;Dima\n")[0]
    assert (reading.kind, texts(reading)) == (
        "number_only",
        ["Hier steht nur eine Nummer. Die Zeile ist übersprungen."],
    )


def test_title_merged_across_the_table_is_no_person(read, excel):
    rows = [["Name", "Vorname", "geb. am"], ["GU Bahnhofstraße"], ["Haddad", "Dima", "05.06.1989"]]
    readings = read(excel(rows, lambda book: book.active.merge_cells("A2:C2")), "liste.xlsx")
    assert [reading.kind for reading in readings] == ["section", "person"]


def test_value_merged_downwards_holds_for_every_line(read, excel):
    rows = [
        ["BG-Nr.", "Name", "Vorname", "Unterkunft"],
        [7, "Haddad", "Dima", "GU Nord"],
        [None, "Haddad", "Omar", None],
    ]

    def merge(book):
        book.active.merge_cells("A2:A3")
        book.active.merge_cells("D2:D3")

    readings = read(excel(rows, merge), "liste.xlsx")
    assert [(r.household_key, r.facility) for r in readings] == [("number:7", "GU Nord")] * 2


def test_name_merged_downwards_makes_no_second_person(read, excel):
    rows = [["Name", "Vorname", "geb. am"], ["Haddad", "Dima", "05.06.1989"], [None, None, "x"]]
    readings = read(excel(rows, lambda book: book.active.merge_cells("A2:A3")), "liste.xlsx")
    assert readings[1].surname == ""


def test_merged_range_over_the_whole_sheet_costs_nothing(read, excel):
    rows = [["Name", "Vorname"], ["Haddad", "Dima"]]
    assert len(read(excel(rows, lambda book: book.active.merged_cells.add("B1:XFD1048576")), "liste.xlsx")) == 1


def test_serial_numbers_of_a_1904_workbook(read, excel):
    def to_mac(book):
        book.epoch = datetime(1904, 1, 1)

    reading = read(excel([["Name", "Vorname", "geb. am"], ["Haddad", "Dima", 31475]], to_mac), "liste.xlsx")[0]
    assert reading.birth_date == date(1990, 3, 5)


def test_year_typed_into_a_date_cell_is_recognised(read, excel):
    rows = [["Name", "Vorname", "geb. am"], ["Haddad", "Dima", datetime(1905, 7, 9)]]
    complaint = read(excel(rows), "liste.xlsx")[0].complaints[0]
    assert (complaint.level, complaint.hint) == (
        "refuse",
        "Ist das Jahr 2017 gemeint? Schreiben Sie die Zelle als Text.",
    )


def test_text_that_begins_like_a_formula_stays_out_of_a_workbook_too(read, excel):
    rows = [["Name", "Vorname", "Bemerkung"], ["Haddad", "Dima", '=HYPERLINK("x")']]
    reading = read(excel(rows), "liste.xlsx")[0]
    assert (reading.remark, texts(reading)) == ("", ["In der Zelle steht eine Formel. Der Text ist nicht übernommen."])


def test_formula_error_leaves_the_cell_empty(read, excel):
    rows = [["Name", "Vorname", "Bemerkung"], ["Haddad", "Dima", "#REF!"]]
    assert texts(read(excel(rows), "liste.xlsx")[0]) == ["In der Zelle steht ein Excel-Fehler. Sie bleibt leer."]


def test_name_struck_through_is_noted(read, excel):
    def strike(book):
        book.active["A2"].font = Font(strike=True)

    reading = read(excel([["Name", "Vorname"], ["Haddad", "Dima"]], strike), "liste.xlsx")[0]
    assert texts(reading) == ["Der Name ist durchgestrichen. Prüfen Sie, ob die Person noch dort wohnt."]


def test_hidden_line_is_noted(read, excel):
    def hide(book):
        book.active.row_dimensions[2].hidden = True

    reading = read(excel([["Name", "Vorname"], ["Haddad", "Dima"]], hide), "liste.xlsx")[0]
    assert texts(reading) == ["Die Zeile ist in der Datei ausgeblendet. Prüfen Sie, ob sie noch gilt."]


def test_same_person_twice_is_marked_and_still_a_person(read):
    readings = read(HEAD + "Haddad;Dima;05.06.1989;;w;1\n" * 2)
    assert [(r.kind, r.duplicate_of_line) for r in readings] == [("person", None), ("person", 2)]


@pytest.mark.parametrize(
    "other", ["Haddad;Dima;05.06.1989;;w;2", "Haddad;Dima;06.06.1989;;w;1", "Haddad;Omar;05.06.1989;;w;1"]
)
def test_other_number_day_or_name_is_another_person(read, other):
    assert read(HEAD + "Haddad;Dima;05.06.1989;;w;1\n" + other + "\n")[1].duplicate_of_line is None


def test_namesakes_without_day_and_number_are_not_called_the_same(read):
    assert read("Name;Vorname\n" + "Haddad;Dima\n" * 2)[1].duplicate_of_line is None


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("Dari/Paschtu", ("Dari", "Paschtu")),
        ("Dari, Paschtu und Englisch", ("Dari", "Paschtu", "Englisch")),
        ("Dari\nPaschtu", ("Dari", "Paschtu")),
        ("Arabisch / Arabisch", ("Arabisch",)),
        ("-", ()),
    ],
)
def test_languages_are_listed_once_each(read, cell, languages):
    assert read(f'Name;Vorname;Sprache\nHaddad;Dima;"{cell}"\n')[0].languages == languages


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("GU Am Kiefernweg / B32", ("GU Am Kiefernweg", "B32")),
        ("GU Am Kiefernweg, Zi. 12", ("GU Am Kiefernweg", "Zi. 12")),
        ("GU Am Kiefernweg", ("GU Am Kiefernweg", "")),
        ("Haus A / Flur 2 / 14", ("Haus A / Flur 2", "14")),
    ],
)
def test_facility_and_room(read, cell, parts):
    reading = read(f'Name;Vorname;Unterkunft / Zimmer\nHaddad;Dima;"{cell}"\n')[0]
    assert (reading.facility, reading.room) == parts


@pytest.mark.parametrize(("cell", "sex"), [("w", "f"), ("weibl.", "f"), ("M", "m"), ("divers", "d"), ("", "unknown")])
def test_sex(read, cell, sex):
    assert one(read, f"Haddad;Dima;05.06.1989;;{cell};1").sex == sex
