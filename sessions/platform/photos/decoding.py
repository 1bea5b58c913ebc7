"""Decodes a file that a stranger sent into a plain RGB image, in which nothing of the file is left but its pixels.

To be called in the process of sessions/platform/photos/picture_process.py alone: a file may be made to eat memory and
time.
"""

import struct
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from sessions.contract.limits import LONGEST_PHOTO_SIDE, MAX_PHOTO_PIXELS
from sessions.platform.photos.faults import BadPicture, PhotoFault
from sessions.platform.photos.first_bytes import Format, webp_size

ORIENTATION = 0x0112
"""The tag of EXIF that says how the camera was held."""

WHITE = (255, 255, 255)
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)
"""What Pillow raises for files that are cut short or make no sense."""


def decode_picture(file: bytes, kind: Format) -> Image.Image:
    """A new RGB image: turned upright, of an animation the first frame, transparent parts white.

    No side is longer than LONGEST_PHOTO_SIDE. Raises BadPicture.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on odd files
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _decode(file, kind)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise BadPicture(PhotoFault.TOO_MANY_PIXELS) from None
        except BROKEN:
            raise BadPicture(PhotoFault.DAMAGED) from None


def _decode(file: bytes, kind: Format) -> Image.Image:
    if kind == "WEBP":
        _require_few_pixels(webp_size(file))  # before Pillow opens it, and takes memory for the whole canvas
    with Image.open(BytesIO(file), formats=(kind,)) as image:
        _require_few_pixels(image.size)
        image.draft("RGB", (LONGEST_PHOTO_SIDE, LONGEST_PHOTO_SIDE))
        image.load()
        orientation = _orientation_of(image)
        plain = _plain(image)
    plain.getexif()[ORIENTATION] = orientation
    turned = ImageOps.exif_transpose(plain)
    upright = Image.new("RGB", turned.size)
    upright.paste(turned)
    return upright


def _require_few_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PHOTO_PIXELS:
        raise BadPicture(PhotoFault.TOO_MANY_PIXELS)


def _orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, from 1 to 8; 1 where it is missing or unreadable: the pixels are good without it."""
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except (*BROKEN, KeyError, TypeError):
        return 1
    return found if isinstance(found, int) else 1


def _plain(image: Image.Image) -> Image.Image:
    """Return a new RGB image, no side longer than LONGEST_PHOTO_SIDE."""
    shown = _with_eight_bits(image)
    if shown.has_transparency_data:
        shown = shown if shown.mode == "RGBA" else shown.convert("RGBA")
    elif shown.mode not in ("RGB", "L", "CMYK"):
        shown = shown.convert("RGB")
    shown.thumbnail((LONGEST_PHOTO_SIDE, LONGEST_PHOTO_SIDE))
    plain = Image.new("RGB", shown.size, WHITE)
    if shown.mode == "RGBA":
        plain.paste(shown, mask=shown.getchannel("A"))
    else:
        plain.paste(shown.convert("RGB"))
    return plain


def _with_eight_bits(image: Image.Image) -> Image.Image:
    """Reduce 16 bits to the upper 8, and drop a 16-bit colour that stands for transparency."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    colour = image.info.get("transparency")
    if isinstance(colour, tuple) and max(colour) > 255:
        del image.info["transparency"]
    return image
