"""A hook for the check of public words for personal data, which the application above (moderation) provides."""

from collections.abc import Callable

type Check = Callable[..., str]
"""Takes texts; answers a sentence in the reader's language, or an empty text where they may be public."""


class PublicWords:
    """This package must not import the check, so the program sets it at its start."""

    def __init__(self) -> None:
        self._check: Check | None = None

    def set_check(self, check: Check) -> None:
        self._check = check

    def why_look_again(self, *texts: str) -> str:
        """Why the texts need a second look, as a sentence; empty where they do not."""
        assert self._check is not None, "no check of public words was brought when the program started"
        return self._check(*texts)


public_words = PublicWords()
