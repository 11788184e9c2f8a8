"""What an upload is: told from its first bytes, never from its name or from what the browser says."""

from . import PaperRefused
from .pdf import refuse_active
from .pictures import plain_jpeg

JPEG, PDF = "image/jpeg", "application/pdf"
FOREIGN = "Das ist kein Foto und kein PDF. Wegbuch nimmt JPEG, PNG, WebP und PDF."
HEIC = "Das Foto hat das Format HEIC. Stellen Sie die Kamera auf JPEG („Maximale Kompatibilität“)."
EMPTY = "Die Datei ist leer. Bitte wählen Sie sie noch einmal."

_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")


def harmless(content: bytes) -> tuple[str, bytes]:
    """Content type and bytes to keep: every picture drawn anew as JPEG, a PDF as it came.

    raises  PaperRefused
    """
    if not content:
        raise PaperRefused(EMPTY)
    if content.startswith(b"%PDF-"):
        refuse_active(content)
        return PDF, content
    if _is_picture(content):
        return JPEG, plain_jpeg(content)
    raise PaperRefused(HEIC if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS else FOREIGN)


def _is_picture(content: bytes) -> bool:
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
