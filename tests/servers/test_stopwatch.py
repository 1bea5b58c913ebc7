import os
import subprocess
import sys
import time

import pytest

from tests.servers.stopwatch import Stopwatch

BUSY = "while True: pass"
RUN_S = 1.0


def test_seconds_of_rest_count() -> None:
    watch = Stopwatch()
    time.sleep(0.2)
    seconds = watch.seconds
    assert 0.2 - watch.waited_s <= seconds < 0.2 + RUN_S  # other threads may have waited since


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
