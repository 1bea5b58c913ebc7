"""The text of a log record without foreign content: paths with secrets, what people wrote, objects.

Our own modules log only what operators may read. Of messages by libraries, the fixed words are kept, with numbers and
the causes of exceptions. A request is named by its route, which has parameter names in place of secrets.
"""

import logging
import re
import sys
from typing import Any

from chatserver.monitoring.logs.causes import name_causes

OWN = {"chatserver", "moderation", "sessions"}
CONVERSION = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?([a-zA-Z%])")
FIXED_WORDS = re.compile(r"[A-Za-z ,.;!-]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def message_in_one_line(record: logging.LogRecord) -> str:
    """The text on one line."""
    own = record.name.partition(".")[0] in OWN
    return _escaped(record.getMessage() if own else _foreign(record))


def error_of(record: logging.LogRecord) -> BaseException | None:
    """The exception of the record, also where a library has formatted its traceback into the message."""
    raised = record.exc_info[1] if record.exc_info else None
    for carried in (getattr(record, "fault", None), raised, record.msg, getattr(record.msg, "value", None)):
        if isinstance(carried, BaseException):
            return carried
    return sys.exception() if record.name.partition(".")[0] not in OWN and record.levelno >= logging.ERROR else None


def _foreign(record: logging.LogRecord) -> str:
    if (request := getattr(record, "request", None)) is not None:
        return f"{getattr(record, 'status_code', '?')} at {_route_of(request)}"
    said = str(record.msg).strip().partition("\n")[0]
    if record.args and isinstance(record.args, tuple):
        return _filled(said, record.args)
    return _fixed(said)


def _route_of(request: Any) -> str:
    """Name a request by its method and route, for example `GET receipt/<str:code>/`."""
    match = getattr(request, "resolver_match", None)
    method = request.method if request.method in KNOWN_METHODS else "another method"
    return f"{method} {match.route or '/'}" if match is not None else f"{method} no route"


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _filled(template: str, args: tuple[Any, ...]) -> str:
    values = iter(args)

    def fill(conversion: re.Match[str]) -> str:
        if conversion[1] == "%":
            return "%"
        value = next(values, None)
        if isinstance(value, BaseException):
            return name_causes(value)
        return str(value) if isinstance(value, int | float) else "…"

    return CONVERSION.sub(fill, template)


def _fixed(said: str) -> str:
    """The text up to the first character that could begin a quotation."""
    found = FIXED_WORDS.match(said)
    return found[0].strip() if found is not None else ""


def _escaped(text: str) -> str:
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
