import os
import subprocess
import sys

import pytest

from tests.bench.usage import IS_LINUX, Usage

pytestmark = pytest.mark.costly

WORK = "import sys, time\nwhile time.process_time() < 0.2: pass\nprint('done', flush=True)\nsys.stdin.read()"


def test_the_cpu_time_of_a_process_and_its_children_is_counted() -> None:
    nested = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {WORK!r}])"
    with subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        usage = Usage(parent.pid)
        parent.stdout.readline()

        assert 0.2 <= usage.cpu_s() < 1.5
        assert usage.memory_bytes() > 5_000_000
        parent.communicate()


@pytest.mark.skipif(not IS_LINUX, reason="only Linux tells the time of a thread")
def test_the_first_thread_s_part_is_told_apart() -> None:
    threaded = f"import threading\nwork = threading.Thread(target=lambda: exec({WORK!r}))\nwork.start()\nwork.join()"
    with subprocess.Popen([sys.executable, "-c", threaded], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as busy:
        assert busy.stdout is not None
        usage = Usage(busy.pid)
        busy.stdout.readline()

        loop_s = usage.loop_s()
        assert loop_s is not None
        assert 0 < loop_s < usage.cpu_s() - 0.1
        busy.communicate()


def test_a_process_that_has_gone_uses_nothing() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    usage = Usage(gone.pid, os.getpid())
    gone.wait()

    assert usage.cpu_s() > 0
    assert usage.memory_bytes() > 0
