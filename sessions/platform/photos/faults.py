"""What can be wrong with a file that was sent as a picture, for programs; no Django.

The words for people are in sessions/platform/photos/refusing.py.
"""

from enum import StrEnum


class PhotoFault(StrEnum):
    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_PIXELS = "too_many_pixels"
    HEIC = "heic"
    DRAWING = "drawing"
    OTHER_FORMAT = "other_format"
    NOT_AS_CLAIMED = "not_as_claimed"
    DAMAGED = "damaged"


class BadPicture(Exception):
    """The file is not taken; the fault says why."""

    def __init__(self, fault: PhotoFault) -> None:
        super().__init__(fault.value)
        self.fault = fault
