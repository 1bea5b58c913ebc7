"""The words and sounds by which a text is found, in any script; pure."""

from sessions.platform.text.likeness.consonants import consonants_of
from sessions.platform.text.search_words import folded_words

SHORTEST_SOUND = 2
"""Consonants: a single one is in too many words."""

SCRIPT_RANGES = {"l": (0x61, 0x7A), "d": (0x900, 0x97F), "b": (0x980, 0x9FF), "u": (0x600, 0x6FF)}
"""Latin, Devanagari, Bengali and Arabic letters, in which one word is written here: first and last code point."""


def indexed(*texts: str) -> dict[str, str]:
    """words and sounds of texts, in their order; no phrase is found across two of them."""
    words = [word for text in texts for word in ("_", *folded_words(text))][1:]
    sounds = dict.fromkeys(sound for word in words if (sound := sound_of(word)))
    return {"words": " ".join(words), "sounds": " ".join(sounds)}


def sound_of(word: str, script: str = "") -> str:
    """The consonants of a folded word behind the sign of its script, or of another one; blank where it has too few."""
    own = script_of(word)
    consonants = consonants_of(word) if own else ""
    return f"_{script or own}{consonants}" if len(consonants) >= SHORTEST_SOUND else ""


def script_of(word: str) -> str:
    first = ord(word[0])
    return next((name for name, (start, end) in SCRIPT_RANGES.items() if start <= first <= end), "")
