"""Where the words of a redaction stand in texts that staff published for themselves, and how each is emptied.

Other rooms, which publish such texts, find theirs. Two clerks decide about each place: what they ticked is emptied
in the transaction of the redaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sessions.models import ChatSession, Redaction, Ward
from sessions.platform.hooks import Hook
from sessions.record.redaction.free_texts.comparing import Phrases, phrases_of

CHAT_ID = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotingPlace:
    """A place that quotes redacted words.

    key: "kind:id", which stays the same. what: in the reader's words. address: of the page that shows it.

    lock, empty: None where nothing can be taken away any longer, as left says. lock is called before any month of a
    ward's log is locked, and empty after that.
    """

    key: str
    what: str
    address: str
    lock: Callable[[], object] | None = None
    empty: Callable[[Redaction], None] | None = None
    left: str = ""


@Hook
def quoting_places(ward: Ward, phrases: Phrases) -> Iterator[QuotingPlace]:
    """Yield the places of a ward, of its borough and of the whole city which hold any of these words."""
    raise NotImplementedError


def places_quoting(chat_session: ChatSession, words: Iterable[str]) -> list[QuotingPlace]:
    """Find the places of a chat's ward that hold any of these words, including places that cannot be emptied."""
    phrases = phrases_of(words)
    return [place for places in quoting_places(chat_session.ward, phrases) for place in places] if phrases else []


def keys_of(places: Iterable[QuotingPlace]) -> list[str]:
    """The keys of the places that can be emptied."""
    return [place.key for place in places if place.empty is not None]


def lock_chosen(redaction: Redaction, words: Iterable[str]) -> list[QuotingPlace]:
    """Lock the places that the clerks chose, and return them, to be emptied after the complaints of the redaction.

    Called before the words are destroyed, in the transaction of the redaction.
    """
    if not redaction.elsewhere:
        return []
    places = places_quoting(redaction.chat_session, words)
    chosen = [place for place in places if place.key in redaction.elsewhere and place.empty is not None]
    for place in chosen:
        if place.lock is not None:
            place.lock()
    return chosen


def empty_chosen(redaction: Redaction, places: Iterable[QuotingPlace]) -> None:
    for place in places:
        if place.empty is not None:
            place.empty(redaction)


def ids_in(keys: Iterable[str], kind: str) -> list[str]:
    """The ids behind the kind in the keys that have it."""
    return [key.partition(":")[2] for key in keys if key.partition(":")[0] == kind]


def chats_in(keys: Collection[str]) -> set[UUID]:
    return {UUID(each) for each in ids_in(keys, CHAT_ID)}
