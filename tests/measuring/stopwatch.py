"""Seconds without waits for a processor: tests check the product's bounds against these, on a busy machine too.

    watch = Stopwatch(server)
    ...
    assert watch.seconds < 2

Seconds in which a process was ready to run and no processor was free are not counted: other processes took them. The
kernel counts them for each thread (/proc/PID/task/TID/schedstat); without that, all seconds count. Nor are seconds
counted which other machines took on the same host: to the kernel, a thread ran in them (proc(5), /proc/stat: steal).
"""

import os
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Protocol

import psutil

from tests.measuring.processor_waits import NANOSECONDS, waits_of

STAT = Path("/proc/stat")
STEAL = 8
"""The field of its first line: cpu, user, nice, system, idle, iowait, irq, softirq, steal."""


class Watched(Protocol):
    @property
    def pids(self) -> list[int]:
        """The processes, without their children; none while it is stopped to be started again."""


class Stopwatch:
    """Started when it is made. It watches the tests' own process, and those of the given servers."""

    def __init__(self, *servers: Watched) -> None:
        self._servers = servers
        self._waited_before = self._waits()
        self._stolen_before = stolen_s()
        self._began = monotonic()

    @property
    def seconds(self) -> float:
        return monotonic() - self._began - self.waited_s

    @property
    def waited_s(self) -> float:
        """How long all threads waited for processors, and those for the host: one may hold what another one needs."""
        before, now = self._waited_before, self._waits()
        waited = sum(waited - before.get(thread, 0) for thread, waited in now.items()) / NANOSECONDS
        return waited + stolen_s() - self._stolen_before

    def _waits(self) -> dict[tuple[int, str], int]:
        return {(pid, thread): waited for pid in self.processes() for thread, waited in waits_of(pid)}

    def processes(self) -> set[int]:
        """Including the processes that started meanwhile, also those of a server that was started again."""
        found = {os.getpid()}
        for pid in (pid for server in self._servers for pid in server.pids):
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                found |= {pid, *(child.pid for child in process.children(recursive=True))}
        return found


def stolen_s() -> float:
    """Since the machine was started, of all its processors; 0 where nobody counts it."""
    with suppress(OSError):
        fields = STAT.read_text(encoding="ascii").partition("\n")[0].split()
        return int(fields[STEAL]) / os.sysconf("SC_CLK_TCK")
    return 0.0
