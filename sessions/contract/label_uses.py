"""Where the name that a person has chosen stands under their words: to keep one joins what they write."""

from enum import StrEnum


class LabelUse(StrEnum):
    """NEVER: only the ward is shown. CHAT: until the end of the next chat of the person's ward. KEPT: in all chats."""

    NEVER = ""
    CHAT = "chat"
    KEPT = "kept"
