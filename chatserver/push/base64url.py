"""Bytes as base64url without padding (RFC 7515, appendix C), as browsers and push services write keys; pure."""

import base64


def write_base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def read_base64url(text: str) -> bytes:
    """Padding may be there. Raises ValueError for anything else that is none."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise ValueError("not base64url") from error
