"""What a record's page shows of corrections: the earlier words of a text, and what each correction changed; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sessions.record.word_differences import DifferingWords, word_differences

type Tombstone = Mapping[str, str]
"""ground, authority, at: where words were redacted."""


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """Words before a correction, and since when they had stood."""

    text: str | None
    at: datetime
    redacted: Tombstone | None = None


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """One correction, as what differs. before: the earlier words; no differences where words were removed."""

    at: datetime
    before: str | None
    differences: list[DifferingWords]
    redacted: Tombstone | None = None


def earlier_in(facts: Mapping[str, Any]) -> list[EarlierWords]:
    """The earlier words that folded facts keep, the first ones first."""
    return [
        EarlierWords(words["text"], datetime.fromisoformat(words["at"]), words.get("redacted"))
        for words in facts.get("earlier", ())
    ]


def corrections_of(earlier: Sequence[EarlierWords], text: str | None, at: datetime | None) -> list[CorrectionShown]:
    """The corrections of a text, the first one first. text: the words that hold now; at: since when they do."""
    if at is None:
        return []
    versions = [*earlier, EarlierWords(text, at)]
    return [
        CorrectionShown(
            new.at, old.text, word_differences(old.text, new.text) if old.text and new.text else [], old.redacted
        )
        for old, new in pairwise(versions)
    ]
