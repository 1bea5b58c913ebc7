"""In its own process: what a file does there touches no server."""

import sys

import pytest

from sessions.contract.limits import MAX_UPLOADED_BYTES
from sessions.platform.photos import preparing
from sessions.platform.photos.boxes import Box
from sessions.platform.photos.decoding import decode_picture
from sessions.platform.photos.faults import PhotoFault
from sessions.platform.photos.preparing import MOST_COMING, blur, preparing_turn, read_picture
from sessions.platform.photos.refusing import WORDS
from sessions.platform.refusals import Refused
from tests.sessions.platform.photos.files import claiming, file_of, noise, plain


def refusal_of(file: bytes) -> tuple[str, object]:
    with pytest.raises(Refused) as refused:
        read_picture(file)
    return refused.value.code, refused.value.facts.get("fault")


def spread_in_a_block(webp: bytes) -> int:
    """The spread of its reds, from 0 to 255; WebP changes each a little."""
    reds = decode_picture(webp, "WEBP").crop((9, 9, 15, 15)).tobytes()[::3]
    return max(reds) - min(reds)


@pytest.mark.long
def test_a_picture_goes_through_the_process_and_comes_back_pixelated() -> None:
    picture = read_picture(file_of(noise((64, 64)), "PNG"), claimed="image/png")
    assert (picture.width, picture.height) == (64, 64)
    assert len(picture.sha256) == 64
    changed = blur(picture.webp, [Box(0, 0, 0.5, 1)])
    assert changed.sha256 != picture.sha256
    before, after = spread_in_a_block(picture.webp), spread_in_a_block(changed.webp)
    assert after < 50
    assert before > 100
    assert refusal_of(claiming("PNG")) == ("photo", PhotoFault.TOO_MANY_PIXELS)


def test_what_is_refused_without_a_process_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "COMMAND", ["/nowhere"])
    assert refusal_of(b"") == ("photo", PhotoFault.EMPTY)
    assert refusal_of(file_of(plain()) + bytes(MAX_UPLOADED_BYTES)) == ("photo", PhotoFault.TOO_HEAVY)
    assert refusal_of(b"<svg/>") == ("photo", PhotoFault.DRAWING)
    for boxes in ([], [Box(0, 0, 2, 1)]):
        with pytest.raises(Refused) as refused:
            blur(file_of(plain(), "WEBP"), boxes)
        assert refused.value.code == "bad_field"


def test_every_fault_has_words_that_say_what_to_do() -> None:
    assert set(WORDS) == set(PhotoFault)
    assert "take the photo with the camera of this page" in str(WORDS[PhotoFault.HEIC])


@pytest.mark.costly
@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("bytearray(2 << 30)", "photo"),
        ("import os; os.abort()", "photo"),
        ("import signal; signal.raise_signal(signal.SIGALRM)", "photo_busy"),
    ],
)
def test_a_process_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch, does: str, code: str) -> None:
    """The first takes more memory than the limit that the process sets itself."""
    limit = "from sessions.platform.photos.picture_process import _limit; _limit(40);"
    monkeypatch.setattr(preparing, "COMMAND", [sys.executable, "-c", f"{limit}{does}"])
    assert refusal_of(file_of(plain()))[0] == code


def test_a_process_without_time_to_end_says_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "COMMAND", [sys.executable, "-c", "import time; time.sleep(600)"])
    monkeypatch.setattr(preparing, "SECONDS", 0.01)
    assert refusal_of(file_of(plain()))[0] == "photo_busy"


def test_when_all_turns_are_taken_and_enough_wait_the_next_is_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preparing, "WAIT_S", 0)
    with preparing_turn(), preparing_turn():
        with pytest.raises(Refused) as refused:
            read_picture(file_of(plain()))
        assert (refused.value.code, refused.value.retry, refused.value.after_ms) == ("photo_busy", True, 60_000)
    for _ in range(MOST_COMING):
        preparing.coming.acquire()
    try:
        assert refusal_of(file_of(plain()))[0] == "photo_busy"
    finally:
        preparing.coming.release(MOST_COMING)
    with preparing_turn():
        pass
