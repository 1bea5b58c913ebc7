"""The one exception by which the domain refuses a command, with words that a person can act on."""

from typing import Any

from django.utils.functional import Promise


class Refused(Exception):
    """A command that the domain refuses; nothing was saved.

    code: for programs (the codes are listed in chatserver/live/wire/messages.py and below).
    message: a translated, lazily evaluated sentence for the person.
    retry: whether the same command may succeed later; after_ms then says when.
    facts: what the person needs to go on, such as the current state and version.
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
