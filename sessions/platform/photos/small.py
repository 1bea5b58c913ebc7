"""The smaller size of a stored picture, for lists: made when it is first asked for, and kept."""

import logging
from io import BytesIO
from threading import Lock

from PIL import Image

from sessions.contract.limits import SMALL_PHOTO_SIDE
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.storage import SMALL_FOLDER, path_of_picture, read_kept, write_picture

logger = logging.getLogger(__name__)
_making = Lock()
"""One at a time: a list asks for many at once."""


def small_picture(sha256: str) -> bytes | None:
    """WebP with no side longer than SMALL_PHOTO_SIDE pixels; None where the picture is not there (any longer).

    It is made in this process: the stored file is our own, and neither large nor a stranger's.
    """
    whole = read_kept(sha256)
    if whole is None:
        return None
    path = path_of_picture(sha256, folder=SMALL_FOLDER)
    with _making:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            small = _make_small(whole)
        try:
            write_picture(path, small)
        except OSError as error:  # a full disk: the reader gets it all the same
            logger.warning("Caching the smaller size of a photo failed: %s.", error.strerror)
    if not path_of_picture(sha256).exists():
        path.unlink(missing_ok=True)  # removed meanwhile
    return small


def _make_small(whole: bytes) -> bytes:
    with Image.open(BytesIO(whole), formats=("WEBP",)) as image:
        plain = image.convert("RGB")
    plain.thumbnail((SMALL_PHOTO_SIDE, SMALL_PHOTO_SIDE))
    plain.info.clear()
    return encode_picture(plain).webp
