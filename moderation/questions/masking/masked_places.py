"""The places of people's words that are masked for the public."""

from moderation.checks.screen import screen
from sessions.models import Matter, MatterReply, Question
from sessions.platform.text.masking import MaskedPlace


def places_to_mask(text: str) -> tuple[MaskedPlace, ...]:
    """The places of a text that seem to hold personal data, in their order."""
    return screen(text).masked


def find_places_of(words: Question | Matter | MatterReply) -> None:
    """Find what is to be masked of words for which nobody has looked yet. The caller saves it."""
    if words.masked is None:
        words.masked = [*places_to_mask(words.text)]
