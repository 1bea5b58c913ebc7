"""Whether it is clear where the body of a request ends (RFC 9112 section 6.3); pure.

A proxy and a server that see the end in different places take a part of one client's body for another one's request.
Both servers accept more than one way to say it, as `identity` before `chunked`, and chunks in HTTP/1.0.
"""

from collections.abc import Collection

TRANSFER_ENCODING, CONTENT_LENGTH = b"transfer-encoding", b"content-length"
CHUNKED = b"chunked"
WITHOUT_CHUNKS = frozenset({b"0.9", b"1.0"})
"""Versions of HTTP."""

_WORDS = b"It is not clear where the body of the request ends.\n"
UNCLEAR_ANSWER = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(_WORDS), _WORDS)
)
"""The whole answer, after which the connection ends: what follows may be meant as anything."""


def is_end_clear(headers: Collection[tuple[bytes, bytes]], version: bytes) -> bool:
    """A length or chunks, and nothing else. headers: with names in small letters; version: as in b"1.1"."""
    encodings = [value.strip(b" \t").lower() for name, value in headers if name == TRANSFER_ENCODING]
    if not encodings:
        return True
    has_length = any(name == CONTENT_LENGTH for name, _value in headers)
    return encodings == [CHUNKED] and not has_length and version not in WITHOUT_CHUNKS
