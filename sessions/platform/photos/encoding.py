"""Writes a plain image as WebP of a bounded size, without anything beside the pixels; pure."""

from io import BytesIO

from PIL import Image, WebPImagePlugin

from sessions.contract.limits import MAX_STORED_PHOTO_BYTES
from sessions.platform.photos.picture import Picture

WEBP = WebPImagePlugin.WebPImageFile.format
"""Name of the format, from its module. This import loads the module; Pillow would load forty others to find it."""

QUALITIES = (80, 70, 60, 50)
SMALLER = 0.8
"""Factor by which each side shrinks if the file is too large even at the lowest quality."""


def encode_picture(image: Image.Image, *, most_bytes: int = MAX_STORED_PHOTO_BYTES) -> Picture:
    """Encode a picture as WebP.

    image: RGB, with no info. The best quality that fits is taken, and where none does a smaller image.
    """
    while True:
        for quality in QUALITIES:
            webp = _webp(image, quality)
            if len(webp) <= most_bytes or max(image.size) == 1:
                return Picture.of(webp, image.size)
        width, height = (max(1, int(side * SMALLER)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS)


def _webp(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, WEBP, quality=quality)
    return out.getvalue()
