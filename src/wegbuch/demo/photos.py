"""Photos of envelopes: drawn, with a day and nobody's name."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from wegbuch.cases import files
from wegbuch.core import dates
from wegbuch.procedures.models import PostItem
from wegbuch.procedures.services import post

from .register import Register

SIZE = (1100, 760)
TABLE, PAPER, EDGE, INK = "#6e6a62", "#f2c84b", "#b8902a", "#2a2620"


def attach(register: Register) -> None:
    """Put a photo to the post that has one; the letter says who kept it."""
    for item in register.photographed:
        by = item.letter.entered_by
        upload = SimpleUploadedFile("umschlag.jpg", envelope(item), content_type="image/jpeg")
        post.add_photos(item, user=by, envelope=[files.keep(upload, by=by).pk])


def envelope(item: PostItem) -> bytes:
    """A yellow envelope with the day of delivery on it, as JPEG."""
    picture = Image.new("RGB", SIZE, TABLE)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((70, 90, 1030, 670), radius=10, fill=PAPER, outline=EDGE, width=4)
    draw.text((120, 130), "Zustellung mit Urkunde", font=_font(46), fill=INK)
    draw.text((120, 200), "Weitersenden innerhalb des Bezirks ausgeschlossen", font=_font(24), fill=INK)
    draw.rectangle((120, 420, 700, 620), outline=INK, width=3)
    draw.text((145, 440), "Zugestellt am (Datum, Unterschrift)", font=_font(26), fill=INK)
    day = dates.in_figures(item.served_on) if item.served_on else ""
    draw.text((150, 500), day, font=_font(72), fill="#24407a")
    draw.text((760, 590), "frei erfunden", font=_font(22), fill=EDGE)
    held = BytesIO()
    picture.rotate(1.4, fillcolor=TABLE).save(held, "JPEG", quality=82)
    return held.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font Pillow brings along; it knows no umlauts."""
    return ImageFont.load_default(size)
