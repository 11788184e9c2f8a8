"""A report as a Word file for those who go on writing: real headings, tables and paragraphs, no pictures, no macros."""

import io
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import _Cell, _Row

from wegbuch.core import clock

from ..counting.tables import Counted
from .words import FIGURES, HOW_COUNTED, NOTHING, STATE, TOGETHER, Texts, plain, shares, standing, written

if TYPE_CHECKING:
    from ..services.reports import Built, Part

LANGUAGE = "de-DE"
FONT = "Calibri"
PINE = RGBColor(0x00, 0x42, 0x3A)
PALE = "E6EFEC"
# The longest bar of a table, in signs; the sign fills its place, so that bars can be compared.
BLOCK, LONGEST_BAR = "\N{FULL BLOCK}", 14
PAGE = (Cm(21), Cm(29.7))
SIDE, TEXT_WIDTH = Cm(2.2), Cm(16.6)
NUMBER_WIDTH, BAR_WIDTH, LEAST_LABEL = Cm(2.2), Cm(4.2), Cm(4)
HEAD_SIZE, BAR_SIZE, SIGN_OF_HEAD, CELL_SIDES = Pt(9), Pt(8), Cm(0.2), Cm(0.45)
# Tables of no more rows than this stay on one page.
ONE_PAGE = 24


def document(built: "Built", texts: Texts | None = None) -> bytes:
    """texts  what was written for each task; a task without a text gets none"""
    paper = Document()
    _set_up(paper, built)
    paper.add_paragraph(f"{built.report.title} {built.period.label}", "Title")
    paper.add_paragraph(built.addressed, "Subtitle")
    for part in built.parts:
        _section(paper, part, (texts or {}).get(part.section.task, ()))
    paper.add_heading(HOW_COUNTED, 1)
    for measure in built.measures:
        _pair(paper, measure.title, measure.how)
    paper.add_heading(STATE, 1)
    for what, how in standing(built):
        _pair(paper, what, how)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _set_up(paper: Any, built: "Built") -> None:
    """A4, German for the spelling checker, the colours of the house, and nobody's name in the properties."""
    section = paper.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = SIDE
    section.top_margin = section.bottom_margin = Cm(2)
    _page_number(section.footer.paragraphs[0])
    for name, size in (("Normal", 10.5), ("Title", 24), ("Subtitle", 13), ("Heading 1", 16), ("Heading 2", 12)):
        _style(paper.styles[name], size, is_plain=name == "Normal")
    properties = paper.core_properties
    properties.author = properties.last_modified_by = built.whose
    properties.title = f"{built.report.title} {built.period.label}"
    properties.comments, properties.language = "", LANGUAGE
    properties.created = properties.modified = clock.now().astimezone(UTC).replace(tzinfo=None)


def _style(style: Any, size: float, *, is_plain: bool) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[name]
    if is_plain:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGE)
        style.element.get_or_add_rPr().append(language)
    else:
        style.font.color.rgb = PINE


def _section(paper: Any, part: "Part", texts: Sequence[str]) -> None:
    paper.add_heading(part.section.title, 1)
    for text in texts:
        for paragraph in filter(None, map(str.strip, text.splitlines())):
            paper.add_paragraph(plain(paragraph))
    if part.figures:
        paper.add_heading(FIGURES, 2)
        rows = [[figure.measure.title, written(figure.measure, figure.number)] for figure in part.figures]
        _table(paper, ["Was", "Wie viele"], rows)
    for counted in part.tables:
        paper.add_heading(counted.table.title, 2)
        if counted.lines:
            _counted(paper, counted)
        else:
            paper.add_paragraph(NOTHING)


def _counted(paper: Any, counted: Counted) -> None:
    """A table with its numbers; where it has a picture, the bars stand in the last column."""
    labels = [label for _key, label in counted.heads]
    lines = [*((line.label, line.numbers) for line in counted.lines), (TOGETHER, counted.totals)]
    rows = [
        [label, *(written(measure, number) for measure, number in zip(counted.measures, numbers, strict=True))]
        for label, numbers in lines
    ]
    bars = [BLOCK * round(share * LONGEST_BAR) for share in shares(counted)] if counted.table.has_chart else []
    _table(paper, [counted.table.rows.title, *labels], rows, bars=bars, has_total=True)


def _table(
    paper: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], bars: Sequence[str] = (), has_total: bool = False
) -> None:
    """bars  one for each row but the total; without bars there is no column for them"""
    table = paper.add_table(1, len(heads) + bool(bars), "Table Grid")
    widths = _widths(heads[1:], bool(bars))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table.rows[0], [*heads, *(["Bild"] if bars else [])], widths, is_bold=True, has_bar=bool(bars))
    _repeated(table.rows[0])
    for place, row in enumerate(rows):
        bar = [bars[place] if place < len(bars) else ""] if bars else []
        _fill(table.add_row(), [*row, *bar], widths, is_bold=has_total and place == len(rows) - 1, has_bar=bool(bars))
    if len(rows) <= ONE_PAGE:
        _keep_together(table)
    paper.add_paragraph()


def _widths(heads: Sequence[str], has_bar: bool) -> list[Length]:
    """Of the label, the numbers under these heads and the bar; together as wide as the text."""
    bar = [BAR_WIDTH] if has_bar else []
    words = [max((len(word) for word in head.split()), default=0) for head in heads]
    wanted = [max(NUMBER_WIDTH, CELL_SIDES + length * SIGN_OF_HEAD) for length in words]
    share = min(1.0, (TEXT_WIDTH - LEAST_LABEL - sum(bar)) / sum(wanted))
    numbers = [int(width * share) for width in wanted]
    return [Length(width) for width in (TEXT_WIDTH - sum(numbers) - sum(bar), *numbers, *bar)]


def _keep_together(table: Any) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _fill(row: _Row, texts: Sequence[str], widths: Sequence[Length], *, is_bold: bool, has_bar: bool = False) -> None:
    """Words of a row: the first and the bar at the start, numbers at the end."""
    for column, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width, paragraph = width, cell.paragraphs[0]
        run = paragraph.add_run(plain(text))
        run.bold, paragraph.paragraph_format.space_after = is_bold or None, Pt(0)
        if has_bar and column == len(texts) - 1:
            run.font.color.rgb, run.font.size = PINE, BAR_SIZE
        elif column:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeated(row: _Row) -> None:
    """The head of a table: shaded, and said again on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        _shade(cell)
        cell.paragraphs[0].runs[0].font.size = HEAD_SIZE


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", PALE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _pair(paper: Any, what: str, how: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.add_run(f"{what}: ").bold = True
    paragraph.add_run(how)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
