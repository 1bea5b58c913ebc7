from sessions.platform.photos.faults import BadPicture, PhotoFault
from sessions.platform.photos.first_bytes import format_of, webp_size
from tests.running.tables import table
from tests.sessions.platform.photos.files import file_of, plain

JPEG, PNG, WEBP = (file_of(plain(), kind) for kind in ("JPEG", "PNG", "WEBP"))


def fault_or_format(file: bytes, claimed: str = "") -> str:
    try:
        return format_of(file, claimed=claimed)
    except BadPicture as error:
        return error.fault.value


@table(
    ("file", "claimed", "found"),
    [
        (JPEG, "", "JPEG"),
        (JPEG, "image/jpeg; charset=binary", "JPEG"),
        (PNG, "image/png", "PNG"),
        (WEBP, "application/octet-stream", "WEBP"),
        (JPEG, "image/png", PhotoFault.NOT_AS_CLAIMED),
        (PNG, "text/html", PhotoFault.NOT_AS_CLAIMED),
        (b"", "image/jpeg", PhotoFault.EMPTY),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic", PhotoFault.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "image/jpeg", PhotoFault.HEIC),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "image/avif", PhotoFault.OTHER_FORMAT),
        (
            b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>',
            "image/svg+xml",
            PhotoFault.DRAWING,
        ),
        ("<SVG/>".encode("utf-16"), "image/png", PhotoFault.DRAWING),
        (b"GIF89a", "image/gif", PhotoFault.OTHER_FORMAT),
        (b"%PDF-1.7", "image/jpeg", PhotoFault.OTHER_FORMAT),
        (b"RIFF\0\0\0\0WAVE", "image/webp", PhotoFault.OTHER_FORMAT),
    ],
)
def test_a_file_is_what_its_first_bytes_say_and_has_to_be_what_was_claimed(file: bytes, claimed: str, found: str):
    assert fault_or_format(file, claimed) == found


def test_the_size_of_a_webp_stands_in_its_header():
    of_kinds = [
        WEBP,
        file_of(plain(), "WEBP", lossless=True),
        file_of(plain(), "WEBP", save_all=True, append_images=[plain(colour="blue")]),
    ]
    assert [file[12:16] for file in of_kinds] == [b"VP8 ", b"VP8L", b"VP8X"]
    assert {webp_size(file) for file in of_kinds} == {(40, 20)}
