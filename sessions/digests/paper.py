"""How much of a digest stands on one sheet of A4 for the notice board; pure."""

from sessions.digests.shown_digest import Section, ShownDigest
from sessions.platform.text.by_language import direction_of

LETTERS = 45
"""Characters of each text, so that it fits on one line."""

ROOM, ROOM_HIGH = 32.0, 25.0
"""Lines on the sheet; fewer in Nastaliq, which is twice as high."""

HEADING = 1.6
"""Lines that a heading takes, with the gap above it."""


def sections_on_paper(shown: ShownDigest) -> list[Section]:
    """The sections with as many lines as fit, at least one. The headings say how many there are in all."""
    room = ROOM_HIGH if direction_of(shown.language) == "rtl" else ROOM
    for most in (6, 5, 4, 3, 2, 1):
        sections = [section.at_most(most, LETTERS) for section in shown.sections]
        if sum(map(_lines_of, sections)) <= room:
            break
    return sections


def _lines_of(section: Section) -> float:
    """A question stands above its answer."""
    each = 2 if section.name == "answers" else 1
    return HEADING + each * len(section.lines) + bool(section.note)
