"""Errors of plans, for the person who can correct them: the wrong part, and one sentence about it."""

from sessions.platform.text.by_language import Words


class ScheduleError(ValueError):
    """An impossible plan.

    part: the wrong part of the input: rule, at, minutes, from, to, months, moderators, …
    message: one sentence about it, for the person who entered it, in their language.
    """

    def __init__(self, part: str, message: Words) -> None:
        super().__init__(str(message))
        self.part = part
        self.message = str(message)


class RuleError(ScheduleError):
    """An impossible recurrence rule. part: a name of RFC 5545 (FREQ, BYDAY, BYSETPOS, …), or RRULE for all of it.

    The message begins with the part.
    """

    def __init__(self, part: str, message: Words) -> None:
        super().__init__(part, f"{part}: {message}")
