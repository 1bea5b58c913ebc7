"""Indexes of each chat's questions, brought up to date from its streams: one of what is public, one for the desk.

The indexes belong to this process. They hold what the fold of a stream shows now, so that a question that was
withdrawn, merged or removed is gone from its index with the event that says so. Only public words enter the public one.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from uuid import UUID

from sessions.log.folding.desk_pieces import IN_PUBLIC, UNDECIDED
from sessions.log.folding.folding import Card, State
from sessions.log.known_streams import latest_replica
from sessions.log.replica import ChatStreamName, Replica
from sessions.platform.text.likeness.likeness_index import LikenessIndex, Match

MOST_CHATS = 200
"""The indexes that are kept, those asked about last: more than all chats of a city's evening."""

MOST_QUESTIONS = 10_000
"""Questions; the most of one chat that are compared."""


type CardsOf = Callable[[State], Iterable[Card]]
"""Which cards of a folded state are compared."""


def indexed_cards(state: State) -> Iterable[Card]:
    return (*state["queue"], *state["answered"], *([state["floor"]] if state["floor"] else []))


def open_cards(state: State) -> Iterable[Card]:
    """Cards of the desk: what is to be decided, and what others can be merged into."""
    return (card for card in state["questions"] if card["state"] in UNDECIDED + IN_PUBLIC)


class ChatIndex:
    """The index of one stream of one chat. Safe between threads."""

    def __init__(self, cards_of: CardsOf) -> None:
        self._cards_of = cards_of
        self._index = LikenessIndex[str]()
        self._position: tuple[str, int] | None = None
        self._texts: dict[str, str] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._index)

    def find(self, replica: Replica, text: str) -> list[Match[str]]:
        """The ids of the questions that are there at the replica's position and like this text, most alike first."""
        with self._lock:
            self._follow(replica)
            return self._index.find(text)

    def _follow(self, replica: Replica) -> None:
        with replica.lock:
            position = (replica.epoch, replica.seq)
            if position == self._position:
                return
            now = {card["id"]: card["text"] for card in self._cards_of(replica.state) if card["text"]}
        for question_id in self._texts.keys() - now.keys():
            self._index.remove(question_id)
            del self._texts[question_id]
        for question_id, words in now.items():
            if question_id not in self._texts and len(self._texts) < MOST_QUESTIONS:
                self._index.add(question_id, words)
                self._texts[question_id] = words
        self._position = position


class ChatIndexes:
    """The indexes of one stream of the chats that were asked about last."""

    def __init__(self, stream: ChatStreamName, cards_of: CardsOf) -> None:
        self._stream: ChatStreamName = stream
        self._cards_of = cards_of
        self._indexes: OrderedDict[UUID, ChatIndex] = OrderedDict()
        self._knowing = threading.Lock()

    def find(self, chat_session_id: UUID, text: str) -> list[Match[str]]:
        """Find questions of a chat that are like the text, at the end of the log, most alike first.

        Makes one query. Raises Stream.DoesNotExist for an unknown chat.
        """
        replica = latest_replica(chat_session_id, self._stream)
        with self._knowing:
            index = self._indexes.pop(chat_session_id, None) or ChatIndex(self._cards_of)
            self._indexes[chat_session_id] = index
            while len(self._indexes) > MOST_CHATS:
                self._indexes.popitem(last=False)
        return index.find(replica, text)

    def forget(self, chat_session_id: UUID) -> None:
        """Make the index of a chat again when somebody next asks: words in it were redacted."""
        with self._knowing:
            self._indexes.pop(chat_session_id, None)


in_public = ChatIndexes("public", indexed_cards)
at_desk = ChatIndexes("desk", open_cards)
