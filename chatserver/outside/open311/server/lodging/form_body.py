"""Reads the body of a request that was sent as a form, in the character set that it names; pure.

Django would put replacement characters in the place of what it cannot read, and refuses every character set but one.
"""

from email.message import Message
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from chatserver.outside.open311.server.errors import ServiceError

MOST_FORM_BYTES = 128 * 1024
"""4,000 characters of Bengali take 36,000 bytes in a form."""

MOST_FIELDS = 100
FORM = "application/x-www-form-urlencoded"
CHARACTER_SETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "cp1252",  # as every browser reads it
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
}


class Fields(dict[str, list[str]]):
    """Values by name, in their order."""

    def one(self, name: str) -> str:
        """The last value, without blanks around it; empty where there is none."""
        return self[name][-1].strip() if name in self else ""


def read_form_body(body: bytes, content_type: str) -> Fields:
    """Raises ServiceError, which says what to send instead."""
    charset = _charset(content_type)
    if len(body) > MOST_FORM_BYTES:
        raise too_large()
    pairs = [pair.partition(b"=") for pair in body.split(b"&", MOST_FIELDS) if pair]
    if len(pairs) > MOST_FIELDS:
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"The form has more than {MOST_FIELDS} fields.")
    fields = Fields()
    for name, _equals, value in pairs:
        fields.setdefault(_decode(name, charset), []).append(_decode(value, charset))
    return fields


def too_large() -> ServiceError:
    return ServiceError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {MOST_FORM_BYTES // 1024} KiB.")


def _charset(content_type: str) -> str:
    header = Message()
    header["Content-Type"] = content_type or FORM
    if header.get_content_type() != FORM:
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"Send the fields as {FORM}.")
    named = str(header.get_param("charset", "utf-8")).lower()
    if named not in CHARACTER_SETS:
        raise ServiceError(HTTPStatus.BAD_REQUEST, "Send UTF-8.")
    return CHARACTER_SETS[named]


def _decode(escaped: bytes, charset: str) -> str:
    """A NUL, which is no character at all to PostgreSQL, becomes another one that no field may have."""
    try:
        return unquote_to_bytes(escaped.replace(b"+", b" ")).replace(b"\0", b"\1").decode(charset)
    except UnicodeDecodeError:
        raise ServiceError(
            HTTPStatus.BAD_REQUEST,
            "The body is not in UTF-8. Send UTF-8, or name its character set: Content-Type: …; charset=iso-8859-1.",
        ) from None
