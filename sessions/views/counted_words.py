"""Words with a number in them, for the pages' scripts."""

from collections.abc import Callable


def counted(choose: Callable[[int], str]) -> dict[str, str]:
    """Both forms of a counted word; the script chooses by the number."""
    return {"one": choose(1), "other": choose(2)}
