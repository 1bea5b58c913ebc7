"""A plugin of pytest that measures what each test costs of the processor: costs.py beside it reads what it writes."""

import os
import resource
from collections.abc import Iterator

import psutil
import pytest

from tests.measuring.costs import MEASURED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    before = spent()
    outcome = yield
    MEASURED.mkdir(parents=True, exist_ok=True)
    with (MEASURED / f"{os.getpid()}.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{item.nodeid}\t{max(0.0, spent() - before):.3f}\n")
    return outcome


def spent() -> float:
    """Seconds of this process and of all that it has started, also of those that have ended and were waited for."""
    own = sum(resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime for who in WHO)
    return own + sum(map(spent_by, psutil.Process().children(recursive=True)))


def spent_by(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
