"""Runs the readiness checks at most once in two seconds, for any number of requests, and logs what fails."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.outage.log_filter import OF_DATABASE
from chatserver.readiness.checks import GOOD_ANSWERS, NEED_DATABASE, READINESS_CHECKS, READY_ANSWERS

logger = logging.getLogger(__name__)

KEPT_S = 2.0
KEPT_NOT_READY_S = 0.5
TRUE_FOR_S = 10.0
"""A check waits three seconds for the database at most; if the checks take longer than this, something hangs."""


@dataclass(frozen=True, slots=True)
class Readiness:
    checks: Mapping[str, str]
    at: float

    @property
    def is_ready(self) -> bool:
        return set(self.checks.values()) <= READY_ANSWERS

    def is_fresh(self, now: float) -> bool:
        return now - self.at < (KEPT_S if self.is_ready else KEPT_NOT_READY_S)


class CheckRunner:
    """Thread-safe. While one thread runs the checks, the others get the last readiness, or wait for the first.

    Where the checks hang, as on a database that keeps its connections and answers nothing, the last readiness is no
    longer true: then it is "checks is stuck", which is not ready.
    """

    def __init__(self, checks: Mapping[str, Callable[[], str]]) -> None:
        self._checks = checks
        self._running = threading.Lock()
        self._last: Readiness | None = None

    def readiness(self) -> Readiness:
        last = self._last
        if last is not None and last.is_fresh(time.monotonic()):
            return last
        if not self._running.acquire(timeout=TRUE_FOR_S if last is None else 0):
            return self._meanwhile(last)
        try:
            if self._last is last:
                self._last = Readiness(self._ask_all(), time.monotonic())
                self._tell(last, self._last)
            return self._last  # type: ignore[return-value]  # the thread that held the lock has set it
        finally:
            self._running.release()

    def _meanwhile(self, last: Readiness | None) -> Readiness:
        """The readiness while another thread runs the checks."""
        now = time.monotonic()
        if last is not None and now - last.at < TRUE_FOR_S:
            return last
        stuck = Readiness({**(last.checks if last is not None else {}), "checks": "stuck"}, now)
        self._tell(last, stuck)
        return stuck

    def _ask_all(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for name in self._checks:
            is_down = name in NEED_DATABASE and words.get("database") == "down"
            words[name] = "down" if is_down else self._ask(name)
        return words

    def _ask(self, name: str) -> str:
        try:
            return self._checks[name]()
        except Exception as error:  # noqa: BLE001 -- any error is a failed check
            log_fault(logger, f"Not ready: check {name} failed.", error)
            return "down"

    def _tell(self, before: Readiness | None, now: Readiness) -> None:
        is_away = [seen for seen in (before, now) if seen is not None and seen.checks.get("database") == "down"]
        extra = OF_DATABASE if is_away else None
        if now.is_ready and before is not None and not before.is_ready:
            logger.warning("Ready again.", extra=extra)
        if before is not None and before.checks == now.checks:
            return
        wrong = [f"{name} is {word}" for name, word in now.checks.items() if word not in READY_ANSWERS]
        told = [f"{name} is {word}" for name, word in now.checks.items() if word in READY_ANSWERS - GOOD_ANSWERS]
        if wrong:
            logger.error("Not ready: %s.", ", ".join(wrong), extra=extra)
        if told and (before is None or not set(told) <= {f"{name} is {word}" for name, word in before.checks.items()}):
            logger.warning("Ready, but needs attention: %s.", ", ".join(told), extra=extra)


runner = CheckRunner(READINESS_CHECKS)
