"""Prepares pictures in another process: few at a time, each with limits of time and memory, and few may wait."""

import json
import logging
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import BoundedSemaphore

from sessions.contract.limits import MAX_UPLOADED_BYTES
from sessions.platform.database.release import release_connection
from sessions.platform.photos.boxes import BadBox, Box, require_boxes
from sessions.platform.photos.faults import BadPicture, PhotoFault
from sessions.platform.photos.first_bytes import Format, format_of
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.refusing import bad_box, busy, photo_refusal
from sessions.platform.processes.low_priority import command_at_low_priority
from sessions.platform.processes.running import run_child_process

type Turn = Callable[[], AbstractContextManager[None]]

logger = logging.getLogger(__name__)

SECONDS = 45
"""Seconds for one picture, on a machine that has other work: 12 megapixels take half a second. With WAIT_S it stays
below the minute after which a server answers in our place. How much it may compute: picture_process.py::CPU_SECONDS."""

WAIT_S = 10.0
AT_ONCE = 2
MOST_COMING = 4
"""Photos that may wait, with those at work. Of all pages of signed-in people seven run at once: pictures never take
them all."""

COMMAND = command_at_low_priority(19, "sessions.platform.photos.picture_process")
turns = BoundedSemaphore(AT_ONCE)
coming = BoundedSemaphore(MOST_COMING)


@contextmanager
def preparing_turn() -> Iterator[None]:
    """Wait for it, while somebody waits for the answer.

    Raises Refused ("photo_busy") where enough wait already, or after WAIT_S seconds.
    """
    if not coming.acquire(blocking=False):
        raise busy()
    try:
        with waiting_turn():
            yield
    finally:
        coming.release()


@contextmanager
def waiting_turn() -> Iterator[None]:
    """Wait for it, however many wait. Raises Refused ("photo_busy") after WAIT_S seconds."""
    release_connection()
    if not turns.acquire(timeout=WAIT_S):
        raise busy()
    try:
        yield
    finally:
        turns.release()


def read_picture(file: bytes, *, claimed: str = "", turn: Turn = preparing_turn) -> Picture:
    """What is stored of a file that was sent: new WebP bytes, with nothing of the file but its pixels.

    claimed: the media type that came with the file, which its first bytes have to confirm; blank: none. Raises Refused:
    code "photo" with facts["fault"] (sessions/platform/photos/faults.py), or "photo_busy".
    """
    try:
        return _prepare(file, _format(file, claimed), turn=turn)
    except BadPicture as error:
        raise photo_refusal(error.fault) from None


def blur(webp: bytes, boxes: Sequence[Box]) -> Picture:
    """A new picture in which each box is pixelated for good. The old one is the caller's to remove.

    webp: of a stored picture. Raises Refused: "bad_field" for bad boxes, "photo", "photo_busy".
    """
    try:
        require_boxes(boxes)
        return _prepare(webp, "WEBP", boxes)
    except BadBox:
        raise bad_box() from None
    except BadPicture as error:
        raise photo_refusal(error.fault) from None


def _format(file: bytes, claimed: str) -> Format:
    """Raises BadPicture."""
    if len(file) > MAX_UPLOADED_BYTES:
        raise BadPicture(PhotoFault.TOO_HEAVY)
    return format_of(file, claimed=claimed)


def _prepare(file: bytes, kind: Format, boxes: Sequence[Box] = (), *, turn: Turn = preparing_turn) -> Picture:
    """Raises BadPicture, Refused."""
    job = json.dumps({"format": kind, "boxes": boxes, "seconds": SECONDS}).encode()
    with turn():
        answer = _run(job + b"\n" + file)
    head, _line, webp = answer.partition(b"\n")
    said = json.loads(head)
    if "fault" in said:
        raise BadPicture(PhotoFault(said["fault"]))
    return Picture.of(webp, (said["width"], said["height"]))


def _run(given: bytes) -> bytes:
    """A process that dies has met a file that was made to harm it, or that nobody can read: that is a BadPicture.

    One that had no time to end is no fault of the file. Raises Refused ("photo_busy") then.
    """
    try:
        done = run_child_process(COMMAND, given, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        raise busy() from None
    if done.returncode == -signal.SIGALRM:
        raise busy()
    if done.returncode != 0:
        logger.warning("Preparing a photo failed: its process ended with exit code %d.", done.returncode)
        raise BadPicture(PhotoFault.DAMAGED)
    return done.stdout
