"""What a map's file is refused with."""


class BadMap(ValueError):
    """In words for the clerk who loads it: what is wrong, and where."""
