"""What a check found, and where. Pure."""

from enum import StrEnum
from typing import NamedTuple


class Check(StrEnum):
    """The checks, by the names in the output of bin/manage screen."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    AADHAAR = "aadhaar"
    VID = "vid"
    PAN = "pan"
    VOTER_CARD = "voter_card"
    UPI = "upi"
    EMAIL = "email"
    VEHICLE = "vehicle"
    BANK_CODE = "bank_code"
    LINK = "link"
    SHOUTING = "shouting"
    LOOK_ALIKE = "look_alike"
    WORDING = "wording"
    ACCUSATION = "accusation"
    SLOGAN = "slogan"


PERSONAL = frozenset(
    {
        Check.MOBILE,
        Check.LANDLINE,
        Check.AADHAAR,
        Check.VID,
        Check.PAN,
        Check.VOTER_CARD,
        Check.UPI,
        Check.EMAIL,
        Check.VEHICLE,
        Check.BANK_CODE,
    }
)
"""Personal data, which is masked in public. Everything else is a matter of judgement, and stays readable."""


class Flag(NamedTuple):
    """start, end: a half-open range of code points."""

    check: Check
    start: int
    end: int

    @property
    def is_masked(self) -> bool:
        return self.check in PERSONAL
