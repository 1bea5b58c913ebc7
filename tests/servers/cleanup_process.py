"""Ends the processes of a test run that is killed: a process that outlives the run just long enough.

Its standard input tells it what to do, one line each: `end GROUP SIGNAL`, `remove FOLDER`, and `forget` with one of
these. The end of that input means that the test run is dead. (A death signal by prctl would come with the end of a
thread.)
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

GOES_WITHIN_SECONDS = 5.0


class CleanupProcess:
    """For this process, and started with its first task."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def will_end(self, group: int, number: signal.Signals) -> None:
        self._tell(f"end {group} {number.value}")

    def will_remove(self, folder: Path) -> None:
        self._tell(f"remove {folder}")

    def forget_group(self, group: int, number: signal.Signals) -> None:
        self._tell(f"forget end {group} {number.value}")

    def forget_folder(self, folder: Path) -> None:
        self._tell(f"forget remove {folder}")

    def dismiss(self) -> None:
        """The cleanup process has nothing left to do, and ends."""
        if self._process is not None:
            self._process.communicate(timeout=GOES_WITHIN_SECONDS * 4)
            self._process = None

    def _tell(self, line: str) -> None:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
                start_new_session=True,  # a signal to the run's process group leaves it alive
            )
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


cleanup = CleanupProcess()


def main() -> None:
    tasks: dict[str, None] = {}
    for line in sys.stdin:
        task = line.rstrip("\n")
        if task.startswith("forget "):
            tasks.pop(task.removeprefix("forget "), None)
        else:
            tasks[task] = None
    ends = [task.split() for task in tasks if task.startswith("end ")]
    for _, group, number in ends:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(int(group), int(number))
    for _, group, _ in ends:
        _kill_if_needed(int(group))
    for task in tasks:
        if task.startswith("remove "):
            shutil.rmtree(task.removeprefix("remove "), ignore_errors=True)


def _kill_if_needed(group: int) -> None:
    deadline = time.monotonic() + GOES_WITHIN_SECONDS
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.02)
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
