"""Whether words that everybody will read need a second look first, as the layer above this one decides."""

from collections.abc import Callable

type Check = Callable[..., str]
"""Given texts, what it sees in them, as a sentence in the language of the reader; empty where they may be public."""


class PublicWords:
    """The check stands above this package, which may not know it: it is brought here as the program starts."""

    def __init__(self) -> None:
        self._check: Check | None = None

    def set_check(self, check: Check) -> None:
        self._check = check

    def why_look_again(self, *texts: str) -> str:
        """Empty where nothing is seen."""
        assert self._check is not None, "no check of public words was brought when the program started"
        return self._check(*texts)


public_words = PublicWords()
