"""Processes beside the tests: how long they may take to get ready."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.background import Background

WITHIN_S = 1.0
OTHERS = 5
WORKS = """
import time
while time.process_time() < 0.5:
    pass
print("ready", flush=True)
time.sleep(600)
"""
STANDS_STILL = "import time; time.sleep(600)"


@pytest.fixture
def one_busy_processor() -> Iterator[None]:
    """What is started meanwhile has a sixth of a processor."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    others = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _each in range(OTHERS)]
    yield
    for other in others:
        other.kill()
        other.wait()
    os.sched_setaffinity(0, before)


def start(program: str, log_path: Path) -> Background:
    return Background([sys.executable, "-S", "-c", program], log_path=log_path)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this kernel does not count the waits")
def test_who_waits_for_a_processor_is_not_late(tmp_path: Path, one_busy_processor: None) -> None:
    log_path = tmp_path / "log"
    process = start(WORKS, log_path)
    process.wait_until(lambda: "ready" in log_path.read_text(), WITHIN_S, log_path)
    process.kill()


@pytest.mark.slow
def test_who_stands_still_is_late_and_is_ended(tmp_path: Path) -> None:
    process = start(STANDS_STILL, tmp_path / "log")
    with pytest.raises(AssertionError, match="did not get ready"):
        process.wait_until(lambda: False, WITHIN_S, tmp_path / "log")
    assert not process.is_running
