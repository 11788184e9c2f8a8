"""Which files a report can be taken out as. What writes Word and Excel is loaded with the first such file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from .csv_table import csv_table
from .paper import paper
from .words import Texts

if TYPE_CHECKING:
    from ..services.reports import Built

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Output:
    """One kind of file.

    make  what was built and the texts taken into it → bytes; pure, so that a job can do it
    """

    ending: str
    title: Any
    content_type: str
    make: Callable[["Built", Texts], bytes]


def _document(built: "Built", texts: Texts) -> bytes:
    from .document import document

    return document(built, texts)


def _workbook(built: "Built", texts: Texts) -> bytes:
    from .workbook import workbook

    return workbook(built)


OUTPUTS = {
    output.ending: output
    for output in (
        Output("pdf", _("PDF"), "application/pdf", paper),
        Output("docx", _("Word"), WORD, _document),
        Output("xlsx", _("Excel"), EXCEL, _workbook),
        Output("csv", _("CSV"), "text/csv; charset=utf-8", lambda built, _texts: csv_table(built)),
    )
}
