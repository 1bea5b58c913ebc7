"""Kept words as events have them: the two languages that the log began with, and all where there are more.

The fields of the two are a contract, which older clients, logs and records rely on; new readers ask words_of.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from sessions.log.event_form import tag_of
from sessions.log.events.chat_session import BilingualFacts, SessionMoved, SessionSealed
from sessions.log.logged_event import wire_time
from sessions.models import ChatSession
from sessions.platform.text.by_language import ByLanguage, from_fields

OF_THE_FIRST_LOGS = ("en", "bn")
BECAUSE = "because_"
"""Prefix of a name, before the code of a language: the name of the text that says why in that language."""

HOLDERS = ("because", "reasons")


def name_facts(names: Mapping[str, str]) -> dict[str, Any]:
    """name_en, name_bn and names, for OfficeFacts."""
    return {**two_names(names), "names": _all_of(names)}


def two_names(names: Mapping[str, str]) -> ByLanguage:
    """name_en and name_bn, empty where unknown: the API has them, too."""
    return {f"name_{code}": names.get(code, "") for code in OF_THE_FIRST_LOGS}


def moved_event(chat_session: ChatSession) -> SessionMoved:
    """The date as it stands now, and why."""
    reasons = chat_session.move_reasons
    return SessionMoved(
        starts_at=wire_time(chat_session.starts_at),
        ends_at=wire_time(chat_session.ends_at),
        waits=chat_session.waits,
        because=BilingualFacts(**{code: reasons.get(code, "") for code in OF_THE_FIRST_LOGS}),
        reasons=_all_of(reasons),
    )


def reasons_in(type: str, body: Mapping[str, Any]) -> ByLanguage:
    """Why staff moved a chat, or sealed its record early, by the name of each text: because_en and so on, or reason.

    Empty for words that were redacted. Of other types of events there are none.
    """
    if type == tag_of(SessionMoved):
        return {f"{BECAUSE}{code}": text for name in HOLDERS for code, text in body.get(name, {}).items()}
    return {"reason": body["reason"]} if type == tag_of(SessionSealed) and "reason" in body else {}


def with_reasons(body: Mapping[str, Any], reasons: Mapping[str, str]) -> dict[str, Any]:
    """The body with these in place of its own of the same names."""
    changed = dict(body)
    for name, text in reasons.items():
        if not name.startswith(BECAUSE):
            changed[name] = text
            continue
        code = name.removeprefix(BECAUSE)
        for holder in HOLDERS:
            if code in changed.get(holder, {}):
                changed[holder] = {**changed[holder], code: text}
    return changed


def without_reason(body: dict[str, Any], name: str) -> None:
    """Take a text of this name out, and what is empty after that."""
    if not name.startswith(BECAUSE):
        del body[name]
        return
    for holder in HOLDERS:
        left = {code: text for code, text in body.get(holder, {}).items() if f"{BECAUSE}{code}" != name}
        if any(left.values()):
            body[holder] = left
        else:
            body.pop(holder, None)


def with_reasons_again(type: str, data: Mapping[str, Any], texts: Mapping[str, str | None]) -> dict[str, Any]:
    """The body that an entry of a record was made from: data without reasons, and these texts beside it."""
    if type != tag_of(SessionMoved):
        return {**data, **({"reason": texts["reason"] or ""} if type == tag_of(SessionSealed) and texts else texts)}
    again = {name.removeprefix(BECAUSE): text or "" for name, text in texts.items()}
    because = {**dict.fromkeys(OF_THE_FIRST_LOGS, ""), **data.get("because", {}), **again}
    others = {**data.get("reasons", {}), **again}
    two = {code: because[code] for code in OF_THE_FIRST_LOGS}
    return {**data, "because": two, **({"reasons": others} if set(others) - set(two) else {})}


def names_in(office: Mapping[str, Any]) -> ByLanguage:
    """The names of an office as the log or a record has it, of any age."""
    return {**from_fields("name", office), **office.get("names", {})}


def _all_of(words: Mapping[str, str]) -> Any:
    """Left out where the two fields say everything."""
    return dict(words) if set(words) - set(OF_THE_FIRST_LOGS) else UNSET
