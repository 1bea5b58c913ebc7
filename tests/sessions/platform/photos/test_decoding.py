import struct

import pytest
from PIL import Image

from sessions.platform.photos.decoding import decode_picture
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.faults import BadPicture, PhotoFault
from sessions.platform.photos.first_bytes import Format
from tests.running.tables import table
from tests.sessions.platform.photos.files import claiming, corners, file_of, noise, plain, png, png_chunk

CANARY = b"22.4987 N 88.3456 E Canary"
WHITE, GREY, RED = (255, 255, 255), (156, 156, 156), (255, 0, 0)
PALETTE = [png_chunk(b"PLTE", bytes([*RED, 0, 0, 0])), png_chunk(b"tRNS", b"\xff\0")]
"""Red, and a black that is transparent."""

TURNED_IN_LETTERS = b"Exif\0\0II*\0" + struct.pack("<IHHHI4sI", 8, 1, 0x0112, 2, 4, b"up\0\0", 0)
"""EXIF whose tag of the orientation holds letters."""

HALF = 40_000
"""A value of 65,535; its upper eight bits are 156."""


def fault_of(file: bytes, kind: Format) -> PhotoFault:
    with pytest.raises(BadPicture) as refused:
        decode_picture(file, kind)
    return refused.value.fault


def is_like(image: Image.Image, colour: tuple[int, int, int], at: tuple[int, int] = (0, 0)) -> bool:
    found = image.getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(one - other) <= 8 for one, other in zip(found, colour, strict=True))


@table("kind", ["JPEG", "PNG", "WEBP"])
def test_a_header_that_claims_too_much_is_refused_before_anything_is_decoded(kind: Format):
    assert len(claiming(kind)) < 1000
    assert fault_of(claiming(kind), kind) == PhotoFault.TOO_MANY_PIXELS
    assert fault_of(claiming(kind, (7072, 7072)), kind) == PhotoFault.TOO_MANY_PIXELS


@table("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_is_cut_short_is_refused_wherever_it_is_cut(kind: Format):
    whole = file_of(noise((64, 64)), kind)
    for part in (0.01, 0.1, 0.5, 0.9):
        assert fault_of(whole[: max(16, int(len(whole) * part))], kind) == PhotoFault.DAMAGED


def test_only_the_format_of_the_first_bytes_is_tried():
    assert fault_of(file_of(plain(), "PNG"), "JPEG") == PhotoFault.DAMAGED


@table(
    ("file", "kind", "colour"),
    [
        (file_of(plain("L", 156), "PNG"), "PNG", GREY),
        (file_of(plain("1", 1), "PNG"), "PNG", WHITE),
        (file_of(plain("CMYK", (0, 255, 255, 0))), "JPEG", RED),
        (file_of(plain("L", 156)), "JPEG", GREY),
        (png((1, 1), depth=8, colour=3, rows=b"\0\1", chunks=PALETTE), "PNG", WHITE),
        (png((1, 1), depth=8, colour=3, rows=b"\0\0", chunks=PALETTE), "PNG", RED),
        (file_of(plain("RGBA", (255, 0, 0, 0)), "PNG"), "PNG", WHITE),
        (file_of(plain("RGBA", (255, 0, 0, 0)), "WEBP"), "WEBP", WHITE),
        (file_of(plain(), "PNG", transparency=RED), "PNG", WHITE),
        (png((1, 1), depth=16, colour=0, rows=struct.pack(">xH", HALF)), "PNG", GREY),
        (png((1, 1), depth=16, colour=4, rows=struct.pack(">xHH", HALF, 65_535)), "PNG", GREY),
        (png((1, 1), depth=16, colour=2, rows=struct.pack(">xHHH", HALF, HALF, HALF)), "PNG", GREY),
        (
            png(
                (1, 1),
                depth=16,
                colour=2,
                rows=struct.pack(">xHHH", HALF, HALF, HALF),
                chunks=[png_chunk(b"tRNS", struct.pack(">HHH", HALF, HALF, HALF))],
            ),
            "PNG",
            GREY,
        ),
        (file_of(plain(), "PNG", save_all=True, append_images=[plain(colour="blue")]), "PNG", RED),
        (file_of(plain(), "WEBP", save_all=True, append_images=[plain(colour="blue")]), "WEBP", RED),
        (file_of(plain(), "MPO", save_all=True, append_images=[plain(colour="blue")]), "JPEG", RED),
    ],
)
def test_every_kind_of_pixels_becomes_rgb_and_of_several_pictures_the_first(
    file: bytes, kind: Format, colour: tuple[int, int, int]
):
    image = decode_picture(file, kind)
    assert (image.mode, image.info) == ("RGB", {})
    assert is_like(image, colour)


@table("orientation", [1, 2, 3, 4, 5, 6, 7, 8])
@table("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_as_the_camera_was_held(kind: Format, orientation: int):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = decode_picture(file_of(corners(), kind, exif=exif), kind)
    is_wide = orientation < 5
    assert image.size == ((64, 32) if is_wide else (32, 64))
    right, down = image.width - 4, image.height - 4
    red = {1: (3, 3), 2: (right, 3), 3: (right, down), 4: (3, down), 5: (3, 3), 6: (right, 3), 7: (right, down)}
    assert is_like(image, (254, 0, 0), red.get(orientation, (3, down)))


def test_a_note_of_the_camera_that_makes_no_sense_leaves_the_picture_as_it_is():
    for broken in (b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff", TURNED_IN_LETTERS):
        assert decode_picture(file_of(corners(), exif=broken), "JPEG").size == (64, 32)


def with_everything(kind: Format) -> bytes:
    """With a place, a maker, a colour profile, XMP, a comment, and bytes behind the end."""
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[0x001D] = CANARY.decode()
    more = {"comment": CANARY} if kind == "JPEG" else {}
    packet = b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    chunks = {"xmp": packet} if kind != "PNG" else {}
    whole = file_of(noise((64, 64)), kind, exif=exif, icc_profile=b"\0" * 128 + CANARY, **more, **chunks)
    if kind == "PNG":
        whole = whole[:33] + png_chunk(b"tEXt", b"Comment\0" + CANARY) + whole[33:]
    assert whole.count(CANARY) >= 3
    return whole + CANARY


@table("kind", ["JPEG", "PNG", "WEBP"])
def test_every_byte_that_is_stored_belongs_to_the_pixels(kind: Format):
    """One chunk of the container, VP8, from the first byte to the last (RFC 9649, 2.5); and it holds one frame."""
    webp = encode_picture(decode_picture(with_everything(kind), kind)).webp
    assert (webp[:4], webp[8:16]) == (b"RIFF", b"WEBPVP8 ")
    riff, chunk = struct.unpack("<I", webp[4:8])[0], struct.unpack("<I", webp[16:20])[0]
    assert (riff, chunk) == (len(webp) - 8, len(webp) - 20)
    assert b"Canary" not in webp
    assert decode_picture(webp, "WEBP").size == (64, 64)


@pytest.mark.costly
def test_a_large_photo_becomes_small_enough_in_pixels_and_in_bytes():
    image = decode_picture(file_of(plain(size=(3200, 2000))), "JPEG")
    assert image.size == (1600, 1000)
    hard = encode_picture(noise((300, 200)), most_bytes=20_000)
    assert len(hard.webp) <= 20_000
    assert hard.width < 300
    assert encode_picture(noise((300, 200))).width == 300
    assert decode_picture(file_of(plain(size=(4000, 1)), "PNG"), "PNG").size == (1600, 1)
