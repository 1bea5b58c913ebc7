"""Measures what an act of this process and of its database costs."""

import time
from pathlib import Path
from typing import Any

type Took = tuple[float, float]
"""Milliseconds, and those of CPU."""


class CostMeter:
    """Measures what an act takes: time, and CPU of this process and of PostgreSQL's that serves it.

    On a busy machine only the CPU says what the act costs.
    """

    def __init__(self) -> None:
        from django.db import connection

        connection.ensure_connection()
        of_server = [connection.connection.info.backend_pid] if connection.vendor == "postgresql" else []
        self._files = [Path(f"/proc/{pid}/schedstat") for pid in of_server]

    def measure(self, act: Any, *arguments: Any) -> Took:
        began, cpu = time.perf_counter(), self._cpu_s()
        act(*arguments)
        return (time.perf_counter() - began) * 1000, (self._cpu_s() - cpu) * 1000

    def _cpu_s(self) -> float:
        """The kernel counts another process's nanoseconds in the first word of its schedstat."""
        return time.process_time() + sum(int(file.read_text().split()[0]) / 1e9 for file in self._files)
