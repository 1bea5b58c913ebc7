"""The error for unusable files of maps."""


class BadMap(ValueError):
    """The message says in one line, for the clerk who loads the map, what is wrong and where."""

    def __init__(self, words: str) -> None:
        super().__init__(" ".join(words.split()))
