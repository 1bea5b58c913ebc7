"""Whether a person's support counts, as the facts of their account say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SupportEligibility:
    """Whether an account's support counts.

    standing: one of sessions.models.Standing. why: email, number or crowd, if it does not count (yet).
    """

    standing: str = "counted"
    why: str = ""
