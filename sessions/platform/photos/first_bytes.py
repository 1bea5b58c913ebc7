"""What a file is by its first bytes, whatever its name and its sender say; pure."""

from collections.abc import Mapping
from typing import Final, Literal

from sessions.platform.photos.faults import BadPicture, PhotoFault

Format = Literal["JPEG", "PNG", "WEBP"]

CLAIMS: Final[Mapping[str, Format]] = {
    "image/jpeg": "JPEG",
    "image/jpg": "JPEG",
    "image/pjpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
}
"""Media types that browsers and phones send, older names included."""

NO_CLAIM: Final = ("", "application/octet-stream")
HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
SEARCHED_BYTES: Final = 1024
"""An SVG may begin with comments and declarations."""


def format_of(file: bytes, *, claimed: str = "") -> Format:
    """The format by its first bytes.

    claimed: the media type that was sent with it; blank or application/octet-stream: none. Raises BadPicture.
    """
    if not file:
        raise BadPicture(PhotoFault.EMPTY)
    found = _known_format(file)
    if found is None:
        raise BadPicture(_fault_of(file))
    said = claimed.partition(";")[0].strip().lower()
    if said not in NO_CLAIM and CLAIMS.get(said) != found:
        raise BadPicture(PhotoFault.NOT_AS_CLAIMED)
    return found


def webp_size(file: bytes) -> tuple[int, int]:
    """Width and height in pixels by the header of a WebP (RFC 9649, 2.4 to 2.7). Raises BadPicture."""
    kind, body = file[12:16], file[20:30]
    if len(body) < 10:
        raise BadPicture(PhotoFault.DAMAGED)
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    raise BadPicture(PhotoFault.DAMAGED)


def _known_format(file: bytes) -> Format | None:
    if file.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if file.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if file[:4] == b"RIFF" and file[8:12] == b"WEBP":
        return "WEBP"
    return None


def _fault_of(file: bytes) -> PhotoFault:
    if file[4:8] == b"ftyp" and file[8:12] in HEIC_BRANDS:
        return PhotoFault.HEIC
    head = file[:SEARCHED_BYTES].replace(b"\0", b"").lower()  # UTF-16 is ASCII with zeros between
    return PhotoFault.DRAWING if b"<svg" in head else PhotoFault.OTHER_FORMAT
