"""Whose support counts, by how the account was made: accounts that are likely one person each."""

from django.conf import settings

from chatserver.accounts.models.arrival import CrowdVerdict
from sessions.chats.support.eligibility import SupportEligibility
from sessions.models import Standing

CODE_ON_PAPER = "paper"
EMAIL = "email"

COUNTED = SupportEligibility()
BY_EMAIL = SupportEligibility(Standing.NOT_COUNTED, "email")
ABOVE_THE_CAP = SupportEligibility(Standing.NOT_COUNTED, "number")
IN_OPEN_CROWD = SupportEligibility(Standing.HELD, "crowd")
IN_REFUSED_CROWD = SupportEligibility(Standing.NOT_COUNTED, "crowd")

SUPPORTERS_PER_MAILBOX = 1
"""A household shares a telephone; a mailbox belongs to one person."""


def eligibility_of_account(*, vouched_by: str, place: int, verdict: CrowdVerdict) -> SupportEligibility:
    """Decide whether the account's support counts.

    place: which account of its number or mailbox this is, from 1. An account that an administrator made counts.
    """
    if verdict == CrowdVerdict.REFUSED:
        return IN_REFUSED_CROWD
    if vouched_by == EMAIL and not settings.SUPPORT_BY_EMAIL:
        return BY_EMAIL
    if place > (SUPPORTERS_PER_MAILBOX if vouched_by == EMAIL else settings.VOICES_PER_NUMBER):
        return ABOVE_THE_CAP
    return IN_OPEN_CROWD if verdict == CrowdVerdict.OPEN else COUNTED
