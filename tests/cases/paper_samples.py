"""Invented papers as phones and scanners send them, and what only looks like one."""

import io
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

MARKER = b"ZQmarker"
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog /Title (ZQmarker) >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TURN, PLACE = 0x0112, 0x8825
TURNED_RIGHT = 6


def upload(content: bytes, name: str = "brief.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def halves(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return picture


def encoded(picture: Image.Image, form: str = "JPEG", **more) -> bytes:
    sheet = io.BytesIO()
    picture.save(sheet, form, **more)
    return sheet.getvalue()


def from_phone(picture: Image.Image | None = None, turn: int = TURNED_RIGHT) -> bytes:
    """A photo with the place where it was taken, a comment and a colour profile."""
    facts = Image.Exif()
    facts[TURN] = turn
    facts[0x010E] = MARKER.decode()
    facts[PLACE] = {1: "N", 2: (52.0, 24.0, 0.0), 3: "E", 4: (13.0, 3.0, 0.0)}
    return encoded(picture or halves(), exif=facts, comment=MARKER, icc_profile=MARKER, xmp=MARKER)


def pdf_with(names: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog " + names + b" >> endobj\n%%EOF"


def pdf_with_packed(names: bytes) -> bytes:
    """The names lie in an object stream, where no plain search finds them."""
    packed = zlib.compress(b"1 0 2 40 << /Type /Catalog " + names + b" >>")
    head = b"%PDF-1.7\n3 0 obj << /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode >>\nstream\r\n"
    return head + packed + b"\nendstream endobj\n%%EOF"
