"""The last tick of this machine's clock, as a file in the data folder, for the other processes.

It holds the boot of the machine and the seconds since then, because the wall clock may jump. It is overwritten in
place, so that a full disk does not matter.
"""

import os

from django.conf import settings

from sessions.log.clock_readings import boot_id, passed_seconds

NAME = "last_tick"
WIDTH = 80


def note_tick() -> None:
    """Note the tick. To be called after each successful tick."""
    written = f"{boot_id()} {passed_seconds():.3f}".ljust(WIDTH).encode("ascii")
    file = os.open(settings.DATA_DIR / NAME, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(file, written, 0)
    finally:
        os.close(file)


def age_s() -> float | None:
    """Seconds since the last tick, infinite for a tick before the machine's boot; None where there was none."""
    try:
        boot, passed = (settings.DATA_DIR / NAME).read_text(encoding="ascii").split()
    except (FileNotFoundError, ValueError):
        return None
    return passed_seconds() - float(passed) if boot == boot_id() else float("inf")
