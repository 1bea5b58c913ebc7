import os
import subprocess
import sys

from tests.bench.usage import Usage

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


def test_a_process_that_has_gone_uses_nothing() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    usage = Usage(gone.pid, os.getpid())
    gone.wait()

    assert usage.cpu_s() > 0
    assert usage.memory_bytes() > 0
