"""Uploads become pictures and PDFs that harm nobody, or are refused with a sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image

from wegbuch.cases.papers import PaperRefused, kinds, pdf, pictures

from . import paper_samples as samples


def drawn(content: bytes) -> Image.Image:
    content_type, kept = kinds.harmless(content)
    assert content_type == "image/jpeg"
    return Image.open(io.BytesIO(kept))


def is_red(colour) -> bool:
    return colour[0] > 200 and colour[2] < 60


def png_that_says(width: int, height: int) -> bytes:
    """A head that promises pixels, and nothing after it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_photo_loses_place_comment_and_profile():
    content = samples.from_phone()
    assert (content.count(samples.MARKER), dict(Image.open(io.BytesIO(content)).getexif())[samples.TURN]) == (4, 6)
    kept = drawn(content)
    assert (dict(kept.getexif()), set(kept.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == ({}, set())
    assert samples.MARKER not in kinds.harmless(content)[1]


def test_a_photo_taken_sideways_stands_upright():
    kept = drawn(samples.from_phone())
    assert (kept.size, is_red(kept.getpixel((10, 5))), is_red(kept.getpixel((10, 35)))) == ((20, 40), True, False)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_made_smaller(form):
    assert drawn(samples.encoded(samples.halves((3900, 1500)), form)).size == (2600, 1000)


def test_transparent_paper_is_white():
    assert drawn(samples.encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_kind_of_colour_is_drawn(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert drawn(samples.encoded(Image.new(mode, (30, 20)), form)).size == (30, 20)


def test_grey_of_sixteen_bits_keeps_its_brightness():
    assert drawn(samples.encoded(Image.new("I;16", (9, 9), 32768), "PNG")).getpixel((4, 4)) == 128


def test_of_a_moving_picture_the_first_one_is_kept():
    moving = samples.encoded(
        Image.new("RGB", (20, 20), "red"), "WEBP", save_all=True, append_images=[Image.new("RGB", (20, 20), "blue")]
    )
    assert is_red(drawn(moving).getpixel((10, 10)))


def test_nothing_behind_a_picture_is_kept():
    kept = kinds.harmless(samples.encoded(samples.halves()) + b"<script>ZQmarker</script>PK\x03\x04")[1]
    assert (samples.MARKER in kept, b"<script" in kept) == (False, False)


@pytest.mark.parametrize("size", [(60_000_001, 1), (30_000, 30_000)])
def test_too_many_pixels_are_refused_before_one_is_drawn(size, monkeypatch):
    monkeypatch.setattr(pictures, "_drawn", lambda picture: pytest.fail("drawn"))
    with pytest.raises(PaperRefused, match="60 Megapixel"):
        kinds.harmless(png_that_says(*size))


@pytest.mark.parametrize(
    "content",
    [samples.encoded(samples.halves((400, 400)))[:900], b"\xff\xd8\xff", png_that_says(40, 40), b"RIFF1234WEBP"],
    ids=["cut", "head only", "no pixels", "empty webp"],
)
def test_a_broken_picture_is_refused(content):
    with pytest.raises(PaperRefused, match="noch einmal"):
        kinds.harmless(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leer"),
        (b"<!doctype html><script>alert(1)</script>", "kein Foto"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "kein Foto"),
        (b"MZ\x90\x00" + bytes(200), "kein Foto"),
        (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "kein Foto"),
        (b"<script>alert(1)</script>\n" + samples.PDF, "kein Foto"),
        (b"PK\x03\x04" + bytes(40), "kein Foto"),
        (bytes(4) + b"ftypheic" + bytes(40), "HEIC"),
    ],
    ids=["nothing", "html", "svg", "program", "gif", "html before pdf", "zip", "heic"],
)
def test_what_is_no_picture_and_no_pdf_is_refused(content, sentence):
    with pytest.raises(PaperRefused, match=sentence):
        kinds.harmless(content)


def test_a_plain_pdf_stays_as_it_is():
    assert kinds.harmless(samples.PDF) == ("application/pdf", samples.PDF)


def test_a_pdf_whose_words_only_resemble_the_forbidden_ones_is_kept():
    content = samples.pdf_with(b"/LaunchDay 1 /EncryptMetadata false /Title (JavaScript)")
    assert kinds.harmless(content)[1] == content


@pytest.mark.parametrize("packing", [samples.pdf_with, samples.pdf_with_packed], ids=["plain", "packed"])
@pytest.mark.parametrize(
    "names",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>",
        b"/OpenAction << /S/Launch/F(cmd.exe) >>",
        b"/Names << /EmbeddedFiles 4 0 R >>",
        b"/AcroForm << /XFA 5 0 R >>",
    ],
    ids=["script", "script written otherwise", "program", "files", "form with script"],
)
def test_a_pdf_that_does_more_than_show_is_refused(packing, names):
    with pytest.raises(PaperRefused, match="mehr als Seiten"):
        kinds.harmless(packing(names))


def test_a_pdf_with_a_password_is_refused():
    with pytest.raises(PaperRefused, match="ohne Passwort"):
        kinds.harmless(samples.pdf_with(b"").replace(b"%%EOF", b"trailer << /Encrypt 9 0 R >>\n%%EOF"))


@pytest.mark.parametrize("content", [samples.PDF[:-8], samples.PDF + b"PK\x03\x04"], ids=["cut", "something behind it"])
def test_a_pdf_that_does_not_end_as_one_is_refused(content):
    with pytest.raises(PaperRefused, match="beschädigt"):
        kinds.harmless(content)


def test_a_pdf_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_UNPACKED", 1000)
    with pytest.raises(PaperRefused):
        kinds.harmless(samples.pdf_with_packed(b" " * 2000))
