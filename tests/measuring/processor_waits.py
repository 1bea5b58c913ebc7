"""How long threads were ready to run while no processor was free, as the kernel counts it for each (schedstat)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

NANOSECONDS = 1_000_000_000


def waited_for_processors_s(pids: Iterable[int]) -> float:
    """All threads of these processes together, since each began; 0 where nobody counts it."""
    return sum(waited for pid in pids for _thread, waited in waits_of(pid)) / NANOSECONDS


def waits_of(pid: int) -> Iterator[tuple[str, int]]:
    """Each thread's name, and how many nanoseconds it has waited for a processor."""
    with suppress(OSError):  # the process has gone
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):  # or the thread
                yield thread.name, int((thread / "schedstat").read_text(encoding="ascii").split()[1])
