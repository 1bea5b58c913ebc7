"""What a map's file is refused with."""


class BadMap(ValueError):
    """In words for the clerk who loads it, and in one line: what is wrong, and where."""

    def __init__(self, words: str) -> None:
        super().__init__(" ".join(words.split()))
