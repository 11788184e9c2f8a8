"""PDFs that only show something: no password, no scripts, no programs to start, no files inside.

A search through the bytes, not a reader of PDF. Names are found outside of streams, in streams that are not packed and
in object streams packed with Flate. Not found are names in object streams with a predictor or another filter, and what
abuses a fault of one reader: a PDF therefore never opens in our pages, it is only handed out.
"""

import re
import zlib
from collections.abc import Iterator

from . import PaperRefused

BROKEN = "Das PDF ist nicht vollständig oder beschädigt. Bitte speichern Sie es neu."
PROTECTED = "Das PDF ist geschützt. Bitte speichern Sie es ohne Passwort oder fotografieren Sie es."
ACTIVE = "Das PDF enthält mehr als Seiten. Bitte drucken Sie es als neues PDF oder fotografieren Sie es."
MOST_UNPACKED, BLOCK = 100_000_000, 65_536

# A name ends where no regular character of PDF follows.
_END = rb"(?![^\s\0()<>\[\]{}/%])"
_ENCRYPTED = re.compile(rb"/Encrypt" + _END)
_MORE_THAN_PAGES = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm|XFA|GoToE)" + _END
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
# An object stream begins with a table of numbers, before which only blanks and comments may stand.
_TABLE = re.compile(rb"[\s\0]*[0-9%]")
_REST = b" \t\r\n\f\0"


def refuse_active(content: bytes) -> None:
    """Check a PDF.

    raises  PaperRefused with what to do
    """
    if not content.rstrip(_REST).endswith(b"%%EOF"):
        raise PaperRefused(BROKEN)
    _refuse_names(content)
    for part in _unpacked(content):
        _refuse_names(part)


def _refuse_names(part: bytes) -> None:
    names = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
    if _ENCRYPTED.search(names):
        raise PaperRefused(PROTECTED)
    if _MORE_THAN_PAGES.search(names):
        raise PaperRefused(ACTIVE)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What lies in the packed streams that may hold objects.

    raises  PaperRefused if it is far more than pages need
    """
    left = MOST_UNPACKED
    for found in _STREAM.finditer(content):
        start = _inflated(content[found.end() : found.end() + 512], 64)
        if _TABLE.match(start):
            part = _inflated(memoryview(content)[found.end() :], left)
            left -= len(part)
            if left <= 0:
                raise PaperRefused(ACTIVE)
            yield part


def _inflated(packed: bytes | memoryview, most: int) -> bytes:
    """What is packed here, as far as it opens; nothing of other bytes."""
    unpacker, found = zlib.decompressobj(), bytearray()
    try:
        while not unpacker.eof and packed and len(found) < most:
            found += unpacker.decompress(packed[:BLOCK], most - len(found))
            packed = packed[BLOCK:]
    except zlib.error:
        pass
    return bytes(found)
