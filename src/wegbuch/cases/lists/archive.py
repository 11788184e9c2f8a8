"""Looks into an Excel archive before anything parses it."""

import io
import zipfile
import zlib

from .workbook import ListUnreadable

MAX_UNPACKED = 250_000_000
MAX_RATIO = 100
RATIO_MATTERS_FROM = 1_000_000
MAX_PARTS = 500
MAX_SHEETS = 50
MAX_ELEMENTS = 5_000_000
_CHUNK = 1 << 18
_DOCUMENT_TYPES = (b"<!doctype", b"<!entity")

NOT_A_WORKBOOK = "Die Datei ist keine Excel-Mappe. Speichern Sie die Liste in Excel als „.xlsx“."
DAMAGED = "Die Excel-Datei ist beschädigt. Öffnen Sie sie in Excel und speichern Sie sie neu als „.xlsx“."
TOO_LARGE = "Die Datei ist ausgepackt zu groß. Kopieren Sie nur die Liste in eine neue Mappe."
WITH_MACROS = "Die Datei enthält Makros. Speichern Sie sie als „.xlsx“ ohne Makros."
WITH_PASSWORD = "Die Datei ist mit einem Kennwort geschützt. Speichern Sie sie ohne Kennwort."  # noqa: S105
TOO_MANY_SHEETS = f"Die Mappe hat mehr als {MAX_SHEETS} Blätter. Kopieren Sie nur die Liste in eine neue Mappe."
ODS = "Die Datei stammt aus LibreOffice. Speichern Sie sie dort als „.xlsx“."


def check_archive(content: bytes) -> None:
    """Passes only archives that unpack to a workbook of bearable size.

    raises  ListUnreadable for bombs, macros, passwords, foreign formats and damage
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
            _check_size(archive, len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise ListUnreadable(DAMAGED) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise ListUnreadable(WITH_PASSWORD)
    if "mimetype" in names:
        raise ListUnreadable(ODS)
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        raise ListUnreadable(WITH_MACROS)
    if "xl/workbook.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise ListUnreadable(NOT_A_WORKBOOK)
    if len(parts) > MAX_PARTS:
        raise ListUnreadable(TOO_LARGE)
    if sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names) > MAX_SHEETS:
        raise ListUnreadable(TOO_MANY_SHEETS)
    if len(set(names)) != len(names):
        raise ListUnreadable(DAMAGED)


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """Unpacks in small pieces and counts; what the headers claim is not believed."""
    unpacked = elements = 0
    for part in archive.infolist():
        tail = b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                elements += chunk.count(b"<") - chunk.count(b"</")
                tail = _refuse_document_type(tail + chunk)
                if unpacked > MAX_UNPACKED or elements > MAX_ELEMENTS:
                    raise ListUnreadable(TOO_LARGE)
                if unpacked > RATIO_MATTERS_FROM and unpacked > packed * MAX_RATIO:
                    raise ListUnreadable(TOO_LARGE)


def _refuse_document_type(piece: bytes) -> bytes:
    """The end of the piece, kept for the next look; entities have no place in a list."""
    letters = piece.replace(b"\0", b"").lower()
    if any(word in letters for word in _DOCUMENT_TYPES):
        raise ListUnreadable(DAMAGED)
    return piece[-20:]
