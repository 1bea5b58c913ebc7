"""What a clerk has seen before saving: a preview, and the values that were there when the page was opened."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sessions.calendar.shown.change_values import field_word, value_word

LONGEST_FACTS = 128 * 1024
"""Those of a whole city's wards are half of it."""


def sum_of(shown: object) -> str:
    """By which two previews are told apart: if it has changed since the clerk looked, they look again."""
    return hashlib.sha256(json.dumps(shown, default=str, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that somebody else has changed meanwhile, in words."""

    name: str
    then: str
    now: str
    own: str


def differences(
    then: Mapping[str, Any], now: Mapping[str, Any], own: Mapping[str, Any] | None = None
) -> list[Difference]:
    """What differs between what was there when the page was opened and now, beside what the clerk has entered."""
    own = own or {}
    return [
        Difference(
            str(field_word(name)),
            value_word(name, then.get(name)),
            value_word(name, now[name]),
            value_word(name, own[name]) if name in own else "",
        )
        for name in now
        if name not in {"version", "sequence"} and then.get(name) != now[name]
    ]


def write_facts(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True)


def read_facts(text: str) -> dict[str, Any]:
    """What a page brought back; nothing, where somebody has played with it."""
    try:
        facts = json.loads(text) if len(text) <= LONGEST_FACTS else {}
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}
