"""The grounds on which words of a record may be redacted; pure."""

from enum import StrEnum


class RedactionGround(StrEnum):
    COURT_ORDER = "court_order"
    PERSONAL_DATA = "personal_data"
    ERROR = "error"
    """The words should never have been published, by a mistake of ours."""
