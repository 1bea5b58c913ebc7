"""Flooding: one person sends many questions within a short time, the same one in many wordings, or words over and over.

It needs what the same person sent before, so it is no check of one text (moderation/checks/). It helps and never
decides. Pure.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sessions.platform.text.likeness.consonants import consonants_of
from sessions.platform.text.likeness.likeness_index import LikenessIndex
from sessions.platform.text.search_words import folded_words

MANY, WITHIN = 4, timedelta(minutes=10)
"""Bounds of flooding: so many questions of one person within that span."""

SAME = 3
"""Bound of repetition: so many wordings of one question by one person, at whatever distance."""

FEWEST_WORDS, TIMES = 6, 3
"""A text of at least so many words, each of which stands there so many times on average."""


class SentText(NamedTuple):
    text: str
    at: datetime


def is_flooding(sent: SentText, before: Sequence[SentText]) -> bool:
    """Say whether a person sends too much.

    before: what the same person sent in this chat until then, whatever became of it.
    """
    lately = [each for each in before if sent.at - each.at < WITHIN]
    return is_repetitive(sent.text) or len(lately) + 1 >= MANY or _count_wordings(sent, before) >= SAME


def is_repetitive(text: str) -> bool:
    """Whether a text says few words over and over, also in several spellings or scripts."""
    words = [consonants_of(word) or word for word in folded_words(text)]
    return len(words) >= FEWEST_WORDS and len(set(words)) * TIMES <= len(words)


def _count_wordings(sent: SentText, before: Sequence[SentText]) -> int:
    """How many of them ask the same with almost the same words, this one included."""
    if len(before) + 1 < SAME:
        return 1
    index = LikenessIndex[int]()
    for number, each in enumerate(before):
        index.add(number, each.text)
    return len(index.find(sent.text)) + 1
