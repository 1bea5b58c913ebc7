"""The one exception by which the domain says no, in words a person can act on."""

from typing import Any

from django.utils.functional import Promise


class Refused(Exception):
    """A command that the domain will not carry out; nothing was saved.

    code: what a program tells apart (the codes are listed in chatserver/live/wire/messages.py and below).
    message: a translated, lazily evaluated sentence for the person.
    retry: whether the same command may succeed later, then after_ms says when.
    facts: what the refused one needs to go on, such as the current state and version.
    """

    def __init__(
        self,
        code: str,
        message: str | Promise,
        *,
        retry: bool = False,
        after_ms: int | None = None,
        facts: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.retry = retry
        self.after_ms = after_ms
        self.facts = facts or {}
