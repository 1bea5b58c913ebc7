"""Lets a test hear a hook of the product, beside those who hear it anyway."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sessions.platform.hooks import Hook


@contextmanager
def hearing(hook: Hook[..., Any], hear: Callable[..., Any]) -> Iterator[None]:
    """Call `hear` last, until the block ends."""
    hook.hearers.append(hear)
    try:
        yield
    finally:
        hook.hearers.remove(hear)
