"""An index of the public questions of each chat, brought up to date from its public stream; only public words enter.

The indexes belong to this process. They hold what the fold of the stream shows now, so that a question that was
withdrawn, merged or removed is gone from its index with the event that says so.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from moderation.likeness.likeness_index import LikenessIndex, Match
from sessions.replicas.known_streams import latest_replica
from sessions.replicas.replica import Replica

MOST_CHATS = 200
"""The indexes that are kept, those asked about last: more than all chats of a city's evening."""

MOST_QUESTIONS = 10_000
"""Of one chat."""


class ChatIndex:
    """Safe between threads."""

    def __init__(self) -> None:
        self._index = LikenessIndex[str]()
        self._position: tuple[str, int] | None = None
        self._texts: dict[str, str] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._index)

    def find(self, replica: Replica, text: str) -> list[Match[str]]:
        """The ids of the questions that are public at the replica's position and like this text, most alike first."""
        with self._lock:
            self._follow(replica)
            return self._index.find(text)

    def _follow(self, replica: Replica) -> None:
        with replica.lock:
            position = (replica.epoch, replica.seq)
            if position == self._position:
                return
            now = {card["id"]: card["text"] for card in _public_cards(replica.state) if card["text"]}
        for question_id in self._texts.keys() - now.keys():
            self._index.remove(question_id)
            del self._texts[question_id]
        for question_id, words in now.items():
            if question_id not in self._texts and len(self._texts) < MOST_QUESTIONS:
                self._index.add(question_id, words)
                self._texts[question_id] = words
        self._position = position


def find_in_chat(chat_session_id: UUID, text: str) -> list[Match[str]]:
    """As ChatIndex.find, at the end of the log; one query. Raises Stream.DoesNotExist for an unknown chat session."""
    replica = latest_replica(chat_session_id, "public")
    with _knowing:
        index = _indexes.pop(chat_session_id, None) or ChatIndex()
        _indexes[chat_session_id] = index
        while len(_indexes) > MOST_CHATS:
            _indexes.popitem(last=False)
    return index.find(replica, text)


def _public_cards(state: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (*state["queue"], *state["answered"], *([state["floor"]] if state["floor"] else []))


_indexes: OrderedDict[UUID, ChatIndex] = OrderedDict()
_knowing = threading.Lock()
