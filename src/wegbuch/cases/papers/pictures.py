"""One picture → a plain JPEG that holds nothing of what the camera wrote into it."""

import io
import struct

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from . import PaperRefused

LONGEST_SIDE = 2600
MOST_PIXELS = 60_000_000
QUALITY = 85
TOO_MANY_PIXELS = "Das Bild hat mehr als 60 Megapixel. Bitte nehmen Sie eine kleinere Auflösung."
BROKEN = "Das Bild lässt sich nicht öffnen. Bitte fotografieren Sie das Papier noch einmal."

_READERS = (JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, WebPImagePlugin.WebPImageFile)
_FORMATS = tuple(reader.format for reader in _READERS)


def plain_jpeg(content: bytes) -> bytes:
    """The first frame upright, on white, not longer than LONGEST_SIDE; pixels and nothing else.

    raises  PaperRefused for a broken picture, and for too many pixels before one is drawn
    """
    # The check is ours, below.
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise PaperRefused(TOO_MANY_PIXELS)
        return _drawn(picture)
    except PaperRefused:
        raise
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error):
        raise PaperRefused(BROKEN) from None


def _drawn(picture: Image.Image) -> bytes:
    # A JPEG can be read smaller at once, which saves most of the memory.
    picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(picture, in_place=True)
    paper = _on_white(picture)
    paper.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # An old comment would be written again.
    paper.info = {}
    sheet = io.BytesIO()
    paper.save(sheet, "JPEG", quality=QUALITY)
    return sheet.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Grey or colour, without transparency."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        layer = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    wanted = "L" if picture.mode in ("1", "L") else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)
