"""How long it takes to decide on a text, measured so that other work on the machine does not matter."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from sessions.refusals import Refused

AT_MOST_S = 0.005
TRIES = 15
REST_S = 0.05
PATIENCE_S = 20.0

UNITS = (
    "a",
    " ",
    "\n",
    " \n",
    "\r\n",
    "\t",
    "\0",
    "7",
    "কি",
    "৭",
    "\U0001f1ee\U0001f1f3",  # a flag: two regional indicators
    "\U0001f469\u200d",
    "\U0001f3fd",
    "\u0301\u0316",  # marks that NFC has to sort
    "\u0344",
    "\ufb2c",  # three code points in NFC
    "\ufe0f",
    "\u200d",
    "\u3164",
    "\u09cd",
    "ক্",
    "\u202e",
    "a\u0301 ",
    "\ud800",
)
"""Texts that have made a pattern or loop slow, or might."""


def seconds_for(decide: Callable[[], object], *, wanted_s: float = AT_MOST_S) -> float:
    """Processor time, the best of many tries: other work on the machine does not count.

    Work on the same core makes every try of a moment slow: if none was fast enough, more tries follow later.
    """
    best = seconds_once(decide)
    for _try in range(TRIES - 1):
        if best < AT_MOST_S / 2:
            break
        best = min(best, seconds_once(decide))
    if best >= wanted_s:
        best = min(best, least_measured(partial(seconds_once, decide), wanted=wanted_s))
    return best


def least_measured(measure: Callable[[], float], *, wanted: float) -> float:
    """The least that a measurement gave: if it was not small enough, it is made again later, as in seconds_for."""
    best = measure()
    patient_until = time.monotonic() + PATIENCE_S
    while best >= wanted and time.monotonic() < patient_until:
        time.sleep(REST_S)
        best = min(best, measure())
    return best


async def best_measured(measure: Callable[[], Awaitable[float]], *, wanted: float) -> float:
    """The same for a measurement that waits."""
    best = await measure()
    patient_until = time.monotonic() + PATIENCE_S
    while best >= wanted and time.monotonic() < patient_until:
        await asyncio.sleep(REST_S)
        best = min(best, await measure())
    return best


def seconds_once(decide: Callable[[], object]) -> float:
    """Of this thread's processor time."""
    began_at = time.thread_time()
    with suppress(Refused):
        decide()
    return time.thread_time() - began_at
