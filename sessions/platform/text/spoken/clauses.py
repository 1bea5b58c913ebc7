"""Sentences that people wrote, inside of sentences of the program."""

FULL_STOPS = " .।۔"


def without_full_stop(text: str) -> str:
    """A reason may be a whole sentence; ours goes on after it."""
    return text.rstrip(FULL_STOPS)
