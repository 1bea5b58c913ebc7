"""The mark of a cookie session whose person has proven a second factor: without it, no duty counts.

chatserver/accounts/second_factor/mark.py sets it and gives the cookie session a new key at the same moment. So a value
that was read once stays true for as long as that key lasts.
"""

from typing import Any, Protocol

MARK = "second_factor"


class Readable(Protocol):
    """The data of a cookie session: the live one of a request, or the decoded row of many."""

    def get(self, key: str, /) -> Any: ...


def is_proven(session_data: Readable) -> bool:
    return bool(session_data.get(MARK))
