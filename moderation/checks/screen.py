"""All checks of one text: what they flag, and the text with its personal data masked. Pure, in linear time.

The checks help and never decide: a person does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from moderation.checks.aadhaar import kind_of_aadhaar
from moderation.checks.accusation import find_accusations
from moderation.checks.addresses import find_addresses
from moderation.checks.broken_numbers import FEWEST_DIGITS, find_broken_numbers
from moderation.checks.confusables import find_look_alikes
from moderation.checks.flags import PERSONAL_CHECKS, Check, Flag, masked_places
from moderation.checks.folded_text import FoldedText
from moderation.checks.lettered_numbers import find_lettered_numbers
from moderation.checks.numerals import LEAST_DIGITS, Numeral, find_numerals
from moderation.checks.phrases import find_phrases
from moderation.checks.shouting import find_shouting
from moderation.checks.spoken_numbers import find_spoken_numbers
from moderation.checks.telephone import find_local_numbers, kind_of_telephone, likeliest
from sessions.platform.text.masking import MaskedPlace, mask

Found = Iterator[tuple[Check, int, int]]

_DIGIT = re.compile(r"[0-9]")
_EIGHT_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Lists:
    """The phrases that somebody keeps. slogans: of the parties, given only during an election freeze."""

    wording: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screened:
    """The result of screening a text.

    flags: in the order of their places in the text. public_text: what everybody may read without a person's word.

    masked: the places that are hidden there.
    """

    flags: tuple[Flag, ...]
    public_text: str
    masked: tuple[MaskedPlace, ...]


def screen(text: str, lists: Lists | None = None) -> Screened:
    """Everything that the checks flag in a text. Flags may overlap."""
    folded, lists = FoldedText(text), lists or Lists()
    found = [*_find_data(folded), *find_addresses(folded.text), *find_shouting(folded.text)]
    for check, spans in (
        (Check.WORDING, find_phrases(folded, lists.wording)),
        (Check.SLOGAN, find_phrases(folded, lists.slogans)),
        (Check.ACCUSATION, find_accusations(folded)),
    ):
        found += [(check, *span) for span in spans]
    flags = [Flag(check, *folded.place(start, end)) for check, start, end in found]
    flags += [Flag(Check.LOOK_ALIKE, *span) for span in find_look_alikes(text)]
    flags.sort(key=lambda flag: (flag.start, -flag.end, flag.check))
    masked = masked_places(flags)
    return Screened(tuple(flags), mask(text, masked), masked)


def find_personal_data(text: str) -> tuple[Check, ...]:
    """The kinds of personal data that a text seems to hold, each once, in the order of the checks."""
    folded = FoldedText(text)
    found = {check for check, _start, _end in (*_find_data(folded), *find_addresses(folded.text))}
    return tuple(check for check in Check if check in found & PERSONAL_CHECKS)


def has_accusation(text: str) -> bool:
    """Whether a text seems to accuse a private person."""
    return next(find_accusations(FoldedText(text)), None) is not None


def _find_data(folded: FoldedText) -> Found:
    """Personal data with digits, or with words for them."""
    yield from find_spoken_numbers(folded)
    text = folded.text
    digits = len(_DIGIT.findall(text))
    if digits:
        yield from find_lettered_numbers(text)
    if digits >= FEWEST_DIGITS:
        yield from find_broken_numbers(text)
    if digits >= _EIGHT_DIGITS:
        yield from find_local_numbers(text)
    if digits >= LEAST_DIGITS:
        yield from _find_numbers(text)


def _find_numbers(text: str) -> Found:
    """Telephone and Aadhaar numbers; of several that begin with the same digit, and inside of another, the longest."""
    covered = 0
    for rows in _by_beginning(find_numerals(text)):
        for numeral in sorted(rows, key=lambda row: -row.end):
            check = kind_of_aadhaar(numeral) or kind_of_telephone(numeral) if numeral.end > covered else None
            if check is not None:
                covered = numeral.end
                yield check, numeral.start, covered


def _by_beginning(numerals: Iterator[Numeral]) -> Iterator[list[Numeral]]:
    """The rows that begin with the same digit. One with a plus can be one number only."""
    for (has_plus, _start), rows in groupby(numerals, key=lambda numeral: (numeral.has_plus, numeral.start)):
        together = list(rows)
        yield [likeliest(together)] if has_plus else together
