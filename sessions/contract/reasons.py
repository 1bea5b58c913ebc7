"""The eight reasons for which a question may be refused or removed; sessions/text/labels.py has their words."""

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
