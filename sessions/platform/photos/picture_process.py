"""The process that decodes one picture: a line of JSON and a file on its standard input, the same on its output.

Run as `python -m sessions.platform.photos.picture_process`. It knows no Django and no database, and has limits of
memory and of time: a file that was made to eat either ends this process and nothing else.
"""

import json
import resource
import signal
import sys
from typing import Any

from sessions.platform.photos.boxes import Box
from sessions.platform.photos.decoding import decode_picture
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.faults import BadPicture
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.pixelating import pixelate

MEMORY_BYTES = 640 * 1024 * 1024
"""Bytes of address space: the program itself takes some 50 MB, and 50 megapixels with transparency take 400 MB."""

CPU_SECONDS = 10
"""Seconds of CPU time; 50 megapixels take one second."""


def main() -> int:
    job = json.loads(sys.stdin.buffer.readline())
    _limit(job["seconds"])
    try:
        picture = prepare_picture(sys.stdin.buffer.read(), job)
    except BadPicture as error:
        _answer({"fault": error.fault.value}, b"")
        return 0
    _answer({"width": picture.width, "height": picture.height}, picture.webp)
    return 0


def prepare_picture(file: bytes, job: dict[str, Any]) -> Picture:
    """Prepare one picture.

    job: the file's format, and the boxes to be pixelated, each a list of four fractions. Raises BadPicture.
    """
    image = decode_picture(file, job["format"])
    pixelate(image, [Box(*box) for box in job["boxes"]])
    return encode_picture(image)


def _limit(seconds: int) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file


def _answer(head: dict[str, Any], webp: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + webp)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
