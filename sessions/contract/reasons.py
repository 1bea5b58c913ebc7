"""Why a question may be refused or removed, and why one is reported. platform/text/labels.py has their words."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a question was refused or removed: never without one of these."""

    OFF_TOPIC = "off_topic"
    ALREADY_ASKED = "already_asked"
    PERSONAL_DATA = "personal_data"
    PRIVATE_DISPUTE = "private_dispute"
    ATTACK = "attack"
    NOT_UNDERSTANDABLE = "not_understandable"
    CAMPAIGN = "campaign"
    OUT_OF_COMPETENCE = "out_of_competence"


class ReportReason(StrEnum):
    """Why a resident reports a public question."""

    PERSONAL_DATA = "personal_data"
    THREAT = "threat"
    ATTACK = "attack"
    OTHER = "other"


URGENT_REPORTS = frozenset({ReportReason.PERSONAL_DATA, ReportReason.THREAT})
"""Reasons of reports that moderators have less time to act on."""
