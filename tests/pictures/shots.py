"""The list of pictures: whose page, in which language, on which screen."""

from dataclasses import dataclass

PHONE, DESKTOP, SCREEN = (360, 740), (1280, 800), (960, 540)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to be taken.

    who: a key of the demo's sheet, with a number where there are several; empty for a visitor. is_clear: the background
    stays transparent.
    """

    name: str
    path: str
    size: tuple[int, int]
    who: str = ""
    number: int = 0
    language: str = "en"
    is_dark: bool = False
    is_clear: bool = False


SHOTS = (
    Shot("room-phone", "/chat/CHAT/", PHONE, "residents", 0),
    Shot("room-phone-bn", "/chat/CHAT/", PHONE, "residents", 1, language="bn"),
    Shot("room", "/chat/CHAT/", DESKTOP, "residents", 2),
    Shot("floor-phone", "/floor/CHAT/", PHONE, "councillor"),
    Shot("desk", "/desk/CHAT/", DESKTOP, "moderators", 0),
    Shot("record", "RECORD", DESKTOP),
    Shot("wall", "/wall/CHAT/?theme=dark", SCREEN),
    Shot("wall-overlay", "/wall/CHAT/?overlay=1&theme=light", SCREEN, is_clear=True),
)
"""RECORD stands for the address of the record of the demo's earlier evening, which depends on the day."""
