"""Put a tombstone where words were redacted: the words are gone, and who ordered it stands there; pure."""

from collections.abc import Iterator
from typing import Any

from sessions.log.event_form import tag_of
from sessions.log.events.chat_session import SessionMoved
from sessions.log.events.room import PromiseNoted, QuestionCorrected, QuestionQueued, QuestionRedacted, QuestionUnited
from sessions.log.folding.owed import redact_owed
from sessions.log.kept_words import BECAUSE

type Facts = dict[str, Any]

OWN_WORDS = frozenset({tag_of(QuestionQueued), tag_of(QuestionCorrected)})
"""The types of events that hold a question's own words."""


def put_tombstone(state: Facts, event: QuestionRedacted, *, at: str) -> None:
    """Apply the redaction in place, to the words of that one event; words that are in no list here change nothing.

    `redacted` is {"ground", "authority", "at"}: of a question's card by field, of anything else whole.
    """
    stone = {"ground": event.ground, "authority": event.authority, "at": at}
    for notice in state["notices"] if event.what.startswith("notice.") else ():
        _redact_version(notice, event, stone, given_at=notice["at"])
    if event.what == tag_of(SessionMoved) and state["session"].get("because"):
        names = [name.removeprefix(BECAUSE) for name in event.texts]
        state["session"]["because"] |= {code: "" for code in names if code in state["session"]["because"]}
    if event.what.startswith("owed."):
        redact_owed(state, event, stone)
    # a promise stands in no list here
    for card in () if event.what == tag_of(PromiseNoted) else _cards_of(state, event):
        if event.what in OWN_WORDS:
            _redact_question(card, event, stone)
        elif event.what == tag_of(QuestionUnited):
            if "united" in card and event.superseded is not True:
                card["united"].update(words=None, redacted=stone)
        else:
            for answer in card["answers"]:
                _redact_version(answer, event, stone, given_at=answer["at"])


def take_tombstone(words: Facts) -> Facts:
    """The tombstone of words that others replace, as it stands with the earlier words; nothing without one."""
    redacted = words.pop("redacted", {})
    stone, others = (redacted, {}) if "ground" in redacted else (redacted.get("text"), dict(redacted))
    others.pop("text", None)
    if others:
        words["redacted"] = others
    return {"redacted": stone} if stone else {}


def _cards_of(state: Facts, event: QuestionRedacted) -> Iterator[Facts]:
    floor = [state["floor"]] if state["floor"] else []
    cards = (*floor, *state["queue"], *state["answered"], *state["removed"])
    return (card for card in cards if card["id"] == event.id)


def _redact_question(card: Facts, event: QuestionRedacted, stone: Facts) -> None:
    """Redact the name and words of a card that this event said; the words may have been corrected since."""
    stands = {"text": card.get("corrected_at", card["queued_at"]), "label": card["queued_at"]}
    gone = [name for name in event.texts if stands.get(name) == event.given_at]
    if gone:
        card.update(dict.fromkeys(gone))
        card["redacted"] = card.get("redacted", {}) | dict.fromkeys(gone, stone)
    for earlier in card.get("earlier", ()) if "text" in event.texts else ():
        if earlier["at"] == event.given_at:
            earlier.update(text=None, redacted=stone)


def _redact_version(words: Facts, event: QuestionRedacted, stone: Facts, *, given_at: str) -> None:
    """Redact the words that this event said: the present ones, or earlier ones that were corrected since."""
    if words.get("corrected_at", given_at) == event.given_at:
        words.update(text=None, redacted=stone)
    for earlier in words.get("earlier", ()):
        if earlier["at"] == event.given_at:
            earlier.update(text=None, redacted=stone)
