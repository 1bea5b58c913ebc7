"""What the tests of the log share."""

import os
import resource
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def few_files() -> Iterator[Callable[[], None]]:
    """From the call on, until the test ends, this process can open no file."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)

    def exhaust() -> None:
        highest = max(int(number) for number in os.listdir("/proc/self/fd"))  # noqa: PTH208 -- numbers, not paths
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
        assert highest >= 3

    yield exhaust
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)
