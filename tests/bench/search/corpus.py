"""Evenings with questions and answers of invented words, in four scripts, as frequent as words of real texts; pure.

The same number gives the same words. A few words stand in every third question, half of all words in fewer than a
hundred (Zipf's law): both ends are what a search has to bear.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from sessions.record.search.filters import KIND_VALUES, TOPIC_VALUES

WORDS = 40_000
FLATTENED = 8
"""How much less frequent the first word is than by Zipf's law alone: no word stands in every text."""

WARDS = 144
QUESTIONS_EACH = 40
SCRIPTS = {
    "bengali": ("কখগঘচছজটডতদনপবমরলশসহ", ("া", "ি", "ী", "ু", "ে", "ো", ""), 0.6),
    "devanagari": ("कखगचजटडतदनपबमरलवशसह", ("ा", "ि", "ी", "ु", "े", "ो", ""), 0.15),
    "urdu": ("بپتجدرسکگلمنوہی", ("ا", "ی", "و", ""), 0.1),
    "latin": ("bcdfghklmnprstvw", ("a", "e", "i", "o", "u"), 0.15),
}
"""Consonants, vowels, and the share of words."""

STATES = ("answered", "answered", "answered", "on_notice", "queued")


@dataclass(frozen=True, slots=True)
class InventedQuestion:
    text: str
    answer: str
    """Blank where none was given."""
    state: str
    kind: str
    topic: str


def vocabulary(count: int = WORDS, seed: int = 1) -> list[str]:
    """Words that are folded already, the most frequent first."""
    random, words = Random(seed), dict[str, None]()
    scripts, shares = list(SCRIPTS.values()), [share for *_letters, share in SCRIPTS.values()]
    while len(words) < count:
        [(consonants, vowels, _share)] = random.choices(scripts, shares)
        length = random.randint(2, 5)
        words["".join(random.choice(consonants) + random.choice(vowels) for _ in range(length))] = None
    return list(words)


def evenings(words: list[str], count: int, seed: int = 2) -> Iterator[list[InventedQuestion]]:
    random = Random(seed)
    weights = list(accumulate(1 / (rank + FLATTENED) for rank in range(len(words))))
    for _evening in range(count):
        yield [_question(random, words, weights) for _ in range(QUESTIONS_EACH)]


def _question(random: Random, words: list[str], weights: list[float]) -> InventedQuestion:
    state = random.choice(STATES)
    return InventedQuestion(
        text=" ".join(random.choices(words, cum_weights=weights, k=random.randint(6, 25))),
        answer=" ".join(random.choices(words, cum_weights=weights, k=random.randint(8, 50))) * (state == "answered"),
        state=state,
        kind=random.choice(KIND_VALUES),
        topic=random.choice(TOPIC_VALUES),
    )
