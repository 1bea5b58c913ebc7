"""Runs one child process from its input to its output."""

import subprocess
from collections.abc import Sequence

from django.conf import settings


def run_child_process(command: Sequence[str], given: bytes, *, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run a child process.

    given: all of its standard input. It finds our modules, knows no secret of our environment, and is killed after so
    many seconds.

    Raises subprocess.TimeoutExpired; a child that ends with a fault is the caller's to judge (its returncode).
    """
    environment = {"LANG": "C.UTF-8", "PYTHONPATH": str(settings.BASE_DIR)}
    return subprocess.run(
        command, input=given, capture_output=True, timeout=seconds, check=False, env=environment, cwd="/"
    )
