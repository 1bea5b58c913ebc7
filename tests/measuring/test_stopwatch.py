import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.measuring import stopwatch
from tests.measuring.stopwatch import Stopwatch
from tests.servers.services.valkey import Valkey

BUSY = "while True: pass"
RUN_S = 1.0


def test_seconds_of_rest_count() -> None:
    watch = Stopwatch()
    time.sleep(0.2)
    seconds = watch.seconds
    assert 0.2 - watch.waited_s <= seconds < 0.2 + RUN_S  # other threads may have waited since


@pytest.mark.long
@pytest.mark.slow
def test_seconds_for_which_another_process_has_the_processor_do_not_count() -> None:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        with subprocess.Popen([sys.executable, "-c", BUSY]) as neighbour:  # on the same processor
            watch = Stopwatch()
            until = time.thread_time() + RUN_S
            while time.thread_time() < until:
                pass
            waited_s, seconds = watch.waited_s, watch.seconds
            neighbour.kill()
    finally:
        os.sched_setaffinity(0, before)
    assert waited_s > RUN_S / 4
    assert seconds < RUN_S * 1.5


def test_seconds_that_the_host_gave_to_another_machine_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat, a_second = tmp_path / "stat", os.sysconf("SC_CLK_TCK")
    monkeypatch.setattr(stopwatch, "STAT", stat)
    stat.write_text("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 0 0 0 0 0 0 0 0 0 0\n", encoding="ascii")
    watch = Stopwatch()
    stat.write_text(f"cpu  1 2 3 4 5 6 7 {8 + 3 * a_second} 9 10\n", encoding="ascii")
    assert watch.waited_s >= 3.0
    stat.unlink()
    assert stopwatch.stolen_s() == 0.0


@pytest.mark.slow
def test_a_server_that_is_down_for_a_moment_is_watched_again_when_it_runs(own_valkey: Callable[..., Valkey]) -> None:
    valkey = own_valkey()
    valkey.stop()
    watch = Stopwatch(valkey)
    assert watch.processes() == {os.getpid()}
    valkey.start()
    assert valkey.pid in watch.processes()
