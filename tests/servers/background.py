"""Processes beside the tests that never outlive them, each the leader of its own process group."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from tests.measuring.processor_waits import waited_for_processors_s
from tests.servers.cleanup_process import cleanup

LOOKS_EVERY_SECONDS = 0.02
GOES_WITHIN_SECONDS = 30


class Background:
    """One process; its output is appended to a log. `last_signal`: the one that it gets if the test run is killed."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log_path: Path,
        last_signal: signal.Signals = signal.SIGKILL,
        environment: Mapping[str, str] | None = None,
        **how: Any,
    ) -> None:
        self._last_signal = last_signal
        with log_path.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **how,
            )
        cleanup.will_end(self.pid, last_signal)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self, within_s: float) -> int:
        """Wait until it has ended by itself, and answer its exit code. Raises subprocess.TimeoutExpired."""
        code = self._process.wait(within_s)
        cleanup.forget_group(self.pid, self._last_signal)
        return code

    def stop(self, number: signal.Signals, within_s: float) -> int:
        """Ask it to end, and use SIGKILL if asking does not help (which raises)."""
        self.send(number)
        try:
            return self.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """End the whole group between two instructions. No member can start another in the meantime."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait(GOES_WITHIN_SECONDS)
        deadline = time.monotonic() + GOES_WITHIN_SECONDS
        while living := living_members(self.pid):
            if time.monotonic() > deadline:
                raise AssertionError(f"{self._process.args!r} was killed, but {living} live on.")
            time.sleep(LOOKS_EVERY_SECONDS)

    def wait_until(self, is_ready: Callable[[], bool], within_s: float, log_path: Path) -> None:
        """Wait until it is ready to serve; if it is late, it is ended and AssertionError shows its log.

        Seconds in which it could have run, and other processes had all processors, do not make it late.
        """
        began_at = time.monotonic()
        while not is_ready():
            if not self.is_running or self._is_late(began_at, within_s):
                self.kill()
                said = log_path.read_text(encoding="utf-8", errors="replace")
                raise AssertionError(f"{self._process.args!r} did not get ready. It said:\n{said}")
            time.sleep(LOOKS_EVERY_SECONDS)

    def _is_late(self, began_at: float, within_s: float) -> bool:
        passed_s = time.monotonic() - began_at
        return passed_s > within_s and passed_s - waited_for_processors_s(living_members(self.pid)) > within_s


def living_members(group: int) -> list[int]:
    """The processes of a group, except zombies."""
    members = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process.pid)
    return members


def make_short_folder(name: str) -> Path:
    """A new folder whose path leaves room for a unix socket's name, which has at most some hundred bytes."""
    shortest = min((tempfile.gettempdir(), "/tmp"), key=len)
    folder = Path(tempfile.mkdtemp(prefix=f"chat-{name}-", dir=shortest))
    cleanup.will_remove(folder)
    return folder
