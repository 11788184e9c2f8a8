"""A report as PDF and as a Word file: every number, every text, and nobody's name in the properties."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.reporting.built import LIVE, numbers, small_report
from wegbuch.reporting.outputs import paper as pdf
from wegbuch.reporting.outputs.document import document
from wegbuch.reporting.outputs.typesetting import printable, set_in_type
from wegbuch.reporting.outputs.words import written

TEXTS = {
    "1": ["Viele Anhörungen kamen kurzfristig.\nEs fehlt Sprachmittlung.\x0b", "#import <b> $x$"],
    "5": ["Nicht hier."],
}


@pytest.fixture(scope="module")
def content() -> bytes:
    return document(small_report(), TEXTS)


@pytest.fixture(scope="module")
def word(content):
    return Document(io.BytesIO(content))


def test_every_number_stands_in_the_word_file(word):
    found = [cell.text for table in word.tables for row in table.rows[1:] for cell in row.cells[1:]]
    bars = {"", "█" * 14, "█" * 7}
    assert [text for text in found if text not in bars] == [written(*pair) for pair in numbers(small_report())]


def test_texts_are_paragraphs_of_their_task(word):
    found = [paragraph.text for paragraph in word.paragraphs]
    begin = found.index("Schutz, Asylverfahren, Aufenthalt")
    assert found[begin + 1 : begin + 4] == [
        "Viele Anhörungen kamen kurzfristig.",
        "Es fehlt Sprachmittlung.",
        "#import <b> $x$",
    ]
    assert "Nicht hier." not in found


def test_headings_are_real_and_heads_of_tables_come_again(word):
    levels = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")}
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables]
    assert (levels, set(heads)) == ({"Heading 1", "Heading 2"}, {True})


def test_properties_name_the_organisation_and_nobody(word):
    properties = word.core_properties
    assert (properties.author, properties.last_modified_by, properties.language, properties.comments) == (
        "@Brücke e. V.", "@Brücke e. V.", "de-DE", "",
    )  # fmt: skip


def test_a_word_file_holds_no_macros_and_leads_nowhere(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names, relations = (
            archive.namelist(),
            b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".rels")),
        )
    assert ([name for name in names if "vba" in name.lower()], b"External" in relations) == ([], False)


def test_the_pdf_is_tagged_and_says_that_it_is_accessible():
    made = pdf.paper(small_report(), TEXTS)
    assert (made[:5], b"pdfuaid:part" in made, b"/StructTreeRoot" in made) == (b"%PDF-", True, True)


def test_the_template_gets_every_number_in_its_place():
    described = pdf.described(small_report(), TEXTS)
    found = [
        number
        for part in described["parts"]
        for numbers_ in (
            [pair[0] for pair in part["figures"]],
            *(row[1:] for table in part["tables"] for row in [*table["rows"], table["totals"]]),
        )
        for number in numbers_
    ]
    assert found == [written(*pair) for pair in numbers(small_report())]


def test_what_looks_like_source_stays_text():
    source = pdf.described(small_report(), {"1": ["#panic() $ * _ @x <y> \\"]})
    assert set_in_type(source).startswith(b"%PDF-")
    assert source["parts"][0]["tables"][0]["rows"][0][0] == LIVE


def test_letters_that_cannot_be_set_do_not_stop_the_report():
    assert printable(["Frau Šárka – Ольга 😀\x07\x85\u0378", 7]) == ["Frau Šárka – Ольга ????", 7]


def test_a_setter_that_falls_is_told_without_words(monkeypatch):
    monkeypatch.setattr(pdf, "SETTER", "wegbuch.reporting.outputs.nothing")
    with pytest.raises(pdf.NotSet, match="ended with 1"):
        pdf.paper(small_report(), TEXTS)
