"""The places of a question that are masked for the public."""

from moderation.checks.screen import screen
from sessions.models import Question
from sessions.text.masking import MaskedPlace


def places_to_mask(text: str) -> tuple[MaskedPlace, ...]:
    """The places of a text that seem to hold personal data, in their order."""
    return screen(text).masked


def find_places_of(question: Question) -> None:
    """Find the places of a question that was asked before any were kept. The caller saves it."""
    if question.masked is None:
        question.masked = [*places_to_mask(question.text)]
