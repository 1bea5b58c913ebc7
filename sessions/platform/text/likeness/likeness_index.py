"""An index of short texts that finds those with almost the same words as another, in whatever script. Pure.

Texts are compared by weighted features: a feature that few texts of the index have weighs more, so that the words of
every second question ("when", "our street") count for less. Two texts with the same features have a likeness of 1.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from itertools import count
from typing import NamedTuple

from sessions.platform.text.likeness.features import Features, features_of

ASSUMED_TEXTS, ASSUMED_HOLDERS = 500, 10
"""Counted as well: so many texts about other things, and for each feature so many that have it. Without them, a rare
misspelling would weigh more than words that everybody writes, where the index is small or most of it asks the same."""

PARTS = 10_000
"""Weights are whole numbers of such parts, because sums of fractions depend on their order."""

NEAR_COPY = 0.37
"""Fewer than 0.1 % of the pairs of different questions are above it: see test_recall.py."""

Holders = dict[str, set[int]]
"""The holders of features: by feature the numbers of the texts that have it."""


class Match[Key: Hashable](NamedTuple):
    key: Key
    likeness: float


class LikenessIndex[Key: Hashable]:
    """Texts by their keys, for some thousands of them.

    A text is added or removed in the time of its own length, and the weights are always those of the present texts.
    """

    def __init__(self) -> None:
        self._features: dict[int, Features] = {}
        self._keys: dict[int, Key] = {}
        self._numbers: dict[Key, int] = {}
        self._next_numbers = count()
        self._holders: Holders = {}
        self._weights: _Weights | None = None

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, key: Key) -> bool:
        return key in self._numbers

    def add(self, key: Key, text: str) -> None:
        """Add a text, in place of an earlier one with this key."""
        if key in self._numbers:
            self.remove(key)
        number = self._numbers[key] = next(self._next_numbers)
        self._keys[number] = key
        self._features[number] = features_of(text)
        _hold(self._holders, number, self._features[number])
        self._weights = None

    def remove(self, key: Key) -> None:
        """Raises KeyError for a key without a text."""
        number = self._numbers.pop(key)
        del self._keys[number]
        for feature in self._features.pop(number):
            holders = self._holders[feature]
            holders.remove(number)
            if not holders:
                del self._holders[feature]
        self._weights = None

    def likeness(self, one: str, other: str) -> float:
        """The likeness, from 0 to 1: how alike two texts are.

        Neither has to be in the index, which only gives the weights.
        """
        weights, ours, theirs = self._weigh(), features_of(one), set(features_of(other))
        common = weights.total(feature for feature in ours if feature in theirs)
        return _likeness(common, weights.total(ours), weights.total(features_of(other)))

    def find(self, text: str, *, above: float = NEAR_COPY) -> list[Match[Key]]:
        """The texts whose likeness to this one is greater than `above`, the most alike first."""
        found = self._find(features_of(text), above, self._holders)
        return [Match(self._keys[number], likeness) for likeness, number in found]

    def groups(self, *, above: float = NEAR_COPY) -> list[list[Key]]:
        """The near copies: groups of two and more, the largest first, and in each the text that was added first.

        All texts of a group are alike to its first one, and each goes to the group where it is most alike: a text that
        is alike to two of them does not make them one. Takes as long as finding each text once.
        """
        groups: dict[int, list[int]] = {}
        holders: Holders = {}
        for number, features in self._features.items():
            matches = self._find(features, above, holders)
            if matches:
                groups[matches[0][1]].append(number)
            else:
                groups[number] = [number]
                _hold(holders, number, features)
        copies = sorted((group for group in groups.values() if len(group) > 1), key=len, reverse=True)
        return [[self._keys[number] for number in group] for group in copies]

    def _find(self, features: Features, above: float, holders: Holders) -> list[tuple[float, int]]:
        """The likeness and number of those of the holders that are alike, the most alike first."""
        weights = self._weigh()
        ours = weights.total(features)
        found = []
        for number, common in _shared(features, holders, weights).items():
            theirs = self._features[number]
            # Their weight takes long to add up, and is at least this: most texts are out of the question at once.
            lightest = max(common, len(theirs) * weights.least)
            if _likeness(common, ours, lightest) > above:
                likeness = _likeness(common, ours, weights.total(theirs))
                if likeness > above:
                    found.append((likeness, number))
        return sorted(found, key=lambda match: (-match[0], match[1]))

    def _weigh(self) -> "_Weights":
        if self._weights is None:
            self._weights = _Weights(self._holders, len(self))
        return self._weights


class _Weights(dict[str, int]):
    """The weight of each feature among that many texts, computed when it is asked for first."""

    def __init__(self, holders: Holders, texts: int) -> None:
        super().__init__()
        self._holders = holders
        self._texts = texts
        self.least = self._weight(max(map(len, holders.values()), default=0))

    def __missing__(self, feature: str) -> int:
        weight = self[feature] = self._weight(len(self._holders.get(feature, ())))
        return weight

    def total(self, features: Iterable[str]) -> int:
        return sum([self[feature] for feature in features])

    def _weight(self, holders: int) -> int:
        return round(PARTS * math.log(1 + (self._texts + ASSUMED_TEXTS) / (holders + ASSUMED_HOLDERS)))


def _hold(holders: Holders, number: int, features: Features) -> None:
    for feature in features:
        holders.setdefault(feature, set()).add(number)


def _shared(features: Features, holders: Holders, weights: _Weights) -> dict[int, int]:
    """What each text has in common with these features, by weight; texts with nothing in common are left out."""
    shared: defaultdict[int, int] = defaultdict(int)
    for feature in features:
        weight = weights[feature]
        for number in holders.get(feature, ()):
            shared[number] += weight
    return shared


def _likeness(common: int, ours: int, theirs: int) -> float:
    return common / math.sqrt(ours * theirs)
