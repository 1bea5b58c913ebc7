"""CPU time and memory of a process and all its children, to the nanosecond where Linux reports it."""

import platform
import time
from contextlib import suppress
from pathlib import Path

import psutil

IS_LINUX = platform.system() == "Linux"

_SCHEDULER_CLOCK = 2
"""CPUCLOCK_SCHED of clock_getcpuclockid(3): the run time of a whole process, threads that ended included."""


class Usage:
    """The processes alive at each call; their time counts from their own start."""

    def __init__(self, *pids: int) -> None:
        self._roots = [psutil.Process(pid) for pid in pids]

    def cpu_s(self) -> float:
        """Seconds of CPU, user and system, that the processes now alive have taken so far."""
        total = 0.0
        for process in self._alive():
            with suppress(psutil.NoSuchProcess, OSError):  # it ended between the two calls
                total += _cpu_s(process)
        return total

    def loop_s(self) -> float | None:
        """The part of the time of the processes' first threads, which run the event loops.

        None if Linux reports none.

        Other threads work for the database, so this part is the one that grows with the sockets.
        """
        total = 0.0
        for process in self._alive():
            try:
                spent = Path(f"/proc/{process.pid}/task/{process.pid}/schedstat").read_text().split()
            except OSError:
                return None
            total += int(spent[0]) / 1e9
        return total

    def memory_bytes(self) -> int:
        total = 0
        for process in self._alive():
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total

    def _alive(self) -> list[psutil.Process]:
        found: dict[int, psutil.Process] = {}
        for root in self._roots:
            with suppress(psutil.NoSuchProcess):
                found |= {process.pid: process for process in (root, *root.children(recursive=True))}
        return list(found.values())


def _cpu_s(process: psutil.Process) -> float:
    if IS_LINUX:
        return time.clock_gettime((~process.pid << 3) | _SCHEDULER_CLOCK)
    times = process.cpu_times()
    return float(times.user + times.system)
