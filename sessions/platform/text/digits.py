"""Numbers in the reader's digits, grouped as India groups them.

Each language's digits are a message of its catalogue. Codes (as_code()), addresses, attributes and forms keep 0-9.
"""

from functools import cache

from django.utils.translation import pgettext

from sessions.platform.text.direction.isolating import isolate

ASCII_DIGITS = "0123456789"


def digits(value: object) -> str:
    """The value as text, with its digits in the reader's script; a whole number is a count, and is grouped.

    A text keeps its form (a date, a time, a range) and is isolated, so that a reader from right to left gets its
    parts in their order.
    """
    if isinstance(value, int):
        return in_own_digits(group(value))
    text = in_own_digits(str(value))
    return text if text.isdecimal() else isolate(text)


def as_code(number: str) -> str:
    """A number by which something is found again (95-2027-0001, 98-P-2027-2, a receipt): with 0-9 in every language,
    as everybody types it and reads it out on the phone; isolated."""
    return isolate(number)


def year_digits(year: int) -> str:
    """A year is no count: 2027, ২০২৭."""
    return in_own_digits(str(year))


def group(number: int) -> str:
    """12,34,567: the last three digits, then pairs.

    So do CLDR and people in India for English, Bengali and Hindi. For Urdu, CLDR has only the groups of Pakistan
    (1,234,567; ur-IN inherits them); one city has one way of writing money and counts, and its residents count in lakh.
    """
    signs = str(abs(number))
    head, last = signs[:-3], signs[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ("-" if number < 0 else "") + ",".join([*reversed(pairs), last])


def own_digits() -> str:
    """The reader's ten digits, from zero."""
    # Translators: the ten digits of your language, from zero to nine, without blanks: ০১২৩৪৫৬৭৮৯. Where people write
    # 0123456789, repeat that.
    return pgettext("the ten digits, from zero", "0123456789")


def in_own_digits(text: str) -> str:
    own = own_digits()
    return text if own == ASCII_DIGITS else text.translate(_table(own))


@cache
def _table(own: str) -> dict[int, int]:
    return str.maketrans(ASCII_DIGITS, own)
