"""What a check found, and where. Pure."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from sessions.platform.text.masking import MaskedPlace


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


PERSONAL_CHECKS = frozenset(
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
        return self.check in PERSONAL_CHECKS


def masked_places(flags: Iterable[Flag]) -> tuple[MaskedPlace, ...]:
    """The places of personal data among flags in the order of their places; overlapping ones are one place."""
    places: list[MaskedPlace] = []
    for flag in flags:
        if flag.is_masked and places and flag.start < places[-1]["end"]:
            last = places[-1]
            last["end"] = max(last["end"], flag.end)
            last["checks"] = list(dict.fromkeys([*last["checks"], flag.check.value]))
        elif flag.is_masked:
            places.append(MaskedPlace(start=flag.start, end=flag.end, checks=[flag.check.value]))
    return tuple(places)
