"""Small files as careless or malicious people send them, each with what must come of it. Made here, stored nowhere."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEAD = ["Name", "Vorname", "geb. am"]
DIMA = ["Haddad", "Dima", "05.06.1989"]
OMAR = ["Rahimi", "Omar", "01.02.1990"]
BOTH = "Name;Vorname;geb. am\nHaddad;Dima;05.06.1989\nRahimi;Omar;01.02.1990\n"
SHEET, TEXTS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
Change = Callable[[openpyxl.Workbook], None]


@dataclass(frozen=True)
class Hostile:
    """A file, and what must come of it.

    says   a piece of the sentence with which it is refused; or else, by given name:
    taken  birth dates of those who are taken; told  pieces of the reasons for lines that are not
    notes  a piece of what is said about a line or the file
    """

    name: str
    content: bytes
    says: str = ""
    taken: tuple[tuple[str, date | None], ...] = ()
    told: tuple[str, ...] = ()
    notes: str = ""


FIRST, SECOND = ("Dima", date(1989, 6, 5)), ("Omar", date(1990, 2, 1))
TWO = FIRST, SECOND


def book(rows: list[list[object]], change: Change = lambda book: None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_parts(content: bytes, *parts: tuple[str, bytes], twice: str = "") -> bytes:
    """The archive with parts added or replaced; `twice` names one that stands there two times."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = {name: old.read(name) for name in old.namelist()} | dict(parts)
        for name, data in whole.items():
            archive.writestr(name, data)
        if twice:
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr(twice, whole[twice])
    return stream.getvalue()


def sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def row(number: int, *texts: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'


def text(content: str, encoding: str = "utf-8") -> bytes:
    return content.encode(encoding)


def noise(length: int) -> bytes:
    return random.Random(1).randbytes(length)


SOUND = book([HEAD, DIMA, OMAR])


def texts() -> Iterator[tuple[str, Hostile]]:
    """Text files: encodings, signs, quotes, separators."""
    for encoding in ("utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1252"):
        yield encoding, Hostile("liste.csv", text(BOTH, encoding), taken=TWO)
    mixed = text(BOTH) + "Müller;Anna;02.03.1991\n".encode("cp1252") + "Çelik;Zoë;03.04.1992\n".encode()
    people = (*TWO, ("Anna", date(1991, 3, 2)), ("Zoë", date(1992, 4, 3)))
    yield "two encodings", Hostile("liste.csv", mixed, taken=people, notes="mischt zwei Kodierungen")
    yield "NULs", Hostile("liste.csv", text(BOTH.replace("Dima", "Di\0ma")), taken=TWO, notes="Null-Zeichen")
    yield "CR only", Hostile("liste.txt", text(BOTH.replace("\n", "\r")), taken=TWO)
    yield "open quote", Hostile("l.csv", text(BOTH.replace("Dima", '"Dima')), taken=TWO, notes="Anführungszeichen")
    yield "tabs named csv", Hostile("liste.csv", text(BOTH.replace(";", "\t")), taken=TWO)
    yield "separator line", Hostile("liste.csv", text("sep=;\n" + BOTH), taken=TWO)
    yield "a million empty lines", Hostile("l.csv", text(BOTH + "\n" * 1_000_000 + "Haddad;Lina;1.2.1993\n"),
                                           taken=(*TWO, ("Lina", date(1993, 2, 1))))  # fmt: skip
    long = BOTH.replace("geb. am\n", "geb. am;Bemerkung\n", 1).replace("1989\n", "1989;" + "x" * 30_000_000 + "\n", 1)
    yield "cell of 30 MB", Hostile("liste.csv", text(long), taken=TWO, notes="länger als 2.000 Zeichen")
    yield "10,000 columns", Hostile("liste.csv", text(";".join(["x"] * 10_000)), says="mehr als 200 Spalten")
    yield "more cells than heads", Hostile("l.csv", text(BOTH.replace("1989", "1989;x")), taken=(SECOND,),
                                           told=("mehr Zellen als die 3 Überschriften",))  # fmt: skip
    yield "formula for a name", Hostile("l.csv", text(BOTH.replace("Haddad", "=cmd|'/c calc'!A1")), taken=TWO,
                                        notes="In der Zelle steht eine Formel.")  # fmt: skip


def people() -> Iterator[tuple[str, Hostile]]:
    """Names and days as nobody should write them."""
    spelled = ("05.06.1989", "5.6.89", "1989-06-05", "05/06/1989", "05.06.1989 00:00", "5. Juni 1989")
    lines = "".join(f"Haddad;{name};{day}\n" for name, day in zip("ABCDEF", spelled, strict=True))
    yield "six spellings of a day", Hostile("l.csv", text("Name;Vorname;geb. am\n" + lines),
                                            taken=tuple((name, FIRST[1]) for name in "ABCDEF"))  # fmt: skip
    for day, why in (("31.02.1990", "Der 31. Februar"), ("99.99.9999", "Einen Monat 99"), ("31.12.2199", "Zukunft")):
        yield day, Hostile("l.csv", text(BOTH.replace("05.06.1989", day)), taken=(SECOND,), told=(why,))
    yield "serial number as text", Hostile("l.csv", text(BOTH.replace("05.06.1989", "32664")), taken=TWO)
    yield "bidi signs", Hostile("l.csv", text(BOTH.replace("Dima", "\u202eDi\u202cma\u2066")), taken=TWO,
                                notes="unsichtbare Zeichen")  # fmt: skip
    yield "zero width", Hostile("l.csv", text(BOTH.replace("Dima", "D\u200bi\ufeffma")), taken=TWO,
                                notes="unsichtbare Zeichen")  # fmt: skip
    yield "one letter", Hostile("l.csv", text(BOTH.replace("Haddad;Dima", "H;D")), taken=(("D", FIRST[1]), SECOND))
    yield (
        "200 letters",
        Hostile("l.csv", text(BOTH.replace("Haddad", "Ha" * 100)), taken=(SECOND,), told=("Der Name hat",)),
    )
    yield "own script", Hostile("l.csv", text(BOTH.replace("Dima", "ديما")), taken=(("ديما", FIRST[1]), SECOND))
    yield "heads twice", Hostile("l.csv", text(BOTH.replace("am\n", "am;Name\n", 1)), taken=TWO)
    yield "no heads", Hostile("liste.csv", text(BOTH.partition("\n")[2]), says="keine Überschriften")
    yield "only heads", Hostile("liste.csv", text("Name;Vorname;geb. am\n"), says="keine Personen")


def workbooks() -> Iterator[tuple[str, Hostile]]:
    """Sound archives with odd contents."""

    def hidden(made: openpyxl.Workbook) -> None:
        other = made.create_sheet("alt")
        other.append(HEAD)
        other.append(["Verborgen", "Nie", "01.01.1990"])
        other.sheet_state = "hidden"

    def merged(made: openpyxl.Workbook) -> None:
        made.active.insert_rows(1, 2)
        made.active["A1"] = "Bestand am 1. November"
        made.active.merge_cells("A1:C1")
        made.active.merge_cells("A2:C2")

    def commented(made: openpyxl.Workbook) -> None:
        made.active["A2"].comment = Comment("=cmd|'/c calc'!A1", "x")

    def mac(made: openpyxl.Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    def calls(made: openpyxl.Workbook) -> None:
        made.active["A2"] = "=CMD|'/c calc'!A1"

    yield "hidden sheet", Hostile("l.xlsx", book([HEAD, DIMA, OMAR], hidden), taken=TWO, notes="ausgeblendet")
    yield "merged heads", Hostile("l.xlsx", book([HEAD, DIMA, OMAR], merged), taken=TWO)
    yield "comments", Hostile("l.xlsx", book([HEAD, DIMA, OMAR], commented), taken=TWO)
    days = [HEAD, ["Haddad", "Dima", datetime(1989, 6, 5)], OMAR]
    yield "epoch 1900", Hostile("l.xlsx", book(days), taken=TWO)
    yield "epoch 1904", Hostile("l.xlsx", book(days, mac), taken=TWO)
    yield "serial number", Hostile("l.xlsx", book([HEAD, ["Haddad", "Dima", 32664], OMAR]), taken=TWO)
    yield "formula that calls", Hostile("l.xlsx", book([HEAD, DIMA, OMAR], calls), taken=TWO, notes="eine Formel")
    linked = with_parts(
        SOUND, ("xl/externalLinks/externalLink1.xml", b'<externalLink xmlns="' + MAIN.encode() + b'"/>')
    )
    yield "external link", Hostile("l.xlsx", linked, taken=TWO)
    climbing = with_parts(SOUND, ("../../../../tmp/wegbuch-was-here", b"x"), ("/etc/passwd", b"x"))
    yield "paths out of the archive", Hostile("l.xlsx", climbing, taken=TWO)
    empty = "".join(f'<row r="{number}"/>' for number in range(3, 200_000)) + row(200_000, *OMAR)
    crowded = with_parts(
        SOUND, (SHEET, sheet(row(1, *HEAD) + row(2, *DIMA) + empty)), ("xl/media/x.bin", noise(50_000))
    )
    yield "many empty rows", Hostile("l.xlsx", crowded, taken=TWO)
    many = "".join(f"<si><t>{noise(8).hex()}{number}</t></si>" for number in range(150_000))
    shared = f'<sst xmlns="{MAIN}">{many}</sst>'.encode()
    loaded = with_parts(SOUND, (TEXTS, shared), (SHEET, sheet(row(1, *HEAD) + row(2, *DIMA))))
    yield "many shared texts", Hostile("l.xlsx", loaded, taken=(FIRST,))
    yield "10,000 columns in a workbook", Hostile("l.xlsx", book([HEAD, ["x"] * 10_000]), says="mehr als 200 Spalten")


def archives() -> Iterator[tuple[str, Hostile]]:
    """Archives that are none, or want to burst."""
    blown = with_parts(SOUND, ("xl/media/x.bin", b"\0" * 60_000_000))
    yield "bomb", Hostile("l.xlsx", blown, says="ausgepackt zu groß")
    lying = blown.replace(struct.pack("<I", 60_000_000), struct.pack("<I", 100))
    yield "bomb that lies about its size", Hostile("l.xlsx", lying, says="beschädigt")
    cell = with_parts(SOUND, (SHEET, sheet(row(1, *HEAD) + row(2, "x" * 30_000_000, "Dima", ""))))
    yield "cell of 30 MB in a workbook", Hostile("l.xlsx", cell, says="ausgepackt zu groß")
    for part in (SHEET, TEXTS, BOOK):
        laughing = with_parts(SOUND, (part, f'<?xml version="1.0"?>{LAUGHS}<x>&b;</x>'.encode()))
        yield f"entities in {part}", Hostile("l.xlsx", laughing, says="beschädigt")
    wide = with_parts(SOUND, (SHEET, f"{LAUGHS}<x>&b;</x>".encode("utf-16")))
    yield "entities in UTF-16", Hostile("l.xlsx", wide, says="beschädigt")
    yield "cut off", Hostile("l.xlsx", SOUND[: len(SOUND) // 2], says="beschädigt")
    yield "entry twice", Hostile("l.xlsx", with_parts(SOUND, twice=SHEET), says="beschädigt")
    backwards = with_parts(SOUND, (SHEET, sheet(row(9, *HEAD) + row(2, *DIMA))))
    yield "rows backwards", Hostile("l.xlsx", backwards, says="beschädigt")
    astray = with_parts(SOUND, (SHEET, sheet('<row r="1"><c t="s"><v>999999</v></c></row>')))
    yield "text that is not there", Hostile("l.xlsx", astray, says="beschädigt")
    yield "macros by ending", Hostile("liste.xlsm", SOUND, says="Makros")
    yield "macros inside", Hostile("l.xlsx", with_parts(SOUND, ("xl/vbaProject.bin", b"x")), says="Makros")


def strangers() -> Iterator[tuple[str, Hostile]]:
    """What is no list at all, or named like something else."""
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    locked = old + "EncryptedPackage".encode("utf-16-le")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    page = b"<html><table><tr><td>Name</td></tr></table></html>"
    yield "old Excel", Hostile("liste.xls", old, says="alte Excel-Format")
    yield "old Excel named xlsx", Hostile("liste.xlsx", old, says="alte Excel-Format")
    yield "password", Hostile("liste.xlsx", locked, says="Kennwort")
    flagged = SOUND.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    yield "archive with a password", Hostile("liste.xlsx", flagged, says="Kennwort")
    yield "LibreOffice", Hostile("liste.ods", stream.getvalue(), says="Wegbuch liest")
    yield "LibreOffice named xlsx", Hostile("liste.xlsx", stream.getvalue(), says="LibreOffice")
    yield "text named xlsx", Hostile("liste.xlsx", text(BOTH), says="keine Excel-Mappe")
    yield "workbook named csv", Hostile("liste.csv", SOUND, says="falscher Endung")
    yield "page named xls", Hostile("liste.xls", page, says="alte Excel-Format")
    yield "page named csv", Hostile("liste.csv", page, says="Dokument oder Bild")
    yield "PDF named csv", Hostile("liste.csv", b"%PDF-1.7\n", says="Dokument oder Bild")
    yield "PDF named xlsx", Hostile("liste.xlsx", b"%PDF-1.7\n", says="keine Excel-Mappe")
    yield "nothing", Hostile("liste.xlsx", b"", says="Die Datei ist leer.")
    yield "only a mark", Hostile("liste.csv", b"\xef\xbb\xbf\r\n", says="Die Datei ist leer.")


KINDS = (texts, people, workbooks, archives, strangers)
