"""Draws a card in another process: one at a time, each with a time limit, and few may wait for their turn."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from threading import BoundedSemaphore
from typing import Any

from sessions.platform.database.release import release_connection
from sessions.platform.processes.low_priority import command_at_low_priority
from sessions.platform.processes.running import run_child_process
from sessions.record.forms.pdf.render_process import CANNOT_BE_SET

SECONDS = 20
"""Seconds for one card: it takes half a second, and several on a busy machine."""

WAIT_S = 3.0
AT_ONCE = 1
MOST_COMING = 2
"""Cards that wait or are drawn. Of all visitors' pages only three run at once: cards never take them all."""

COMMAND = command_at_low_priority(10, "sessions.record.cards.draw_process")
turns = BoundedSemaphore(AT_ONCE)
coming = BoundedSemaphore(MOST_COMING)


class NoCard(Exception):
    """No card was drawn; a subclass says why."""


class CardBusy(NoCard):
    """Others are being drawn; it can be asked for again."""


class CardNotDrawn(NoCard):
    """The extra is missing, a letter is in no font, or the process was killed or took too long."""


@contextmanager
def drawing_turn() -> Iterator[None]:
    """Wait for it. Raises CardBusy at once where enough wait already, or after WAIT_S seconds."""
    if not coming.acquire(blocking=False):
        raise CardBusy
    try:
        release_connection()
        if not turns.acquire(timeout=WAIT_S):
            raise CardBusy
        try:
            yield
        finally:
            turns.release()
    finally:
        coming.release()


def draw_card(layout: Mapping[str, Any]) -> bytes:
    """A PNG; to be called in a drawing_turn(). Raises CardNotDrawn."""
    if find_spec("typst") is None:
        raise CardNotDrawn("the extra that draws cards is not installed")
    job = json.dumps({"layout": layout, "seconds": SECONDS}).encode()
    release_connection()
    try:
        done = run_child_process(COMMAND, job, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        raise CardNotDrawn(f"it took more than {SECONDS} s") from None
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip() if done.returncode == CANNOT_BE_SET else ""
        raise CardNotDrawn(reason or f"its process ended with {done.returncode}")
    return done.stdout
