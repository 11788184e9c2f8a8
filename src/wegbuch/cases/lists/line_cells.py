"""The mapped cells of one line, and the complaints gathered while they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .headings import NAME_FIELDS, Field
from .readings import Complaint, Level
from .values import as_text, shortened
from .workbook import CellValue, Line, Mark, is_blank

LONGEST_FIELD = 200
_WORDS_OF_MARKS = {
    Mark.CUT: "Der Text ist länger als 2.000 Zeichen und gekürzt.",
    Mark.CONTROL: "Die Zelle enthielt Steuerzeichen. Sie sind entfernt.",
    Mark.INVISIBLE: "Die Zelle enthielt unsichtbare Zeichen. Sie sind entfernt.",
    Mark.FAULT: "In der Zelle steht ein Excel-Fehler. Sie bleibt leer.",
}
_NOT_MERGED = {Field.SURNAME, Field.GIVEN_NAME, Field.FULL_NAME, Field.BIRTH_DATE, Field.SEX, Field.RUNNING_NUMBER,
               Field.FILE_NUMBER_AZR, Field.REMARK, Field.HOUSEHOLD_HEAD}  # fmt: skip


@dataclass
class LineCells:
    """The mapped cells of one line and the complaints gathered while reading them."""

    line: Line
    headers: Sequence[str]
    mapping: Mapping[Field, int]
    complaints: list[Complaint] = field(default_factory=list)

    def value(self, name: Field) -> CellValue:
        column = self.mapping.get(name)
        if name in _NOT_MERGED and self.line.has(Mark.MERGED, column):
            return None
        return self.line.value(column)

    def text(self, name: Field) -> str:
        return as_text(self.value(name))

    def label(self, name: Field | None) -> str:
        column = None if name is None else self.mapping.get(name)
        return self.headers[column] if column is not None and column < len(self.headers) else ""

    def say(self, level: Level, name: Field | None, text: str, hint: str = "") -> None:
        value = "" if name is None else shortened(self.value(name))
        self.complaints.append(Complaint(level, self.label(name), value, text, hint))

    def short_text(self, name: Field) -> str:
        """The cell as text of at most 200 characters."""
        text = self.text(name)
        if len(text) > LONGEST_FIELD:
            self.say("note", name, f"Der Text ist länger als {LONGEST_FIELD} Zeichen und gekürzt.")
        return text[:LONGEST_FIELD]

    def has(self, mark: Mark, name: Field) -> bool:
        return self.line.has(mark, self.mapping.get(name))

    def note_marks(self) -> None:
        """Says what is special about the cells besides their values."""
        for name in self.mapping if self.line.marks else ():
            for mark, text in _WORDS_OF_MARKS.items():
                if self.has(mark, name):
                    self.say("note", name, text)
            if self.has(Mark.FORMULA, name) and name != Field.RUNNING_NUMBER:
                rest = (
                    "Der Text ist nicht übernommen." if is_blank(self.value(name)) else "Übernommen ist ihr Ergebnis."
                )
                self.say("note", name, f"In der Zelle steht eine Formel. {rest}")
        if any(self.has(Mark.STRUCK, name) for name in NAME_FIELDS):
            self.say("note", None, "Der Name ist durchgestrichen. Prüfen Sie, ob die Person noch dort wohnt.")
        if self.line.is_hidden:
            self.say("note", None, "Die Zeile ist in der Datei ausgeblendet. Prüfen Sie, ob sie noch gilt.")
