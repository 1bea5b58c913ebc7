"""What a clerk saw before saving: a preview's digest, and the values at the opening of the page."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sessions.chats.calendar.change_values import field_word, value_word

LONGEST_FACTS = 128 * 1024
"""Characters. The facts of a whole city's wards are half of it."""


def sum_of_preview(shown: object) -> str:
    """A digest of a preview: if it has changed when the clerk saves, they have to look again."""
    return hashlib.sha256(json.dumps(shown, default=str, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that another clerk has changed meanwhile, in words."""

    name: str
    then: str
    now: str
    own: str


def differences(
    then: Mapping[str, Any], now: Mapping[str, Any], own: Mapping[str, Any] | None = None
) -> list[Difference]:
    """The fields that changed between the opening of the page (then) and now, with the clerk's own input."""
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


def read_seen_facts(text: str) -> dict[str, Any]:
    """The facts that a page sent back; empty where they were tampered with."""
    try:
        facts = json.loads(text) if len(text) <= LONGEST_FACTS else {}
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}
