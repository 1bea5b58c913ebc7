"""What was ticked in the office's list: the number of each, and the version in which the person saw it."""

from sessions.contract.limits import MAX_STEPS_TOGETHER
from sessions.matters.matter_numbers import read_matter_number
from sessions.platform.text.form_values import posted_number

LONGEST = 60


def read_ticked(written: list[str]) -> list[tuple[str, int]]:
    """Read ticked matters from "95-2027-0143:7"; what is anything else is left out, and so is what is too much."""
    found = []
    for each in written[:MAX_STEPS_TOGETHER]:
        words, _colon, version = each[:LONGEST].partition(":")
        number = read_matter_number(words)
        if number is not None:
            found.append((number, posted_number(version)))
    return found
