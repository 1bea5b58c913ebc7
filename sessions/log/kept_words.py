"""Kept words as events have them: the two languages that the log began with, and all where there are more.

The fields of the two are a contract, which older clients, logs and records rely on; new readers ask words_of.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from sessions.log.events import BilingualFacts
from sessions.text.by_language import ByLanguage, from_fields

OF_THE_FIRST_LOGS = ("en", "bn")


def name_facts(names: Mapping[str, str]) -> dict[str, Any]:
    """name_en, name_bn and names, for OfficeFacts."""
    return {**two_names(names), "names": _all_of(names)}


def two_names(names: Mapping[str, str]) -> ByLanguage:
    """name_en and name_bn, empty where unknown: the API has them, too."""
    return {f"name_{code}": names.get(code, "") for code in OF_THE_FIRST_LOGS}


def reason_facts(reasons: Mapping[str, str]) -> dict[str, Any]:
    """because and reasons, for SessionMoved."""
    because = BilingualFacts(**{code: reasons.get(code, "") for code in OF_THE_FIRST_LOGS})
    return {"because": because, "reasons": _all_of(reasons)}


def names_in(office: Mapping[str, Any]) -> ByLanguage:
    """The names of an office as the log or a record has it, of any age."""
    return {**from_fields("name", office), **office.get("names", {})}


def _all_of(words: Mapping[str, str]) -> Any:
    """Left out where the two fields say everything."""
    return dict(words) if set(words) - set(OF_THE_FIRST_LOGS) else UNSET
