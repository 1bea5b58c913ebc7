"""Makes django.utils.timezone.now replaceable, also for code that holds a reference to the function.

A model keeps one for each default=timezone.now once it is loaded, so install this before any model. What Django signs
for a limited time goes by it, too.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.core import signing
from django.utils import timezone

_shown = timezone.now
_answer: list[Callable[[], datetime]] = [_shown]


def replace_now(now: Callable[[], datetime] = _shown) -> None:
    """Replace the current time. Without an argument: use the clock on the wall again."""
    _answer[0] = now


@wraps(_shown)  # migrations store its name
def _now() -> datetime:
    return _answer[0]()


timezone.now = _now


class _Seconds:
    """Stand-in for the module `time`, which Django's signing only asks for the seconds since 1970."""

    @staticmethod
    def time() -> float:
        return _now().timestamp()


signing.time = _Seconds  # type: ignore[attr-defined]  # the stubs leave out what a module imports
