"""What every request to another server keeps to: it goes to the one address that was given, and to no other."""

import httpx

NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
"""Errors before the request was sent, where it was surely not taken."""


def forget_location(answer: httpx.Response) -> None:
    """For the hooks of a client. httpx reads where a redirect leads, also without following it, and raises InvalidURL
    for an address that is none: as if nothing had been sent, and what was taken already would be sent again."""
    answer.headers.pop("location", None)


STAYS_THERE = {"response": [forget_location]}
