"""The published reasons for taking another question than the next one. platform/text/labels.py has their words."""

from enum import StrEnum


class OverrideReason(StrEnum):
    URGENT = "urgent"
    SAME_SUBJECT = "same_subject"
    GUEST_HERE = "guest_here"
    ASKER_LEAVES = "asker_leaves"
    NOT_READY = "not_ready"
    UNSTATED = "unstated"
    """No reason was given; the record says so."""
