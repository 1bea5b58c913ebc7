"""The grounds on which words of a record may be redacted; pure."""

from enum import StrEnum


class RedactionGround(StrEnum):
    COURT_ORDER = "court_order"
    PERSONAL_DATA = "personal_data"
    ERROR = "error"
    """The words should never have been published, by a mistake of ours."""


ERASED = "erased"
"""No clerk chooses it: the author deleted their account, and the words never were public. Only the desk is told."""

MODERATED = "moderated"
"""No clerk chooses it: a moderator removed the suggestion whose words the list of a chat repeats."""
