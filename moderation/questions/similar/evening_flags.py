"""What only the whole evening tells about a question at the desk: near-copies, flooding, and newcomers of one network.

Each process keeps the groups of the chats that were asked about last, and brings them up to date from the desk's
replica. That takes time only for what is new, and at most BUDGET_S for each request: after a restart in a full chat the
first answers are incomplete and say so. Like all checks these help, and a person decides.
"""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from moderation.questions.similar.chat_indexes import MOST_CHATS, open_cards
from sessions.log.folding.desk_pieces import UNDECIDED
from sessions.log.folding.folding import Card
from sessions.log.known_streams import Current, latest_replica
from sessions.log.replica import Replica
from sessions.models import Question
from sessions.platform.text.likeness.copy_groups import CopyGroups
from sessions.platform.text.likeness.flooding import SentText, is_flooding

BUDGET_S = 0.3
"""Seconds of the thread's own time that one request may take."""

AT_ONCE = 100
"""Questions whose authors are read in one query."""


class EveningFlag(StrEnum):
    """Flags that need the evening's context, unlike the checks of one text (moderation/checks/flags.py)."""

    COPY = "copy"
    """Almost the same words as another person's question that waits or is in the queue."""
    FLOODING = "flooding"
    NETWORK = "network"
    """One of many questions that came from new accounts of one network within minutes."""


class EveningFlags(NamedTuple):
    """The flags of an evening's questions.

    groups: ids of near-copies, the largest group first; flags: by id, of what is to be decided.

    position: of the desk's stream, and blank while there is more to look at.
    """

    position: str
    groups: list[list[str]]
    flags: dict[str, list[str]]


class ChatFlags:
    """The flags of one chat. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._groups = CopyGroups[str]()
        self._author_of: dict[str, int | None] = {}
        self._sent: defaultdict[int, list[SentText]] = defaultdict(list)
        self._floods: set[str] = set()
        self._newcomers = Newcomers()
        self._found = EveningFlags("", [], {})

    def read(self, position: str, questions: list[Card]) -> EveningFlags:
        """Read the flags. questions: all of the desk at that position. One query for each AT_ONCE new ones."""
        with self._lock:
            if position == self._found.position:
                return self._found
            now = {card["id"]: card for card in open_cards({"questions": questions})}
            undecided = {each for each, card in now.items() if card["state"] in UNDECIDED}
            is_complete = self._follow(questions, now)
            groups = self._groups.groups()
            self._found = EveningFlags(position if is_complete else "", groups, self._flags(groups, undecided))
            return self._found

    def _follow(self, cards: list[Card], now: dict[str, Card]) -> bool:
        """Answers whether everything was looked at."""
        for gone in set(self._groups.keys()) - now.keys():
            self._groups.remove(gone)
        until = time.thread_time() + BUDGET_S
        unknown = [card for card in cards if card["id"] not in self._author_of]
        for start in range(0, len(unknown), AT_ONCE):
            self._learn(unknown[start : start + AT_ONCE])
            if time.thread_time() > until:
                return False
        for question_id, card in now.items():
            if question_id not in self._groups:
                self._groups.add(question_id, card["text"])
                if time.thread_time() > until:
                    return False
        return True

    def _learn(self, cards: list[Card]) -> None:
        """The people who asked these, the oldest first, which of them are flooding, and who is new."""
        rows = Question.objects.filter(pk__in=[card["id"] for card in cards]).order_by()
        known = {str(pk): who for pk, *who in rows.values_list("pk", "author", *WHO_ASKED)}
        for card in cards:
            author, *who = known.get(card["id"], (None,))
            self._author_of[card["id"]] = author
            if author is None:
                continue
            sent, before = SentText(card["text"], datetime.fromisoformat(card["asked_at"])), self._sent[author]
            self._newcomers.note(card["id"], sent.at, author, Asker(*who))
            if is_flooding(sent, before):
                self._floods.add(card["id"])
            before.append(sent)

    def _flags(self, groups: list[list[str]], undecided: set[str]) -> dict[str, list[str]]:
        flags: defaultdict[str, list[str]] = defaultdict(list)
        for group in groups:
            if len({self._author_of[each] or each for each in group}) > 1:
                for each in undecided.intersection(group):
                    flags[each].append(EveningFlag.COPY)
        for each in undecided & self._floods:
            flags[each].append(EveningFlag.FLOODING)
        for each in undecided & self._newcomers.rushing:
            flags[each].append(EveningFlag.NETWORK)
        return dict(flags)


class FlagsOfChats:
    """Flags of the chats that were asked about last."""

    def __init__(self) -> None:
        self._chats: OrderedDict[UUID, ChatFlags] = OrderedDict()
        self._knowing = threading.Lock()

    def read_latest(self, chat_session_id: UUID) -> EveningFlags:
        """Read the flags at the end of the log. Raises Stream.DoesNotExist for an unknown chat."""
        replica = latest_replica(chat_session_id, "desk")
        with replica.lock:
            position, questions = position_of(replica), list(replica.state["questions"])
        return self._chat(chat_session_id).read(position, questions)

    def read_at(self, chat_session_id: UUID, desk: Current) -> EveningFlags:
        """Read the flags at this position of the desk's stream."""
        return self._chat(chat_session_id).read(position_of(desk), desk.state["questions"])

    def _chat(self, chat_session_id: UUID) -> ChatFlags:
        with self._knowing:
            chat = self._chats.pop(chat_session_id, None) or ChatFlags()
            self._chats[chat_session_id] = chat
            while len(self._chats) > MOST_CHATS:
                self._chats.popitem(last=False)
        return chat


def position_of(desk: Current | Replica) -> str:
    return f"{desk.epoch}:{desk.seq}"


evening_flags = FlagsOfChats()
"""Flags of the chats, for this process."""


def together(questions: Iterable[Card], groups: list[list[str]]) -> list[Card]:
    """The questions in their order, except that each stands right behind the first of its group that is among them."""
    group_of: dict[str, int | str] = {each: number for number, group in enumerate(groups) for each in group}
    places: dict[str | int, list[Card]] = {}
    for question in questions:
        question_id = str(question["id"])
        places.setdefault(group_of.get(question_id, question_id), []).append(question)
    return [question for place in places.values() for question in place]


# Finds questions that come from several new accounts of one network within minutes, behind which one may stand.

MANY = 5
"""Questions: more than a household or a college asks in so short a time. EVENING_WORDS says both numbers in words."""

WITHIN = timedelta(minutes=10)
NEW_FOR = timedelta(days=3)
"""How long before its question an account was made, at most."""

WHO_ASKED = (
    "author__arrival__network",
    "author__joined_at",
    "author__place_at_address",
    "author__verdict",
)
"""The columns of a question that an Asker holds, in their order."""


class Asker(NamedTuple):
    """A newcomer who asks.

    network: None where it is no longer known. place: at its number or mailbox; 0 for an account by paper.
    """

    network: str | None
    joined_at: datetime
    place: int
    verdict: str


class Newcomers:
    """The questions of new accounts of one chat, by network: a keyed hash, which stays in the memory of the process.

    rushing: ids of questions of which MANY came from one network within WITHIN, by more than one account.
    """

    def __init__(self) -> None:
        self.rushing: set[str] = set()
        self._recent: defaultdict[str, list[tuple[datetime, int, str]]] = defaultdict(list)

    def note(self, question_id: str, at: datetime, author: int, asker: Asker) -> None:
        """The oldest question first. Accounts by paper, and those that a clerk has let count, are left out."""
        network, joined_at, place, verdict = asker
        if not network or not place or verdict == "counts" or at - joined_at > NEW_FOR:
            return
        recent = [each for each in self._recent[network] if each[0] > at - WITHIN]
        recent.append((at, author, question_id))
        self._recent[network] = recent
        if len(recent) >= MANY and len({by for _at, by, _id in recent}) > 1:
            self.rushing.update(each for _at, _by, each in recent)
