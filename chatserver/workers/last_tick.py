"""When the clock of this machine ticked last, for the processes beside it: a file in the data folder.

It holds the start of the machine and the seconds since then: what the clock on the wall shows may jump. It is written
over in place, so that a full disk keeps nobody from it.
"""

import os

from django.conf import settings

from sessions.clock.readings import read_clock

NAME = "last_tick"
WIDTH = 80


def note() -> None:
    """To be called after each tick that has succeeded."""
    reading = read_clock()
    written = f"{reading.boot} {reading.passed:.3f}".ljust(WIDTH).encode("ascii")
    file = os.open(settings.DATA_DIR / NAME, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(file, written, 0)
    finally:
        os.close(file)


def age_s() -> float | None:
    """Seconds since the last tick, endless for one before the machine was started; None where there was none."""
    try:
        boot, passed = (settings.DATA_DIR / NAME).read_text(encoding="ascii").split()
    except (FileNotFoundError, ValueError):
        return None
    now = read_clock()
    return now.passed - float(passed) if now.boot == boot else float("inf")
