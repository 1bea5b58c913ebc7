"""What cannot be planned, said so that a person can put it right: the part that is wrong, and one sentence on it."""

from sessions.text.bilingual import Bilingual


class ScheduleError(ValueError):
    """A plan that cannot be kept.

    part: which of the things given is wrong: rule, at, minutes, from, to, months, moderators, …
    message: one sentence on it, for the person who gave it.
    """

    def __init__(self, part: str, message: Bilingual) -> None:
        super().__init__(message.en)
        self.part = part
        self.message = message


class RuleError(ScheduleError):
    """The same for a recurrence rule: part is a name of RFC 5545 (FREQ, BYDAY, BYSETPOS, …), or RRULE for all of it.

    The message begins with the part.
    """

    def __init__(self, part: str, message: Bilingual) -> None:
        super().__init__(part, Bilingual(f"{part}: {message.en}", f"{part}: {message.bn}"))
