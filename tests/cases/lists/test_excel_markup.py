"""Workbooks as Excel itself writes them: shared texts, cached results, areas merged, own escapes."""

import io
import zipfile

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("Name", "Vorname", "Bemerkung"))


@pytest.fixture
def workbook():
    """Bytes of a workbook from the markup of its rows and its shared texts."""

    def packed(rows: str, shared: str = "") -> bytes:
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/></Types>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
            '<sheets><sheet name="Liste" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return stream.getvalue()

    return packed


def test_shared_texts_are_read(read, workbook):
    shared = (
        "<si><t>Name</t></si><si><t>Vorname</t></si><si><t>Çelik</t></si><si><r><t>Zi</t></r><r><t>lan</t></r></si>"
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
    )
    reading = read(workbook(rows, shared), "liste.xlsx")[0]
    assert (reading.surname, reading.given_name) == ("Çelik", "Zilan")


def test_last_result_of_a_formula_is_taken_and_noted(read, workbook):
    cells = '<c t="str"><f>VLOOKUP(1,X:Y,2)</f><v>Haddad</v></c><c t="inlineStr"><is><t>Dima</t></is></c>'
    reading = read(workbook(f"<row>{HEAD}</row><row>{cells}</row>"), "liste.xlsx")[0]
    assert reading.surname == "Haddad"
    assert [c.text for c in reading.complaints] == ["In der Zelle steht eine Formel. Übernommen ist ihr Ergebnis."]


def test_escaped_line_end_of_excel_is_a_blank(read, workbook):
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("Haddad", "Dima", "eins_x000D_zwei"))
    assert read(workbook(f"<row>{HEAD}</row><row>{cells}</row>"), "liste.xlsx")[0].remark == "eins zwei"


def test_escaped_zero_sign_is_removed_and_named(read, workbook):
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("Had_x0000_dad", "Dima"))
    reading = read(workbook(f"<row>{HEAD}</row><row>{cells}</row>"), "liste.xlsx")[0]
    assert (reading.surname, len(reading.complaints)) == ("Haddad", 1)


def test_formatted_empty_cells_shift_nothing(read, workbook):
    head = '<row r="3"><c s="0"/>' + HEAD + "</row>"
    rows = head + '<row r="9"><c r="A9"/><c r="B9" t="str"><v>Haddad</v></c><c r="C9" t="str"><v>Dima</v></c></row>'
    assert [(r.line, r.surname) for r in read(workbook(rows), "liste.xlsx")] == [(9, "Haddad")]
