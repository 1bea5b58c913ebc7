"""The mark of a cookie session in which its person has proven a second factor: without it, no duty counts.

When it is set (chatserver/accounts/second_factor/mark.py), the cookie session gets a new key in the same moment. So
what was read of it once stays true for as long as that key lasts.
"""

from typing import Any, Protocol

MARK = "second_factor"


class Readable(Protocol):
    """What a cookie session holds: the live one of a request, or the decoded row of many."""

    def get(self, key: str, /) -> Any: ...


def is_proven(session_data: Readable) -> bool:
    return bool(session_data.get(MARK))
