"""The two tables of transitions: from a state, by a step, to a state; for chat sessions and for questions."""

from sessions.models import ChatSessionState as Chat
from sessions.models import QuestionState as Asked
from sessions.models.question import PUBLIC_STATES

CHAT_SESSION: dict[str, dict[str, Chat]] = {
    "announce": {Chat.PLANNED: Chat.SCHEDULED},
    "move": {Chat.PLANNED: Chat.PLANNED, Chat.SCHEDULED: Chat.SCHEDULED},
    "open": {Chat.SCHEDULED: Chat.LIVE},
    "warn": {Chat.LIVE: Chat.LIVE},
    "extend": {Chat.LIVE: Chat.LIVE},
    "close": {Chat.LIVE: Chat.CLOSED},
    "cancel": {Chat.PLANNED: Chat.CANCELLED, Chat.SCHEDULED: Chat.CANCELLED},
    "seal": {Chat.CLOSED: Chat.SEALED},
}

_UNSCREENED = (Asked.WAITING, Asked.HELD)

QUESTION: dict[str, dict[str, Asked]] = {
    "claim": {state: state for state in _UNSCREENED},
    "release": {state: state for state in _UNSCREENED},
    "approve": dict.fromkeys(_UNSCREENED, Asked.QUEUED),
    "hold": {Asked.WAITING: Asked.HELD},
    "decline": dict.fromkeys(_UNSCREENED, Asked.DECLINED),
    "reopen": {Asked.DECLINED: Asked.WAITING},
    "merge": dict.fromkeys((*_UNSCREENED, Asked.QUEUED), Asked.MERGED),
    "take_down": dict.fromkeys(PUBLIC_STATES, Asked.REMOVED),
    "withdraw": dict.fromkeys((*_UNSCREENED, Asked.QUEUED), Asked.WITHDRAWN),
    "take": {Asked.QUEUED: Asked.ON_FLOOR},
    "return": {Asked.ON_FLOOR: Asked.QUEUED},
    "answer": {Asked.ON_FLOOR: Asked.ANSWERED},
    "answer_in_writing": {Asked.ON_NOTICE: Asked.ANSWERED},
    "defer": {Asked.ON_FLOOR: Asked.ON_NOTICE, Asked.QUEUED: Asked.ON_NOTICE},
}
