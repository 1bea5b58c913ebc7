"""How long it takes to decide on a text, measured so that other work on the machine does not matter."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache, partial

from sessions.platform.refusals import Refused

AT_MOST_S = 0.005
TRIES = 15
REST_S = 0.05
PATIENCE_S = 20.0
WORK_S = 0.0016
"""What _work() took at best on the machine on which the bounds were set: a processor of 2.6 GHz."""

SCANNED = 4_000_000
"""Characters that are read in the same time, in one run on one machine; more than the processor's caches hold."""

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


def seconds_for(decide: Callable[[], object], *, wanted_s: float = AT_MOST_S, is_reading: bool = False) -> float:
    """Processor time, the best of many tries: other work on the machine does not count.

    is_reading: whether a text that no cache holds is read once, and little else is done.

    Work on the same core makes every try of a moment slow: if none was fast enough, more tries follow later. So do
    other machines on the same host, for minutes: later tries count as on a quiet machine (slowness()).
    """
    best = seconds_once(decide)
    for _try in range(TRIES - 1):
        if best < min(wanted_s, AT_MOST_S) / 2:
            break
        best = min(best, seconds_once(decide))
    if best >= wanted_s:
        best = min(best, least_measured(partial(_seconds_when_quiet, decide, is_reading), wanted=wanted_s))
    return best


def _seconds_when_quiet(decide: Callable[[], object], is_reading: bool) -> float:
    before = slowness(is_reading=is_reading)
    took_s = seconds_once(decide)
    return took_s / min(before, slowness(is_reading=is_reading))


def slowness(*, is_reading: bool = False) -> float:
    """How many times as long as on a quiet machine some work that never changes takes now; at least 1.

    It is work of the same kind as that which is measured: objects that are made, found by their words, and sorted; or
    a long text that is read, which waits for the memory that all processors share.
    """
    work = _scan if is_reading else _work
    return max(1.0, min(seconds_once(work) for _try in range(3)) / WORK_S)


def _work() -> list[tuple[int, str]]:
    numbers = {f"{number * 7919 % 3001:06}": number % 11 for number in range(3000)}
    return sorted((-numbers[word], word) for word in list(numbers))


def _scan() -> bool:
    return "\0" in _long_text()


@cache
def _long_text() -> str:
    return "৭" * SCANNED


def least_measured(measure: Callable[[], float], *, wanted: float) -> float:
    """The least that a measurement gave: if it was not small enough, it is made again later, as in seconds_for."""
    best = measure()
    patient_until = time.monotonic() + PATIENCE_S
    while best >= wanted and time.monotonic() < patient_until:
        time.sleep(REST_S)
        best = min(best, measure())
    return best


async def best_measured(measure: Callable[[], Awaitable[float]], *, wanted: float) -> float:
    """The best for a measurement that waits."""
    best = await measure()
    patient_until = time.monotonic() + PATIENCE_S
    while best >= wanted and time.monotonic() < patient_until:
        await asyncio.sleep(REST_S)
        best = min(best, await measure())
    return best


def seconds_once(decide: Callable[[], object]) -> float:
    """Seconds of this thread's processor time."""
    began_at = time.thread_time()
    with suppress(Refused):
        decide()
    return time.thread_time() - began_at
